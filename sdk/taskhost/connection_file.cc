// SPDX-License-Identifier: Apache-2.0
// Reading and checking a connection document.
#include "taskhost/connection_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "host/error.h"
#include "host/file.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

ConnectionFile::ConnectionFile(std::string path, Language language)
    : path_(std::move(path)), language_(language) {
  try {
    document_ = task_host::ReadJsonFile(path_);
  } catch (const task_host::Error& error) {
    if (error.kind() == task_host::Error::Kind::kNotFound) throw;
    throw Stop::Connection(Say(language, error.sentence()));
  }
  if (document_.object() == nullptr) throw Fault(Text::kConnectionNotObject);
  for (const auto& [key, unused] : *document_.object()) {
    if (key != "plugin" && key != "type" && key != "settings" && key != "credentials") {
      throw Fault(Text::kConnectionUnknownKey, key);
    }
  }
  plugin_ = Name("plugin");
}

task_host::ConnectionSpec ConnectionFile::SpecFor(const task_host::Manifest& manifest) const {
  if (plugin_ != manifest.id) throw Fault(Text::kConnectionOtherPlugin, plugin_, manifest.id);
  task_host::ConnectionSpec spec;
  spec.type = Name("type");
  if (manifest.FindConnection(spec.type) == nullptr) {
    std::vector<std::string> known;
    for (const auto& type : manifest.connections) known.push_back(type.id);
    throw Fault(Text::kConnectionUnknownType, spec.type, Joined(known));
  }
  spec.id = std::filesystem::absolute(path_).lexically_normal().string();
  spec.settings_json = Object("settings").Serialize();
  spec.credentials_json = Object("credentials").Serialize();
  return spec;
}

task_host::ConnectionSpec ConnectionFile::SpecFor(const task_host::Manifest& manifest,
                                                  const task_host::TaskEntry& task) const {
  task_host::ConnectionSpec spec = SpecFor(manifest);
  const auto& accepted = task.connections;
  if (!accepted.empty() &&
      std::find(accepted.begin(), accepted.end(), spec.type) == accepted.end()) {
    throw Fault(Text::kConnectionUnfitType, task.id, spec.type, Joined(accepted));
  }
  return spec;
}

bool ConnectionFile::readable_by_others() const {
  struct stat facts;
  return !Object("credentials").object()->empty() && stat(path_.c_str(), &facts) == 0 &&
         (facts.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

std::string ConnectionFile::Name(const std::string& key) const {
  std::string text = document_.Text(key);
  if (text.empty()) throw Fault(Text::kConnectionNotText, key);
  return text;
}

Json ConnectionFile::Object(const std::string& key) const {
  const Json* member = document_.Find(key);
  if (member == nullptr) return Json(Json::Object());
  if (member->object() == nullptr) throw Fault(Text::kConnectionNotObjectMember, key);
  return *member;
}

template <typename... Values>
Stop ConnectionFile::Fault(Text text, const Values&... values) const {
  return Stop::Connection(Say(language_, text, path_, values...));
}

task_host::ConnectionSpec NoConnection() {
  task_host::ConnectionSpec spec;
  spec.type = "none";
  spec.id = "none";
  return spec;
}

}  // namespace taskhost
