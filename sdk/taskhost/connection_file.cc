// SPDX-License-Identifier: Apache-2.0
// Reading and checking a connection document.
#include "taskhost/connection_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "host/error.h"
#include "host/file.h"
#include "taskhost/format.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

bool OthersCanRead(const std::string& path) {
  struct stat facts;
  return stat(path.c_str(), &facts) == 0 && (facts.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

class Document {
 public:
  Document(const std::string& path, Language language) : path_(path), language_(language) {
    try {
      json_ = task_host::ReadJsonFile(path);
    } catch (const task_host::Error& error) {
      if (error.kind() == task_host::Error::Kind::kNotFound) throw;
      throw Stop::Connection(error.what());
    }
    if (json_.object() == nullptr) throw Fault(Text::kConnectionNotObject);
    for (const auto& [key, unused] : *json_.object()) {
      if (key != "plugin" && key != "type" && key != "settings" && key != "credentials") {
        throw Fault(Text::kConnectionUnknownKey, key);
      }
    }
  }

  std::string Name(const std::string& key) const {
    std::string text = json_.Text(key);
    if (text.empty()) throw Fault(Text::kConnectionNotText, key);
    return text;
  }

  Json Object(const std::string& key) const {
    const Json* member = json_.Find(key);
    if (member == nullptr) return Json(Json::Object());
    if (member->object() == nullptr) throw Fault(Text::kConnectionNotObjectMember, key);
    return *member;
  }

  template <typename... Values>
  Stop Fault(Text text, const Values&... values) const {
    return Stop::Connection(Say(language_, text, path_, values...));
  }

 private:
  std::string path_;
  Language language_;
  Json json_;
};

}  // namespace

ConnectionFile ReadConnectionFile(const std::string& path, const task_host::Manifest& manifest,
                                  const task_host::TaskEntry& task, Language language) {
  const Document document(path, language);
  const std::string plugin = document.Name("plugin");
  if (plugin != manifest.id) {
    throw document.Fault(Text::kConnectionOtherPlugin, plugin, manifest.id);
  }
  ConnectionFile file;
  file.spec.type = document.Name("type");
  if (manifest.FindConnection(file.spec.type) == nullptr) {
    std::vector<std::string> known;
    for (const auto& type : manifest.connections) known.push_back(type.id);
    throw document.Fault(Text::kConnectionUnknownType, file.spec.type, Joined(known));
  }
  const auto& accepted = task.connections;
  if (!accepted.empty() &&
      std::find(accepted.begin(), accepted.end(), file.spec.type) == accepted.end()) {
    throw document.Fault(Text::kConnectionUnfitType, task.id, file.spec.type, Joined(accepted));
  }
  const Json credentials = document.Object("credentials");
  file.spec.id = std::filesystem::absolute(path).lexically_normal().string();
  file.spec.settings_json = document.Object("settings").Serialize();
  file.spec.credentials_json = credentials.Serialize();
  file.readable_by_others = !credentials.object()->empty() && OthersCanRead(path);
  return file;
}

task_host::ConnectionSpec NoConnection() {
  task_host::ConnectionSpec spec;
  spec.type = "none";
  spec.id = "none";
  return spec;
}

}  // namespace taskhost
