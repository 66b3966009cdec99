// SPDX-License-Identifier: Apache-2.0
// The command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "task_plugin.h"
#include "taskhost/texts.h"

namespace taskhost {

struct Options {
  enum class Command {
    kList,
    kDescribe,
    kVerify,
    kRun,
    kOptions,
    kConnectionAdd,
    kConnectionList,
    kConnectionShow,
    kConnectionRename,
    kConnectionRemove,
    kConnectionSignIn,
    kNew,
    kPack,
    kInspect,
    kKeygen,
    kSign,
    kTrust,
    kInstall,
    kUpdate,
    kRollback,
    kRemove,
  };
  Command command = Command::kList;

  // global
  std::vector<std::string> plugin_paths;  // absolute
  bool prereleases = false;
  std::int32_t log_level = TP_LOG_WARN;  // above TP_LOG_HOST_BUG: off
  bool json = false;

  // describe, options and run
  std::string task;

  // options
  std::string field;
  std::string search;
  std::string page;
  bool all = false;
  std::size_t limit = 0;  // 0: the plugin chooses

  // verify, describe, options, run, and the connection that a command of "connection" is about
  std::string connection;
  std::string ca_file;
  std::vector<std::string> allow_origins;
  std::string policy;  // file

  // run
  std::string input;  // file, "-" or empty
  std::string event;  // file, "-" or empty
  std::vector<std::pair<std::string, std::string>>
      sets;  // also of describe, options and connection add
  bool dry_run = false;
  std::vector<std::string> attachments;  // FILE or NAME=FILE
  std::string idempotency_key;
  std::size_t attempt = 1;
  std::string traceparent;
  std::int64_t deadline_ms = 0;  // from now; 0: none
  bool stats = false;
  std::string each;     // file, "-" or empty
  std::string results;  // file
  std::size_t chunk = 100;
  std::size_t in_flight = 400;

  // connection
  std::string new_name;
  std::string plugin;
  std::string type;
  std::string credentials;  // "-" or empty
  bool guide = false;
  bool yes = false;
  bool revoke = false;
  bool no_browser = false;
  std::int64_t timeout_ms = 300000;

  // bundles
  std::string
      path;  // of a bundle, a folder, a key or a new plugin; for keygen without what is added
  std::string output;   // file; empty: named after the plugin
  std::string version;  // of rollback and remove; plugin names whose
  std::string key;
  std::string signature;
  std::string public_key;
  std::vector<std::string> for_plugins;
  std::vector<std::string> allow_unsigned;  // ids
  bool allow_downgrade = false;
  bool no_passphrase = false;
};

// Text to print instead of doing anything: help or version.
struct Information {
  std::string text;
};

// Throws Stop with the exit code for usage.
std::variant<Options, Information> ParseCommandLine(int argc, const char* const* argv,
                                                    Language language);

// Is --json among the arguments? Asked when the command line is at fault and cannot be parsed.
bool WantsJson(int argc, const char* const* argv);

// The language that --locale names, if it does: also what is said of a faulty command line is in
// it.
std::optional<Language> WantedLanguage(int argc, const char* const* argv);

// Milliseconds of "500ms", "10s" or "2m"; nothing for anything else, zero or more than a year.
std::optional<std::int64_t> ParseDuration(std::string_view text);

}  // namespace taskhost
