// SPDX-License-Identifier: Apache-2.0
// Temporary folders, and the toy plugin installed into them.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>

#include "host/json.h"
#include "toy_schemas.h"

namespace toy {

namespace fs = std::filesystem;

// A new folder that only this user can write to; removed with everything in it.
class TempDir {
 public:
  TempDir() {
    std::string pattern = (fs::temp_directory_path() / "toy-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = fs::canonical(pattern);
  }
  ~TempDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

inline void WriteFile(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

inline const char kManifest[] = R"({
  "manifestVersion": 1, "id": "toy", "name": "Toy", "version": "1.0.0", "license": "Apache-2.0",
  "abi": {"major": 1, "minHostMinor": 0, "builtMinor": 0},
  "requires": {"services": []},
  "connections": {"token": {"title": "Token",
    "settings": {"type": "object", "additionalProperties": false,
                 "properties": {"place": {"type": "string"}}},
    "credentials": {"type": "object", "additionalProperties": false, "required": ["token"],
                    "properties": {"token": {"type": "string"}}}},
    "none": {"title": "No account", "settings": {"type": "object", "additionalProperties": false},
             "credentials": {"type": "object", "additionalProperties": false}}},
  "tasks": {
    "toy.echo": {"title": "Echo", "description": "Says it again.", "schemaVersion": 1,
      "input": "tasks/echo.input.json", "output": "tasks/echo.output.json", "connection": [],
      "sideEffects": "none", "idempotency": "native", "dryRun": true, "errors": []},
    "toy.fail": {"title": "Fail", "input": "tasks/any.json", "output": "tasks/any.json",
      "connection": [], "sideEffects": "write", "idempotency": "none"},
    "toy.wait": {"title": "Wait", "input": "tasks/any.json", "output": "tasks/any.json",
      "connection": ["none"], "sideEffects": "read", "idempotency": "none"},
    "toy.login": {"title": "Log in", "input": "tasks/any.json", "output": "tasks/any.json",
      "connection": ["token"], "sideEffects": "read", "idempotency": "none"}},
  "locales": {"fr": "locales/fr.json"},
  "libraries": {"linux-x86_64": {"path": "libtoy.so"}, "linux-aarch64": {"path": "libtoy.so"}}
})";

inline const char kFrench[] = R"({"locale": "fr", "plugin": {"name": "Jouet"},
  "tasks": {"toy.echo": {"title": "Écho", "properties": {
    "text": {"title": "Texte"}}, "output": {"input": {"title": "Reçu"}, "key": {"title": "Clé"}}}}})";

using Edit = std::function<void(task_host::Json& manifest)>;

// Installs the plugin below a place as toy/<version>, with a copy of the library, and gives the
// folder. edit may change the manifest before it is written.
inline fs::path Install(const fs::path& place, const fs::path& library, const Edit& edit = {},
                        const std::string& version = "1.0.0") {
  fs::path folder = place / "toy" / version;
  task_host::Json manifest = task_host::Json::Parse(kManifest);
  manifest.Set("version", task_host::Json(version));
  if (edit) edit(manifest);
  WriteFile(folder / "plugin.json", manifest.Serialize());
  WriteFile(folder / "tasks" / "echo.input.json", TOY_ECHO_INPUT);
  WriteFile(folder / "tasks" / "echo.output.json", TOY_ECHO_OUTPUT);
  WriteFile(folder / "tasks" / "any.json", TOY_ANY);
  WriteFile(folder / "locales" / "fr.json", kFrench);
  fs::copy_file(library, folder / "libtoy.so", fs::copy_options::overwrite_existing);
  return folder;
}

}  // namespace toy
