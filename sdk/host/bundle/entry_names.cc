// SPDX-License-Identifier: Apache-2.0
// Looks at a name as a whole, then at each part between slashes.
#include "host/bundle/entry_names.h"

#include <algorithm>
#include <array>
#include <map>

#include "host/bundle/bundle_error.h"
#include "host/bundle/limits.h"
#include "host/text.h"

namespace task_host {
namespace {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Windows keeps these names, with any ending, for devices.
bool IsDevice(std::string_view part) {
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = LowerCase(part.substr(0, part.find('.')));
  if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         stem[3] >= '0' && stem[3] <= '9';
}

// What is no UTF-8 is never shown as it is.
std::string Shown(std::string_view name) {
  return ToUtf8(name);
}

void CheckPart(std::string_view part, std::string_view name) {
  if (part.empty() || part == ".") {
    RefuseFormat("bundle.name_part",
                 Sentence("The name \"{}\" has a part that is empty or a dot.", Shown(name)));
  }
  if (part == "..") {
    RefuseFormat("bundle.name_dots",
                 Sentence("The name \"{}\" leads out of the plugin's folder.", Shown(name)));
  }
  if (part[0] == '.') {
    RefuseFormat("bundle.name_hidden",
                 Sentence("The name \"{}\" is that of a hidden file.", Shown(name)));
  }
  if (part.back() == '.' || part.back() == ' ') {
    RefuseFormat("bundle.name_end",
                 Sentence("The name \"{}\" ends in a dot or a blank, which some systems drop.",
                          Shown(name)));
  }
  if (IsDevice(part)) {
    RefuseFormat("bundle.name_device",
                 Sentence("The name \"{}\" is that of a device on some systems.", Shown(name)));
  }
}

void CheckCharacters(std::string_view name) {
  if (!IsUtf8(name)) {
    RefuseFormat("bundle.name_utf8", Sentence("The name \"{}\" is not UTF-8.", Shown(name)));
  }
  if (name.find('\\') != name.npos) {
    RefuseFormat("bundle.name_backslash",
                 Sentence("The name \"{}\" holds a backslash, which is a slash on some systems.",
                          Shown(name)));
  }
  for (const char c : name) {
    // Beyond ASCII, case and composition of letters differ from one file system to the next.
    if (c < ' ' || c > '~' || std::string_view(":*?\"<>|").find(c) != std::string_view::npos) {
      RefuseFormat("bundle.name_characters",
                   Sentence("The name \"{}\" holds characters that not every system can keep: "
                            "only letters, digits and signs of ASCII may stand there.",
                            Shown(name)));
    }
  }
}

bool IsAbsolute(std::string_view name) {
  return name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':');
}

}  // namespace

void CheckEntryName(std::string_view name) {
  if (name.size() > kMaxNameBytes) {
    RefuseFormat("bundle.name_length", Sentence("The name \"{}…\" is longer than {} bytes.",
                                                Shown(name.substr(0, 40)), kMaxNameBytes));
  }
  if (IsAbsolute(name)) {
    RefuseFormat("bundle.name_absolute",
                 Sentence("The name \"{}\" is an absolute path.", Shown(name)));
  }
  CheckCharacters(name);
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    CheckPart(name.substr(begin, end - begin), name);
    begin = end + 1;
  }
}

void CheckEntryNames(const std::vector<std::string>& names) {
  std::map<std::string, std::string> files;    // by their names in lower case
  std::map<std::string, std::string> folders;  // the same
  for (const std::string& name : names) {
    CheckEntryName(name);
    const auto [other, is_new] = files.emplace(LowerCase(name), name);
    if (!is_new && other->second == name) {
      RefuseFormat("bundle.name_twice", Sentence("There are two files \"{}\".", name));
    }
    if (!is_new) {
      RefuseFormat("bundle.name_case", Sentence("The names \"{}\" and \"{}\" differ only in case.",
                                                other->second, name));
    }
    for (std::size_t slash = name.find('/'); slash != name.npos;
         slash = name.find('/', slash + 1)) {
      const std::string folder = name.substr(0, slash);
      const auto spelled = folders.emplace(LowerCase(folder), folder).first;
      if (spelled->second != folder) {
        RefuseFormat(
            "bundle.name_case",
            Sentence("The names \"{}\" and \"{}\" differ only in case.", spelled->second, folder));
      }
    }
  }
  for (const auto& [lower, name] : files) {
    if (folders.contains(lower)) {
      RefuseFormat("bundle.name_clash",
                   Sentence("\"{}\" is a file and the folder of others.", name));
    }
  }
}

}  // namespace task_host
