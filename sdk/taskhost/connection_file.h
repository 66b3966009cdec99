// SPDX-License-Identifier: Apache-2.0
// The file of --connection: {"plugin":"...","type":"...","settings":{...},"credentials":{...}}.
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
  // Reads the file. settings and credentials may be left out. Throws Stop with the exit code for
  // connections, as all members do, or with the one for missing files.
  ConnectionFile(std::string path, Language language);

  // The id of the plugin that it is for.
  const std::string& plugin() const { return plugin_; }

  // What connect() gets, once it is clear that the file fits the plugin and the task. All else
  // about it is the plugin's to judge.
  task_host::ConnectionSpec SpecFor(const task_host::Manifest& manifest) const;
  task_host::ConnectionSpec SpecFor(const task_host::Manifest& manifest,
                                    const task_host::TaskEntry& task) const;

  // Can others read it, and it holds credentials?
  bool readable_by_others() const;

 private:
  std::string Name(const std::string& key) const;
  task_host::Json Object(const std::string& key) const;
  template <typename... Values>
  Stop Fault(Text text, const Values&... values) const;

  std::string path_;
  Language language_;
  task_host::Json document_;
  std::string plugin_;
};

// What connect() gets when no file is given for a task that needs no account: its list of
// connection types is empty, or holds "none".
task_host::ConnectionSpec NoConnection();

}  // namespace taskhost
