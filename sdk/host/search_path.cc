// SPDX-License-Identifier: Apache-2.0
// The levels of the search path.
#include "host/search_path.h"

#include <sys/auxv.h>
#include <sys/stat.h>

namespace task_host {
namespace {

namespace fs = std::filesystem;

SearchPlace Judge(Level level, const std::string& entry) {
  SearchPlace place{level, fs::path(entry), "", false};
  std::error_code error;
  const fs::file_status status = fs::status(place.path, error);
  if (entry.empty()) {
    place.note = "refused: an empty entry";
  } else if (place.path.is_relative()) {
    place.note = "refused: not an absolute path";
  } else if (!fs::exists(status)) {
    place.note = "does not exist";
  } else if (!fs::is_directory(status)) {
    place.note = "refused: not a directory";
  } else if (IsWorldWritable(place.path)) {
    place.note = "refused: every user can write to it";
  } else {
    place.usable = true;
  }
  return place;
}

void AddList(Level level, std::string_view list, std::vector<SearchPlace>& places) {
  while (true) {
    const std::size_t colon = list.find(':');
    places.push_back(Judge(level, std::string(list.substr(0, colon))));
    if (colon == std::string_view::npos) return;
    list.remove_prefix(colon + 1);
  }
}

SearchPlace UserPlace(const Environment& environment) {
  if (environment.elevated) {
    return {Level::kUser, fs::path(), "ignored: the program runs with raised rights", false};
  }
  const std::string data = environment.Get("XDG_DATA_HOME");
  const std::string home = environment.Get("HOME");
  // The XDG rules say that a relative $XDG_DATA_HOME counts as not set.
  if (data.starts_with('/')) return Judge(Level::kUser, data + "/task-plugins");
  if (!home.empty()) return Judge(Level::kUser, home + "/.local/share/task-plugins");
  return {Level::kUser, fs::path(), "neither XDG_DATA_HOME nor HOME is set", false};
}

}  // namespace

Environment Environment::From(const char* const* table, bool elevated) {
  Environment environment;
  environment.elevated = elevated;
  for (; table != nullptr && *table != nullptr; ++table) {
    const std::string_view entry(*table);
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    environment.variables.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return environment;
}

std::string Environment::Get(std::string_view name) const {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

bool ProcessIsElevated() {
  return getauxval(AT_SECURE) != 0;
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kExplicit:
      return "explicit";
    case Level::kEnvironment:
      return "environment";
    case Level::kProject:
      return "project";
    case Level::kUser:
      return "user";
    case Level::kSystem:
      return "system";
  }
  return "unknown";
}

bool IsWorldWritable(const fs::path& path) {
  struct stat facts;
  return stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IWOTH) != 0;
}

std::vector<SearchPlace> ResolveSearchPath(const SearchOptions& options,
                                           const Environment& environment) {
  std::vector<SearchPlace> places;
  for (const std::string& directory : options.explicit_directories) {
    places.push_back(Judge(Level::kExplicit, directory));
  }
  if (options.use_environment && environment.variables.contains("TASK_PLUGIN_PATH")) {
    if (environment.elevated) {
      places.push_back(
          {Level::kEnvironment, fs::path(), "ignored: the program runs with raised rights", false});
    } else {
      AddList(Level::kEnvironment, environment.Get("TASK_PLUGIN_PATH"), places);
    }
  }
  if (options.project_directory) {
    places.push_back(Judge(Level::kProject, *options.project_directory));
  }
  if (options.use_user) places.push_back(UserPlace(environment));
  for (const std::string& directory : options.system_directories) {
    places.push_back(Judge(Level::kSystem, directory));
  }
  return places;
}

}  // namespace task_host
