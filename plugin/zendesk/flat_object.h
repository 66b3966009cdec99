// SPDX-License-Identifier: Apache-2.0
// The values of a thing of Zendesk's as far as they can be compared: of what was asked for with
// what came of it, and of what is there with what shall be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zendesk {

struct FlatValue {
  enum class Kind { kNull, kText, kNumber, kBool, kList };

  /// Nothing, or a box that is not ticked.
  bool is_empty() const {
    return texts.empty() && (text.empty() || (kind == Kind::kBool && text == "false"));
  }

  Kind kind = Kind::kNull;
  std::string text;                ///< of a number or a bool as JSON writes it
  std::vector<std::string> texts;  ///< of a list, in its order; numbers as JSON writes them
};

struct FlatMember {
  std::string key;    ///< of the object
  std::string inner;  ///< of an object in it, or the ID in a list of {"id","value"}; or empty
  FlatValue value;
};

using FlatObject = std::vector<FlatMember>;

/// Reads an object: its texts, numbers, truths, nulls and lists of texts, and those of the objects
/// and of the lists of {"id","value"} in it; nothing that lies deeper. Empty for what is no object.
FlatObject ReadFlatObject(std::string_view json);

/// The same, but only members of it with a key that one of `wanted` has.
FlatObject ReadFlatObject(std::string_view json, const FlatObject& wanted);

/// Null when there is none.
const FlatMember* FindMember(const FlatObject& object, std::string_view key,
                             std::string_view inner);

/// Does Zendesk take one for the other? A number or a truth may be a text, a list has no order, a
/// tag no case, and what is empty is null. Of a text the blanks at its ends do not count, of a
/// card's number the digits that Zendesk hides, of a time the offset in which it is written.
bool IsSame(const FlatValue& one, const FlatValue& other);

}  // namespace zendesk
