// SPDX-License-Identifier: Apache-2.0
// A ticket as a write would leave it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/zendesk/dry_run.h"
#include "plugin/zendesk/flat_object.h"

namespace zendesk::tasks {

class NextTicket {
 public:
  explicit NextTicket(const PlannedWrite& write);

  bool is_new() const { return is_new_; }

  /// Does the write name this property of the ticket?
  bool Asks(std::string_view key) const;
  /// The ID that the write gives it; nothing when it gives none, or clears it.
  std::optional<int64_t> AskedId(std::string_view key) const;
  /// A text in it, such as the e-mail address of `requester`; empty when there is none.
  std::string AskedText(std::string_view key, std::string_view inner) const {
    return Text(Asked(key, inner));
  }

  std::string Before(std::string_view key) const { return Text(FindMember(before_, key, "")); }
  std::string Next(std::string_view key) const { return Text(Find(key, "")); }
  std::optional<int64_t> NextId(std::string_view key) const;

  /// The value of a custom field.
  const FlatValue& Field(int64_t id) const;

  /// When the write names one whom Zendesk refuses, the one from before stays.
  bool HasAssignee(bool is_refused) const;

 private:
  static std::string Text(const FlatMember* member) {
    return member != nullptr ? member->value.text : std::string();
  }
  const FlatMember* Asked(std::string_view key, std::string_view inner) const {
    return FindMember(asked_, key, inner);
  }
  const FlatMember* Find(std::string_view key, std::string_view inner) const;

  const FlatObject before_;
  const FlatObject asked_;
  const bool is_new_;
};

}  // namespace zendesk::tasks
