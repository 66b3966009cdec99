// SPDX-License-Identifier: Apache-2.0
// One object of an answer, read in one pass over the bytes, without a tree of them: an answer has
// some five thousand, and a task needs a handful of values.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/message.h"

namespace zendesk {

using transport::Message;

/// Where a key stands in the body that was read, without its quotes.
struct KeyPlace {
  size_t begin = 0;
  size_t size = 0;
};

/// Nothing for a key that was decoded, which stands elsewhere.
std::optional<KeyPlace> PlaceIn(std::string_view body, std::string_view key);

/// Where an object stands in the body that was read.
struct ObjectPlace {
  size_t begin = 0;
  size_t size = 0;
  std::vector<KeyPlace> keys;  ///< of its members, in their order; without those with escapes
  bool repeats_key =
      false;  ///< an object in it has a key twice, so that a strict reader refuses it
};

/// A member of the object that somebody wants, and what was found; of several of the same name the
/// last that has this type.
struct WantedMember {
  explicit WantedMember(std::string_view member_name) : name(member_name) {}

  std::string_view name;
  std::optional<std::string> text;    ///< when it is a text
  std::optional<std::string> number;  ///< when it is a number, as it was written
  std::optional<bool> flag;           ///< when it is true or false
  std::vector<std::string> texts;     ///< the texts and numbers of a list, up to kMostTexts
  bool all_texts = false;             ///< it is a list, and `texts` is all of it
  bool given = false;                 ///< it has a value of any type but null

  /// More than any list of Zendesk's; a server that sends more costs no memory for it.
  static constexpr size_t kMostTexts = 100'000;
};

/// Reads {"<name>":{...},...}: where the first such object stands, and the members wanted of it.
/// Nothing, with a reason in `complaint`, when the body is not such a document: no UTF-8, no JSON,
/// more than 64 levels deep, no object of that name.
std::optional<ObjectPlace> ScanObject(std::string_view body, std::string_view name,
                                      std::span<WantedMember> members,
                                      std::optional<Message>& complaint);

/// The first such object, byte for byte; empty when the body holds none.
std::string_view FindObject(std::string_view body, std::string_view name);

/// Reads {"<name>":[{...},...],...}: where each object of the list stands. Nothing, with a reason,
/// as ScanObject().
std::optional<std::vector<std::string_view>> ScanList(std::string_view body, std::string_view name,
                                                      std::optional<Message>& complaint);

}  // namespace zendesk
