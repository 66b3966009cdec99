// SPDX-License-Identifier: Apache-2.0
// Good files for fuzzers to begin with.
//
//   fuzz_seeds SUBJECT FOLDER
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "forge.h"
#include "fuzz.h"
#include "host/bundle/bundle.h"
#include "host/bundle/hash_list.h"
#include "host/bundle/secret_key.h"
#include "reseal.h"
#include "toy_folder.h"

namespace {

using namespace task_host;

constexpr std::string_view kPassphrase = "a passphrase";

std::filesystem::path folder;
int count = 0;

// One seed, with the byte in front that tells the fuzzer what it is.
void Write(int kind, std::string_view content) {
  std::string text(1, static_cast<char>(kind));
  toy::WriteFile(folder / ("seed-" + std::to_string(count++)), text.append(content));
}

Files ToyFiles() {
  return {{"plugin.json", toy::kManifest},
          {"libtoy.so", std::string("\x7f"
                                    "ELF",
                                    4) +
                            std::string(60, '\0')},
          {"tasks/any.json", TOY_ANY},
          {"tasks/echo.input.json", TOY_ECHO_INPUT},
          {"tasks/echo.output.json", TOY_ECHO_OUTPUT}};
}

void WriteBundles() {
  Bundle bundle = Bundle::Make(ToyFiles());
  const std::string packed = Pack(bundle.files());
  Write(0, packed);
  bundle.Sign(SecretKey::Generate());
  forge::Zip zip;
  for (const auto& [name, content] : bundle.files()) {
    zip.files.push_back({.name = name, .content = content});
  }
  const std::string stored = zip.Text();
  fuzz::Require(fuzz::Resealed(stored) == stored, "a good seal stays");
  Bundle::FromArchive(stored);
  Write(1, stored);
  std::string other = stored;
  other[40] ^= 1;
  fuzz::Require(fuzz::Resealed(other) != other, "a bad seal is put right");
}

void WriteManifests() {
  Write(0, toy::kManifest);
  Write(1, TOY_ANY);
  Write(1, TOY_ECHO_INPUT);
}

void WriteSignatures() {
  const SecretKey key = SecretKey::Generate();
  Write(0, FormatSignature(key.Sign("what is signed", "id=toy version=1.0.0 files=00")));
  Write(1, FormatPublicKey(key.public_key()));
  Write(2, key.Format(""));
  Write(2, key.Format(kPassphrase));
  Write(3, MakeHashList({{"a", "1"}, {"b/c", "2"}}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  folder = argv[2];
  const std::string_view subject = argv[1];
  if (subject == "bundle") WriteBundles();
  if (subject == "manifest") WriteManifests();
  if (subject == "signature") WriteSignatures();
  std::printf("%d seeds\n", count);
  return count > 0 ? 0 : 1;
}
