// SPDX-License-Identifier: Apache-2.0
// Finds out who is meant, checks what is said of them, then stores it.
#include "user_write.h"

#include <fmt/format.h>

#include "comment_text.h"
#include "email.h"
#include "errors.h"
#include "profile.h"
#include "property_reader.h"

namespace sandbox {
namespace {

// What was sent, and not null.
struct Sent {
  std::optional<std::string> name, email, external_id, phone, role, locale;
  std::optional<Id> organization_id;
  std::optional<bool> suspended;
  std::vector<std::pair<std::string, std::string>> identities;  ///< type and value
};

void read_identities(const Json& json, ValidationErrors& errors, Sent& sent) {
  const Json* list = member(json, "identities");
  if (!list || list->IsNull()) return;
  if (!list->IsArray()) return errors.add("identities", "Identities: is invalid");
  for (const Json& entry : list->GetArray()) {
    PropertyReader reader(entry, errors);
    std::optional<std::string> type, value;
    reader.text("type", type);
    reader.text("value", value);
    if (is_blank(type.value_or("")) || is_blank(value.value_or(""))) {
      errors.add("identities", "Identities: type and value can't be blank", "BlankValue");
    } else {
      sent.identities.emplace_back(*type, normal_value(*type, *value));
    }
  }
}

Sent read(const Json& json, ValidationErrors& errors) {
  PropertyReader reader(json, errors);
  Sent sent;
  reader.text("name", sent.name);
  reader.text("email", sent.email);
  reader.text("external_id", sent.external_id);
  reader.text("phone", sent.phone);
  reader.text("role", sent.role);
  reader.text("locale", sent.locale);
  reader.id("organization_id", "organization", sent.organization_id);
  bool suspended = false;
  if (reader.flag("suspended", suspended)) sent.suspended = suspended;
  if (sent.email) sent.email = lower(*sent.email);
  read_identities(json, errors, sent);
  return sent;
}

void check(const Account& account, const Sent& sent, const User* before, ValidationErrors& errors) {
  if (is_blank(sent.name.value_or(before ? before->name : ""))) {
    errors.add("name", "Name:  is too short (minimum is 1 character)", "ValueTooShort");
  }
  if (sent.email && !looks_like_email(*sent.email)) {
    errors.add("email", fmt::format("Email:  {} is not properly formatted", *sent.email),
               "InvalidFormat");
  }
  const User* owner_of_email = sent.email ? account.find_user(*sent.email) : nullptr;
  if (owner_of_email && owner_of_email != before) {
    errors.add("email", fmt::format("Email: {} is already being used by another user", *sent.email),
               "DuplicateValue");
  }
  if (sent.external_id) {
    const User* owner = account.find_user_by_identity("external_id", *sent.external_id);
    if (owner && owner != before) {
      errors.add("external_id", "External ID: has already been taken", "DuplicateValue");
    }
  }
  for (const auto& [type, value] : sent.identities) {
    const User* owner = account.find_user_by_identity(type, value);
    if (owner && owner != before) {
      errors.add("identities",
                 fmt::format("Value: {} is already being used by another user", value),
                 "DuplicateValue");
    }
  }
  if (sent.role && *sent.role != "end-user" && *sent.role != "agent" && *sent.role != "admin") {
    errors.add("role", fmt::format("Role: {} is not a role", *sent.role));
  }
  if (sent.organization_id && !contains(account.organizations, *sent.organization_id)) {
    errors.add("organization", "Organization: is invalid");
  }
}

void store(Account& account, const Sent& sent, User& user) {
  if (sent.name) user.name = *sent.name;
  if (sent.phone) user.phone = *sent.phone;
  if (sent.role) user.role = *sent.role;
  if (sent.locale) user.locale = *sent.locale;
  if (sent.suspended) user.suspended = *sent.suspended;
  if (sent.organization_id) user.organization_ids = {*sent.organization_id};
  if (sent.email) account.add_identity(user.id, "email", *sent.email);
  if (sent.phone) account.add_identity(user.id, "phone_number", *sent.phone);
  if (sent.external_id) account.add_identity(user.id, "external_id", *sent.external_id);
  for (const auto& [type, value] : sent.identities) account.add_identity(user.id, type, value);
  user.updated_at = account.now();
  ++account.commits;
}

UserOutcome write(Account& account, const Sent& sent, const User* before,
                  ValidationErrors& errors) {
  check(account, sent, before, errors);
  if (!errors.empty()) return {nullptr, false, errors.response()};
  const Id id = before ? before->id : account.next_id();
  if (!before) {
    User user;
    user.id = id;
    user.created_at = account.now();
    account.add_user(std::move(user));
  }
  User& user = account.users.at(id);
  store(account, sent, user);
  return {&user, before == nullptr, {}};
}

}  // namespace

UserOutcome create_or_update_user(Account& account, const Json& json) {
  ValidationErrors errors;
  const Sent sent = read(json, errors);
  const User* before = sent.email ? account.find_user(*sent.email) : nullptr;
  if (!before && sent.external_id) {
    before = account.find_user_by_identity("external_id", *sent.external_id);
  }
  return write(account, sent, before, errors);
}

UserOutcome create_user(Account& account, const Json& json) {
  ValidationErrors errors;
  const Sent sent = read(json, errors);
  return write(account, sent, nullptr, errors);
}

UserOutcome update_user(Account& account, const User& before, const Json& json) {
  ValidationErrors errors;
  const Sent sent = read(json, errors);
  return write(account, sent, &before, errors);
}

}  // namespace sandbox
