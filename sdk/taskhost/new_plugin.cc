// SPDX-License-Identifier: Apache-2.0
// taskhost new: a plugin to begin with, which is the SDK's example under another name.
#include <algorithm>
#include <array>
#include <filesystem>

#include "host/bundle/durable.h"
#include "host/manifest.h"
#include "taskhost/commands.h"
#include "taskhost/facts.h"
#include "taskhost/format.h"
#include "taskhost/stop.h"
#include "template_files.h"

namespace taskhost {
namespace {

namespace fs = std::filesystem;
using task_host::Json;

constexpr std::size_t kMaxNameSize = 63;  // as plugin.schema.json says

// The id is the name of a target, too.
bool IsGoodName(const std::string& name) {
  constexpr std::array kTakenByCMake = {"all", "clean", "help", "install"};
  return task_host::IsId(name) && name.size() <= kMaxNameSize && name[0] >= 'a' &&
         name.find('-') == std::string::npos &&
         std::find(kTakenByCMake.begin(), kTakenByCMake.end(), name) == kTakenByCMake.end();
}

// "MyCrm" of "my_crm", for classes and for people.
std::string Title(const std::string& name) {
  std::string title;
  bool is_first = true;
  for (const char letter : name) {
    const bool is_small = letter >= 'a' && letter <= 'z';
    if (letter != '_')
      title += is_first && is_small ? static_cast<char>(letter - 'a' + 'A') : letter;
    is_first = letter == '_';
  }
  return title;
}

// In one go, as the name may hold "echo", too.
std::string Renamed(std::string_view text, const std::string& name) {
  const std::string title = Title(name);
  const std::array<std::pair<std::string_view, std::string_view>, 3> changes = {
      {{"echo", name}, {"Echo", title}, {"\u00C9cho", title}}};  // the last in French
  std::string renamed;
  while (!text.empty()) {
    const auto* const change = std::find_if(changes.begin(), changes.end(), [&](const auto& entry) {
      return text.starts_with(entry.first);
    });
    renamed += change == changes.end() ? text.substr(0, 1) : change->second;
    text.remove_prefix(change == changes.end() ? 1 : change->first.size());
  }
  return renamed;
}

void WriteTemplate(const fs::path& folder, const std::string& name) {
  task_host::MakeFolder(folder);
  for (const std::string_view path : template_files::kPaths) {
    const fs::path file = folder / Renamed(path, name);
    std::error_code error;  // the file says what is wrong
    fs::create_directories(file.parent_path(), error);
    task_host::WriteNewFile(file, Renamed(template_files::File(path), name));
  }
}

std::string Quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? R"('\'')" : std::string(1, letter);
  return quoted + "'";
}

// The words as a shell takes them.
std::string ShellCommand(std::initializer_list<std::string> words) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:@%./";
  std::string command;
  for (const std::string& word : words) {
    const bool is_plain = word.find_first_not_of(kPlain) == std::string::npos;
    command += command.empty() ? "" : " ";
    command += is_plain ? word : Quoted(word);
  }
  return command;
}

std::array<std::string, 3> Commands(const fs::path& folder, const std::string& name) {
  const fs::path build = folder / "build";
  return {ShellCommand({"cmake", "-S", folder, "-B", build}),
          ShellCommand({"cmake", "--build", build}),
          ShellCommand({"taskhost", "pack", build / "plugins" / name / "1.0.0"})};
}

}  // namespace

int New(const Options& options, Language language) {
  const fs::path folder = options.path;
  const std::string name = folder.filename().string();
  if (!IsGoodName(name)) {
    throw Stop::Usage(Say(language, Text::kBadPluginName, name, kMaxNameSize));
  }
  std::error_code error;
  if (fs::symlink_status(folder, error).type() != fs::file_type::not_found) {
    throw Stop::Usage(Say(language, Text::kFileIsThere, folder.string()));
  }
  WriteTemplate(folder, name);

  Json::Array commands;
  std::string text =
      Say(language, Text::kPluginMade, name, folder.string(), (folder / (name + ".cc")).string());
  for (const std::string& command : Commands(folder, name)) {
    commands.emplace_back(command);
    text += "\n  " + command;
  }
  Json facts;
  facts.Set("id", Json(name));
  facts.Set("path", Json(folder.string()));
  facts.Set("commands", Json(std::move(commands)));
  return ReportFacts(options, facts, text, language);
}

}  // namespace taskhost
