// SPDX-License-Identifier: Apache-2.0
// Lines of 64 digits, two blanks and a name.
#include "host/bundle/hash_list.h"

#include <map>

#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/bundle/entry_names.h"

namespace task_host {
namespace {

constexpr std::size_t kDigits = 64;

bool IsListed(std::string_view name) {
  return name != kHashListName && name != kSignatureName && name != kSealName;
}

[[noreturn]] void RefuseLine(std::size_t number) {
  RefuseFormat("bundle.list_line",
               Sentence("Line {} of {} is no SHA-256 in lower case, two blanks and a name.", number,
                        kHashListName));
}

// By name; throws for a list that is not sorted.
std::map<std::string, std::string> ParseHashList(std::string_view list) {
  std::map<std::string, std::string> hashes;
  for (std::size_t number = 1; !list.empty(); ++number) {
    const std::size_t end = list.find('\n');
    if (end == list.npos || end < kDigits + 3) RefuseLine(number);
    const std::string_view hash = list.substr(0, kDigits);
    const std::string name(list.substr(kDigits + 2, end - kDigits - 2));
    if (hash.find_first_not_of("0123456789abcdef") != hash.npos ||
        list.substr(kDigits, 2) != "  ") {
      RefuseLine(number);
    }
    CheckEntryName(name);
    if (!hashes.empty() && hashes.rbegin()->first >= name) {
      RefuseFormat("bundle.list_order",
                   Sentence("Line {} of {} is not in the order of names, or repeats one.", number,
                            kHashListName));
    }
    hashes.emplace(name, hash);
    list.remove_prefix(end + 1);
  }
  return hashes;
}

}  // namespace

std::string MakeHashList(const Files& files) {
  RequireSodium();
  std::string list;
  for (const auto& [name, content] : files) {
    if (IsListed(name)) list += Sha256(content) + "  " + name + "\n";
  }
  return list;
}

void CheckHashList(const Files& files) {
  RequireSodium();
  const auto list = files.find(std::string(kHashListName));
  if (list == files.end()) {
    RefuseFormat("bundle.list_missing", Sentence("The bundle has no {}.", kHashListName));
  }
  const std::map<std::string, std::string> hashes = ParseHashList(list->second);
  for (const auto& [name, content] : files) {
    if (!IsListed(name)) continue;
    const auto hash = hashes.find(name);
    if (hash == hashes.end()) {
      RefuseFormat("bundle.file_added", Sentence("\"{}\" is not in {}.", name, kHashListName));
    }
    if (hash->second != Sha256(content)) {
      RefuseFormat("bundle.file_changed",
                   Sentence("\"{}\" is not the file whose hash is in {}.", name, kHashListName));
    }
  }
  for (const auto& [name, hash] : hashes) {
    if (!IsListed(name) || !files.contains(name)) {
      RefuseFormat("bundle.file_removed",
                   Sentence("\"{}\" is in {}, but not in the bundle.", name, kHashListName));
    }
  }
}

}  // namespace task_host
