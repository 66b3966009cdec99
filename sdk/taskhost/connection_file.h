// SPDX-License-Identifier: Apache-2.0
// A connection's document: {"plugin":"...","type":"...","settings":{...},"credentials":{...}}.
#pragma once

#include <string>

#include "host/connection.h"
#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/stop.h"
#include "taskhost/texts.h"

namespace taskhost {

class ConnectionFile {
 public:
  // Reads a file that somebody keeps where he likes. settings and credentials may be left out. Its
  // id is made of its path and of what it connects to. Throws Stop with the exit code for
  // connections, as all members do, or with the one for missing files.
  ConnectionFile(const std::string& path, Language language);
  // Takes what was read from there. A member "id" of the document is the id, else the path is.
  ConnectionFile(const std::string& path, task_host::Json document, Language language);

  // The host's stable name of it.
  const std::string& id() const { return id_; }
  // The id of the plugin that it is for.
  const std::string& plugin() const { return plugin_; }
  const std::string& type() const { return type_; }
  const task_host::Json& settings() const { return settings_; }
  const task_host::Json& credentials() const { return credentials_; }

  // The type in the manifest of the plugin that it is for.
  const task_host::ConnectionType& TypeIn(const task_host::Manifest& manifest) const;
  // What connect() gets, once it is clear that the file fits the plugin and the task. All else
  // about it is the plugin's to judge.
  task_host::ConnectionSpec SpecFor(const task_host::Manifest& manifest) const;
  task_host::ConnectionSpec SpecFor(const task_host::Manifest& manifest,
                                    const task_host::TaskEntry& task) const;

  // Can others read it, and it holds credentials?
  bool readable_by_others() const;

 private:
  void Take(task_host::Json document);
  std::string WhatItConnectsTo() const;
  std::string Name(const task_host::Json& document, const std::string& key) const;
  task_host::Json Object(const task_host::Json& document, const std::string& key) const;
  template <typename... Values>
  Stop Fault(Text text, const Values&... values) const;

  std::string path_;
  Language language_;
  std::string id_;
  std::string plugin_;
  std::string type_;
  task_host::Json settings_;
  task_host::Json credentials_;
};

// What connect() gets when no file is given for a task that needs no account: its list of
// connection types is empty, or holds "none".
task_host::ConnectionSpec NoConnection();

}  // namespace taskhost
