// SPDX-License-Identifier: Apache-2.0
// Who a ticket is from, who works on it and who is kept informed.
#include <fmt/format.h>

#include <algorithm>

#include "email.h"
#include "ticket_draft.h"

namespace sandbox {
namespace {

bool holds(const std::vector<Id>& ids, Id id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::optional<Id> first_of(const std::vector<Id>& ids) {
  return ids.empty() ? std::nullopt : std::optional(ids.front());
}

Id add_user(TicketDraft& draft, std::string name, std::optional<std::string> email) {
  User user;
  user.id = draft.account.next_id();
  user.name = std::move(name);
  if (email) user.email = lower(*email);
  user.created_at = draft.account.now();
  draft.new_users.push_back(std::move(user));
  return draft.new_users.back().id;
}

// `requester` as an object: matched by e-mail, else made, which needs a name.
std::optional<Id> requester_from_object(TicketDraft& draft, const Json& object) {
  PropertyReader reader(object, draft.errors);
  std::optional<std::string> name, email, locale;
  std::optional<Id> organization;
  reader.text("name", name);
  reader.text("email", email);
  reader.text("locale", locale);
  reader.id("organization_id", "organization", organization);
  if (const User* known = email ? draft.find_user(*email) : nullptr) return known->id;
  if (email && !looks_like_email(*email)) {
    draft.errors.add("requester",
                     fmt::format("Requester: Email:  {} is not properly formatted", *email),
                     "InvalidFormat");
    return std::nullopt;
  }
  if (is_blank(name.value_or(""))) {
    draft.errors.add("requester", "Requester: Name:  is too short (minimum is 1 character)",
                     "ValueTooShort");
    return std::nullopt;
  }
  const Id id = add_user(draft, *name, email);
  User& user = draft.new_users.back();
  if (locale) user.locale = *locale;
  if (organization && contains(draft.account.organizations, *organization)) {
    user.organization_ids = {*organization};
  }
  return id;
}

std::optional<Id> requester_from(TicketDraft& draft, const Json& value) {
  if (value.IsObject()) return requester_from_object(draft, value);
  if (value.IsString() && !as_id(value)) {
    JsonDocument object(rapidjson::kObjectType);
    object.AddMember("email", Json(value, object.GetAllocator()), object.GetAllocator());
    return requester_from_object(draft, object);
  }
  const auto id = as_id(value);
  if (!id) draft.errors.add("requester", "Requester: is invalid");
  return id;
}

void read_requester(TicketDraft& draft, PropertyReader& reader) {
  std::optional<Id> id;
  if (!reader.id("requester_id", "requester", id) || !id) {
    const Json* value = reader.get("requester");
    if (!value || value->IsNull()) return;
    id = requester_from(draft, *value);
  }
  if (!id) return;
  const User* user = draft.find_user(*id);
  if (!user) {
    draft.errors.add("requester", "Requester: is invalid");
  } else if (user->suspended) {
    draft.errors.add("requester", fmt::format("Requester: {} is suspended.", user->name));
  } else {
    draft.next.requester_id = *id;
  }
}

// Also sets the default: the first organization of a requester who was not there before.
void read_organization(TicketDraft& draft, PropertyReader& reader) {
  const User* requester = draft.find_user(draft.next.requester_id);
  std::optional<Id> id;
  if (reader.id("organization_id", "organization", id)) {
    if (id && !holds(requester->organization_ids, *id)) {
      draft.errors.add("organization",
                       "Organization: is not one of the organizations of the requester");
    }
    draft.next.organization_id = id;
  } else if (!draft.before || draft.before->requester_id != draft.next.requester_id) {
    draft.next.organization_id = first_of(requester->organization_ids);
  }
}

void read_submitter(TicketDraft& draft, PropertyReader& reader) {
  std::optional<Id> id;
  if (draft.before || draft.followup_source_id) return;
  if (!reader.id("submitter_id", "submitter", id) || !id) return;
  if (draft.find_user(*id)) {
    draft.next.submitter_id = *id;
  } else {
    draft.errors.add("submitter", "Submitter: is invalid");
  }
}

// True when the write names an assignee or clears it.
bool read_assignee(TicketDraft& draft, PropertyReader& reader) {
  std::optional<Id> id;
  std::optional<std::string> email;
  const User* agent = nullptr;
  if (reader.id("assignee_id", "assignee", id)) {
    if (id) agent = draft.account.find_user(*id);
  } else if (reader.text("assignee_email", email)) {
    if (email) agent = draft.account.find_user(*email);
  } else {
    return false;
  }
  if ((id || email) && (!agent || !agent->is_agent() || agent->suspended)) {
    draft.errors.add("assignee", "Assignee: is not an agent of this account");
    return false;
  }
  draft.next.assignee_id = agent ? std::optional(agent->id) : std::nullopt;
  return true;
}

bool read_group(TicketDraft& draft, PropertyReader& reader) {
  std::optional<Id> id;
  if (!reader.id("group_id", "group", id)) return false;
  if (id && !contains(draft.account.groups, *id)) {
    draft.errors.add("group", "Group: is invalid");
    return false;
  }
  draft.next.group_id = id;
  return true;
}

// An assignee works in a group: the one that was not named follows the other.
void match_group_and_assignee(TicketDraft& draft, bool assignee_given, bool group_given) {
  TicketProperties& next = draft.next;
  const User* agent = next.assignee_id ? draft.account.find_user(*next.assignee_id) : nullptr;
  if (!agent || (!assignee_given && !group_given)) return;
  if (next.group_id && holds(agent->group_ids, *next.group_id)) return;
  if (!group_given || !next.group_id) {
    next.group_id = first_of(agent->group_ids);
  } else if (!assignee_given) {
    next.assignee_id.reset();
  } else {
    draft.errors.add("assignee", fmt::format("Assignee: {} is not in the group", agent->name));
  }
}

// The person of an entry of `email_ccs` and `followers`, or of a plain id, e-mail or {name,email}.
std::optional<Id> person(TicketDraft& draft, const Json& entry, bool may_add) {
  const Json* user_id = entry.IsObject() ? member(entry, "user_id") : &entry;
  if (const auto id = user_id ? as_id(*user_id) : std::nullopt) {
    return draft.find_user(*id) ? id : std::nullopt;
  }
  const auto text = [&](const char* name) -> std::string {
    const Json* value = member(entry, name);
    return value && value->IsString() ? std::string(text_of(*value)) : std::string();
  };
  std::string email = entry.IsString() ? std::string(text_of(entry)) : text("user_email");
  if (email.empty()) email = text("email");
  if (const User* known = draft.find_user(email)) return known->id;
  if (!may_add || !looks_like_email(email)) return std::nullopt;
  std::string name = text("user_name").empty() ? text("name") : text("user_name");
  if (name.empty()) name = email.substr(0, email.find('@'));
  return add_user(draft, name, email);
}

bool removes(const Json& entry) {
  const Json* action = member(entry, "action");
  return action && action->IsString() && text_of(*action) == "delete";
}

bool is_agent(const TicketDraft& draft, Id id) {
  return draft.find_user(id)->is_agent();
}

void change_list(TicketDraft& draft, const Json& entries, std::vector<Id>& list, bool agents_only) {
  constexpr rapidjson::SizeType kMaximum = 48;
  if (entries.Size() > kMaximum && !draft.before) {
    draft.refusal = named_error(400, "TooManyValues",
                                fmt::format("Parameter {} cannot specify more than {} values",
                                            agents_only ? "followers" : "email_ccs", kMaximum));
    return;
  }
  for (rapidjson::SizeType i = 0; i < std::min(entries.Size(), kMaximum); ++i) {
    const auto id = person(draft, entries[i], !agents_only && !removes(entries[i]));
    if (!id || (agents_only && !is_agent(draft, *id))) continue;
    if (removes(entries[i])) {
      std::erase(list, *id);
    } else if (!holds(list, *id)) {
      list.push_back(*id);
    }
  }
}

// The older model of copies: agents become followers, customers are copied by e-mail.
void add_collaborators(TicketDraft& draft, const Json& entries) {
  for (const Json& entry : entries.GetArray()) {
    const auto id = person(draft, entry, true);
    if (!id) continue;
    auto& list = is_agent(draft, *id) ? draft.next.follower_ids : draft.next.email_cc_ids;
    if (!holds(list, *id)) list.push_back(*id);
  }
}

void read_copies(TicketDraft& draft, PropertyReader& reader) {
  const auto list = [&](const char* name) -> const Json* {
    const Json* value = reader.get(name);
    if (!value || value->IsNull()) return nullptr;
    if (!value->IsArray()) reader.wrong_type(name);
    return value->IsArray() ? value : nullptr;
  };
  if (const Json* ids = list("collaborator_ids")) {
    draft.next.follower_ids.clear();
    draft.next.email_cc_ids.clear();
    add_collaborators(draft, *ids);
  }
  const char* added = draft.before ? "additional_collaborators" : "collaborators";
  if (const Json* people = list(added)) add_collaborators(draft, *people);
  if (const Json* ccs = list("email_ccs")) change_list(draft, *ccs, draft.next.email_cc_ids, false);
  if (const Json* agents = list("followers")) {
    change_list(draft, *agents, draft.next.follower_ids, true);
  }
}

}  // namespace

void read_people(TicketDraft& draft, const Json& ticket) {
  PropertyReader reader(ticket, draft.errors);
  read_requester(draft, reader);
  if (draft.errors.empty()) read_organization(draft, reader);  // else nobody knows whose it is
  read_submitter(draft, reader);
  const bool assignee_given = read_assignee(draft, reader);
  const bool group_given = read_group(draft, reader);
  match_group_and_assignee(draft, assignee_given, group_given);
  read_copies(draft, reader);
}

}  // namespace sandbox
