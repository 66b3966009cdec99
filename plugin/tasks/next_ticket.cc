// SPDX-License-Identifier: Apache-2.0
// What the write does not name stays as it is.
#include "plugin/tasks/next_ticket.h"

#include <fmt/format.h>

#include <algorithm>

#include "plugin/tasks/names_number.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk::tasks {
namespace {

constexpr std::string_view kTicket = "ticket";

}  // namespace

NextTicket::NextTicket(const PlannedWrite& write)
    : before_(ReadFlatObject(FindObject(write.before, kTicket))),
      asked_(ReadFlatObject(FindObject(write.body, kTicket))),
      is_new_(write.method == transport::Method::kPost) {}

bool NextTicket::Asks(std::string_view key) const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [key](const FlatMember& member) { return member.key == key; });
}

std::optional<int64_t> NextTicket::AskedId(std::string_view key) const {
  return IdIn(Text(Asked(key, "")));
}

std::optional<int64_t> NextTicket::NextId(std::string_view key) const {
  return IdIn(Next(key));
}

const FlatValue& NextTicket::Field(int64_t id) const {
  static const FlatValue kNone;
  const FlatMember* member = Find("custom_fields", fmt::format("{}", id));
  return member != nullptr ? member->value : kNone;
}

bool NextTicket::HasAssignee(bool is_refused) const {
  if (is_refused) return !Before("assignee_id").empty();
  const FlatMember* email = Asked("assignee_email", "");
  return (email != nullptr && !email->value.is_empty()) || !Next("assignee_id").empty();
}

const FlatMember* NextTicket::Find(std::string_view key, std::string_view inner) const {
  const FlatMember* asked = Asked(key, inner);
  return asked != nullptr ? asked : FindMember(before_, key, inner);
}

}  // namespace zendesk::tasks
