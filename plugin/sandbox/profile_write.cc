// SPDX-License-Identifier: Apache-2.0
// Reads the three kinds of write into one draft, finds its user and stores both.
#include "profile_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "errors.h"
#include "property_reader.h"

namespace sandbox {
namespace {

struct Draft {
  const Account& account;
  const Profile* before;  ///< nullptr: the profile is new
  Profile next;
  std::optional<Id> user_id;  ///< whose it has to be
  std::string problem;        ///< the first one
};

void fail(Draft& draft, std::string problem) {
  if (draft.problem.empty()) draft.problem = std::move(problem);
}

std::optional<std::string> scalar_text(const Json& value) {
  if (value.IsString()) return std::string(text_of(value));
  if (value.IsNumber()) return to_text(value);
  return std::nullopt;
}

// Null and "" count as not given.
std::optional<std::string> read_text(Draft& draft, const Json& json, const char* name) {
  const Json* value = member(json, name);
  if (!value || value->IsNull()) return std::nullopt;
  const auto text = scalar_text(*value);
  if (!text) fail(draft, fmt::format("{} must be a string", name));
  return text && text->empty() ? std::nullopt : text;
}

// Source and type say where the profile is; a body that says otherwise is a mistake.
void check_same(Draft& draft, const Json& json, const char* name, const std::string& value) {
  const auto given = read_text(draft, json, name);
  if (given && *given != value) fail(draft, fmt::format("{} does not match the profile's", name));
}

std::vector<Identifier> read_identifiers(Draft& draft, const Json& json) {
  std::vector<Identifier> result;
  const Json* list = member(json, "identifiers");
  if (!list || list->IsNull()) return result;
  if (!list->IsArray()) fail(draft, "identifiers must be an array");
  if (!list->IsArray()) return result;
  for (const Json& entry : list->GetArray()) {
    const auto type = read_text(draft, entry, "type");
    const auto value = read_text(draft, entry, "value");
    if (!type || !value) {
      fail(draft, "every identifier needs a type and a value");
      continue;
    }
    Identifier identifier{*type, normal_value(*type, *value)};
    if (std::find(result.begin(), result.end(), identifier) == result.end()) {
      result.push_back(std::move(identifier));
    }
  }
  return result;
}

void read_user_id(Draft& draft, const Json& json) {
  const Json* value = member(json, "user_id");
  if (!value || value->IsNull()) return;
  const auto id = as_id(*value);
  if (!id || (draft.user_id && *draft.user_id != *id)) {
    return fail(draft, "user_id does not match the profile's");
  }
  draft.user_id = id;
}

void read_whole(Draft& draft, const Json& json) {
  check_same(draft, json, "source", draft.next.source);
  check_same(draft, json, "type", draft.next.type);
  read_user_id(draft, json);
  draft.next.name = read_text(draft, json, "name").value_or("");
  draft.next.identifiers = read_identifiers(draft, json);
  if (draft.next.identifiers.empty()) fail(draft, "identifiers must hold at least one identifier");
  const Json* attributes = member(json, "attributes");
  const bool given = attributes && !attributes->IsNull();
  if (given && !attributes->IsObject()) fail(draft, "attributes must be an object");
  draft.next.attributes = given ? to_text(*attributes) : "{}";
}

void read_patch(Draft& draft, const Json& json) {
  if (member(json, "name")) draft.next.name = read_text(draft, json, "name").value_or("");
  for (Identifier& added : read_identifiers(draft, json)) {
    auto& all = draft.next.identifiers;
    if (std::find(all.begin(), all.end(), added) == all.end()) all.push_back(std::move(added));
  }
  const Json* patch = member(json, "attributes");
  if (!patch) return;
  if (!patch->IsObject() && !patch->IsNull()) return fail(draft, "attributes must be an object");
  if (patch->IsNull()) {
    draft.next.attributes = "{}";
    return;
  }
  JsonDocument attributes;
  parse_json(draft.next.attributes, attributes);
  merge_patch(attributes, *patch, attributes.GetAllocator());
  draft.next.attributes = to_text(attributes);
}

void check_place(Draft& draft) {
  const Profile& next = draft.next;
  if (next.source == "zendesk") fail(draft, "source zendesk is reserved");
  for (const Identifier& identifier : next.identifiers) {
    const Profile* owner = draft.account.profiles.find(next.source, next.type, identifier);
    if (owner && owner != draft.before) {
      fail(draft, fmt::format("another profile has the identifier {}:{}", identifier.type,
                              identifier.value));
    }
  }
  if (!draft.before && !draft.account.profiles.has_room_for(next.source, next.type)) {
    fail(draft, "too many sources or types of profiles");
  }
}

// nullopt: nobody has any of the identifiers yet.
std::optional<Id> find_user(Draft& draft) {
  std::set<Id> users;
  if (draft.user_id) users.insert(*draft.user_id);
  for (const auto& [type, value] : draft.next.identifiers) {
    if (!is_standard_identifier(type)) continue;
    if (const User* user = draft.account.find_user_by_identity(type, value)) users.insert(user->id);
  }
  if (users.empty()) return std::nullopt;
  const Id id = *users.begin();
  if (users.size() > 1) {
    fail(draft, "identifiers belong to more than one user");
  } else if (!draft.account.find_user(id)) {
    fail(draft, "user_id is not a user of this account");
  } else if (!draft.before && draft.account.profiles.of_user(id).size() >= Profiles::kPerUser) {
    fail(draft, fmt::format("the user has {} profiles already", Profiles::kPerUser));
  }
  return id;
}

Id make_user(Account& account, const Profile& profile) {
  User user;
  user.id = account.next_id();
  user.name = profile.name;
  user.created_at = account.now();
  const Id id = user.id;
  account.add_user(std::move(user));
  return id;
}

ProfileOutcome store(Account& account, Draft draft) {
  Profile& next = draft.next;
  check_place(draft);
  const auto user_id = find_user(draft);
  if (!draft.problem.empty()) return {nullptr, false, profile_error(400, draft.problem)};
  if (next.name.empty()) next.name = derived_name(next.identifiers.front());
  if (!draft.before) {
    next.id = account.next_ulid();
    next.created_at = account.now();
  }
  next.updated_at = account.now();
  next.user_id = user_id ? *user_id : make_user(account, next);
  for (const auto& [type, value] : next.identifiers) {
    if (is_standard_identifier(type)) account.add_identity(next.user_id, type, value);
  }
  ++account.commits;
  return {&account.profiles.put(std::move(next)), draft.before == nullptr, {}};
}

}  // namespace

Response profile_error(int status, std::string_view title) {
  return listed_error(status, "ClientError", title, "10001");
}

ProfileOutcome put_profile(Account& account, const ProfileKey& key, std::optional<Id> user_id,
                           const Json& json) {
  if (const Profile* before = account.profiles.find(key.source, key.type, key.identifier)) {
    if (!user_id || *user_id == before->user_id) return replace_profile(account, *before, json);
    return {nullptr, false, profile_error(400, "the profile belongs to another user")};
  }
  Draft draft{account, nullptr, {}, user_id, {}};
  draft.next.source = key.source;
  draft.next.type = key.type;
  read_whole(draft, json);
  const auto& all = draft.next.identifiers;
  if (std::find(all.begin(), all.end(), key.identifier) == all.end()) {
    fail(draft, "identifiers must hold the identifier of the query");
  }
  return store(account, std::move(draft));
}

ProfileOutcome replace_profile(Account& account, const Profile& before, const Json& json) {
  Draft draft{account, &before, before, before.user_id, {}};
  read_whole(draft, json);
  return store(account, std::move(draft));
}

ProfileOutcome patch_profile(Account& account, const Profile& before, const Json& json) {
  Draft draft{account, &before, before, before.user_id, {}};
  read_patch(draft, json);
  return store(account, std::move(draft));
}

}  // namespace sandbox
