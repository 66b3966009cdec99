// SPDX-License-Identifier: Apache-2.0
// Reading and checking a connection document.
#include "taskhost/connection_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "host/digest.h"
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

ConnectionFile::ConnectionFile(const std::string& path, Language language)
    : path_(path), language_(language) {
  Json document;
  try {
    document = task_host::ReadJsonFile(path);
  } catch (const task_host::Error& error) {
    if (error.kind() == task_host::Error::Kind::kNotFound) throw;
    throw Stop::Connection(Say(language, error.sentence()));
  }
  // Tokens are stored by the id: a file from anywhere must not name that of another connection.
  if (document.Find("id") != nullptr) throw Fault(Text::kConnectionUnknownKey, "id");
  Take(std::move(document));
  id_ += "#" + WhatItConnectsTo();
}

ConnectionFile::ConnectionFile(const std::string& path, Json document, Language language)
    : path_(path), language_(language) {
  Take(std::move(document));
}

void ConnectionFile::Take(Json document) {
  if (document.object() == nullptr) throw Fault(Text::kConnectionNotObject);
  for (const auto& [key, unused] : *document.object()) {
    if (key != "id" && key != "plugin" && key != "type" && key != "settings" &&
        key != "credentials") {
      throw Fault(Text::kConnectionUnknownKey, key);
    }
  }
  plugin_ = Name(document, "plugin");
  type_ = Name(document, "type");
  settings_ = Object(document, "settings");
  credentials_ = Object(document, "credentials");
  id_ = document.Find("id") != nullptr
            ? Name(document, "id")
            : std::filesystem::absolute(path_).lexically_normal().string();
}

// Tokens are stored by the id, and a file that somebody edits may be about another account the next
// time. The texts of the settings tell accounts apart, numbers do not.
std::string ConnectionFile::WhatItConnectsTo() const {
  task_host::Digest digest;
  const auto add = [&digest](const std::string& text) {
    digest.Add(text);
    digest.Add(std::string_view("\0", 1));
  };
  add(plugin_);
  add(type_);
  for (const auto& [key, value] : *settings_.object()) {
    if (value.string() == nullptr) continue;
    add(key);
    add(*value.string());
  }
  return digest.Text();
}

const task_host::ConnectionType& ConnectionFile::TypeIn(const task_host::Manifest& manifest) const {
  if (const auto* type = manifest.FindConnection(type_)) return *type;
  std::vector<std::string> known;
  for (const auto& type : manifest.connections) known.push_back(type.id);
  throw Fault(Text::kConnectionUnknownType, type_, Joined(known));
}

task_host::ConnectionSpec ConnectionFile::SpecFor(const task_host::Manifest& manifest) const {
  if (plugin_ != manifest.id) throw Fault(Text::kConnectionOtherPlugin, plugin_, manifest.id);
  task_host::ConnectionSpec spec;
  spec.type = TypeIn(manifest).id;
  spec.id = id_;
  spec.settings_json = settings_.Serialize();
  spec.credentials_json = credentials_.Serialize();
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
  return !credentials_.object()->empty() && stat(path_.c_str(), &facts) == 0 &&
         (facts.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

std::string ConnectionFile::Name(const Json& document, const std::string& key) const {
  std::string text = document.Text(key);
  if (text.empty()) throw Fault(Text::kConnectionNotText, key);
  return text;
}

Json ConnectionFile::Object(const Json& document, const std::string& key) const {
  const Json* member = document.Find(key);
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
