// SPDX-License-Identifier: Apache-2.0
// A manifest from anywhere is refused in the proper way, or names nothing outside of its folder.
// The first byte tells which of the folder's files the rest is.
#include "host/manifest.h"

#include "fuzz.h"
#include "host/error.h"
#include "toy_folder.h"

namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"plugin.json", "tasks/any.json"};

// The toy plugin with a library that nobody loads.
const fs::path& Folder() {
  static const toy::TempDir dir;
  static const fs::path folder = [] {
    const fs::path library = dir.path() / "library";
    toy::WriteFile(library, "none");
    return toy::Install(dir.path(), library);
  }();
  return folder;
}

void CheckManifest(const task_host::Manifest& manifest) {
  fuzz::Require(task_host::IsId(manifest.id), "its id is one");
  const std::string library = manifest.library.lexically_relative(Folder()).string();
  fuzz::Require(!library.empty() && !library.starts_with(".."), "the library is in the folder");
  for (const auto& task : manifest.tasks) {
    fuzz::Require(task.id.starts_with(manifest.id + "."), "a task's id begins with the plugin's");
    fuzz::Require(task.input_schema.object() != nullptr, "a schema is an object");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const fs::path changed = Folder() / kFiles[data[0] % 2];
  toy::WriteFile(changed, std::string(fuzz::Text(data + 1, size - 1)));
  try {
    CheckManifest(task_host::LoadManifest(Folder()));
  } catch (const task_host::Error&) {
  }
  toy::WriteFile(changed, data[0] % 2 == 0 ? toy::kManifest : TOY_ANY);
  return 0;
}
