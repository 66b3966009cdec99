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

constexpr std::size_t kMaxNameSize = 64;

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

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string Renamed(std::string_view text, const std::string& name) {
  const std::string title = Title(name);
  std::string renamed = Replaced(std::string(text), "Echo", title);
  renamed = Replaced(std::move(renamed), "\u00C9cho", title);  // in French
  return Replaced(std::move(renamed), "echo", name);
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

// The words as a shell takes them.
std::string ShellCommand(std::initializer_list<std::string> words) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=:@%./";
  std::string command;
  for (const std::string& word : words) {
    const bool is_plain = word.find_first_not_of(kPlain) == std::string::npos;
    command += command.empty() ? "" : " ";
    command += is_plain ? word : "'" + Replaced(word, "'", R"('\'')") + "'";
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
