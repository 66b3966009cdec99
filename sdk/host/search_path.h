// SPDX-License-Identifier: Apache-2.0
// Where a host looks for plugins, in which order, and which of these places it refuses.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/sentence.h"

namespace task_host {

// The environment as a value, so that nothing here depends on the process.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;
  // Set-uid and the like: whoever started the program must not choose the code that it loads.
  bool elevated = false;

  // From a NULL-terminated table of NAME=value texts, as the variable environ is.
  static Environment From(const char* const* table, bool elevated);
  // The value, or "" when it is not set.
  std::string Get(std::string_view name) const;
};

// Does the process run with more rights than the user who started it?
bool ProcessIsElevated();

// An earlier level wins over a later one.
enum class Level { kExplicit, kEnvironment, kProject, kUser, kSystem };
// For programs, and for people.
std::string_view LevelName(Level level);
Sentence LevelTitle(Level level);

struct SearchOptions {
  std::vector<std::string> explicit_directories;
  bool use_environment = true;                   // TASK_PLUGIN_PATH, separated by colons
  std::optional<std::string> project_directory;  // named by the application
  bool use_user = true;  // $XDG_DATA_HOME/task-plugins, else ~/.local/share/task-plugins
  std::vector<std::string> system_directories = {"/usr/local/lib/task-plugins",
                                                 "/usr/lib/task-plugins"};
  // Folders of registrations: each file <name>.json in one holds {"directory": "/absolute/path"},
  // which adds that directory to the system level.
  std::vector<std::string> registration_directories = {"/etc/task-plugins/plugins.d"};
};

struct SearchPlace {
  Level level;
  std::filesystem::path path{};
  Sentence note{};      // why it was refused, or what was found there; for people
  bool usable = false;  // refused or missing places are not searched
  bool fault = false;   // somebody should mend it; a place that is merely not there is no fault
  std::filesystem::path registration{};  // the file that named it; empty when none did
};

// All places in order; a folder of registrations is one too, with its number of files as the note.
// A relative or empty entry, one that cannot be read and a directory that everybody can write to
// are refused, with the reason in the note.
std::vector<SearchPlace> ResolveSearchPath(const SearchOptions& options,
                                           const Environment& environment);

}  // namespace task_host
