// SPDX-License-Identifier: Apache-2.0
// Where a host looks for plugins, in which order, and which of these places it refuses.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
std::string_view LevelName(Level level);

struct SearchOptions {
  std::vector<std::string> explicit_directories;
  bool use_environment = true;                   // TASK_PLUGIN_PATH, separated by colons
  std::optional<std::string> project_directory;  // named by the application
  bool use_user = true;  // $XDG_DATA_HOME/task-plugins, else ~/.local/share/task-plugins
  std::vector<std::string> system_directories = {"/usr/local/lib/task-plugins",
                                                 "/usr/lib/task-plugins"};
};

struct SearchPlace {
  Level level;
  std::filesystem::path path;
  std::string note;     // why it was refused, or what was found there; for people
  bool usable = false;  // refused or missing places are not searched
};

// All places in order. A relative or empty entry and a directory that everybody can write to are
// refused, with the reason in the note.
std::vector<SearchPlace> ResolveSearchPath(const SearchOptions& options,
                                           const Environment& environment);

// Can every user of the machine write to it? Then nobody can vouch for what is in it.
bool IsWorldWritable(const std::filesystem::path& path);

}  // namespace task_host
