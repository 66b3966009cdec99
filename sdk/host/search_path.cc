// SPDX-License-Identifier: Apache-2.0
// The levels of the search path.
#include "host/search_path.h"

#include <sys/auxv.h>

#include <algorithm>
#include <system_error>

#include "host/error.h"
#include "host/file.h"
#include "host/trust.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

// Why a place that is there, or should be, cannot be searched; nothing when it can.
Sentence FaultOf(const fs::path& path) {
  if (path.empty()) return Sentence("an empty entry");
  if (path.is_relative()) return Sentence("not an absolute path");
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error == std::errc::no_such_file_or_directory) {
    return fs::is_symlink(fs::symlink_status(path, error))
               ? Sentence("a symbolic link that leads nowhere")
               : Sentence();
  }
  if (error) return Sentence("cannot be read: {}", error.message());
  if (!fs::is_directory(status)) return Sentence("not a directory");
  return IsWorldWritable(path) ? Sentence("every user can write to it") : Sentence();
}

SearchPlace Judge(Level level, const std::string& entry) {
  SearchPlace place{.level = level, .path = entry};
  const Sentence fault = FaultOf(place.path);
  place.fault = !fault.empty();
  if (place.fault) {
    place.note = Sentence("refused: {}", fault);
  } else {
    place.usable = fs::exists(place.path);
    if (!place.usable) place.note = Sentence("does not exist");
  }
  return place;
}

SearchPlace NotSearched(Level level, const Sentence& note) {
  return {.level = level, .note = note};
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
    return NotSearched(Level::kUser, Sentence("ignored: the program runs with raised rights"));
  }
  const std::string data = environment.Get("XDG_DATA_HOME");
  const std::string home = environment.Get("HOME");
  // The XDG rules say that a relative $XDG_DATA_HOME counts as not set.
  if (data.starts_with('/')) return Judge(Level::kUser, data + "/task-plugins");
  if (!home.empty()) return Judge(Level::kUser, home + "/.local/share/task-plugins");
  return NotSearched(Level::kUser, Sentence("neither XDG_DATA_HOME nor HOME is set"));
}

SearchPlace ReadRegistration(const fs::path& file) {
  try {
    RequireTrust(file, file.parent_path());
    const std::string directory = ReadJsonFile(file).Text("directory");
    if (directory.empty()) {
      throw Error(Error::Kind::kFormat, file.string(),
                  Sentence("must be an object whose \"directory\" is the absolute path of a "
                           "directory of plugins"));
    }
    SearchPlace place = Judge(Level::kSystem, directory);
    place.registration = file;
    return place;
  } catch (const Error& error) {
    return {.level = Level::kSystem,
            .path = file,
            .note = Sentence("refused: {}", error.Beside(file.string())),
            .fault = true};
  }
}

void AddRegistrations(const std::string& directory, std::vector<SearchPlace>& places) {
  SearchPlace place = Judge(Level::kSystem, directory);
  std::vector<fs::path> files;
  if (place.usable) {
    std::error_code error;
    for (fs::directory_iterator at(place.path, error), end; !error && at != end;
         at.increment(error)) {
      const std::string name = at->path().filename().string();
      if (name[0] != '.' && name.ends_with(".json")) files.push_back(at->path());
    }
    place.usable = false;  // it holds no plugins itself
    place.fault = static_cast<bool>(error);
    place.note =
        files.size() == 1 ? Sentence("1 registration") : Sentence("{} registrations", files.size());
    if (error) {
      place.note = Sentence("refused: {}", Sentence("cannot be read: {}", error.message()));
    }
  }
  places.push_back(std::move(place));
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) places.push_back(ReadRegistration(file));
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
  return LevelTitle(level).pattern();
}

Sentence LevelTitle(Level level) {
  switch (level) {
    case Level::kExplicit:
      return Sentence("explicit");
    case Level::kEnvironment:
      return Sentence("environment");
    case Level::kProject:
      return Sentence("project");
    case Level::kUser:
      return Sentence("user");
    case Level::kSystem:
      return Sentence("system");
  }
  return Sentence("unknown");
}

std::vector<SearchPlace> ResolveSearchPath(const SearchOptions& options,
                                           const Environment& environment) {
  std::vector<SearchPlace> places;
  for (const std::string& directory : options.explicit_directories) {
    places.push_back(Judge(Level::kExplicit, directory));
  }
  if (options.use_environment && environment.variables.contains("TASK_PLUGIN_PATH")) {
    if (environment.elevated) {
      places.push_back(NotSearched(Level::kEnvironment,
                                   Sentence("ignored: the program runs with raised rights")));
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
  for (const std::string& directory : options.registration_directories) {
    AddRegistrations(directory, places);
  }
  return places;
}

}  // namespace task_host
