// SPDX-License-Identifier: Apache-2.0
// Finders over the account's data.
#include "account.h"

#include <fmt/format.h>

#include <algorithm>

#include "http.h"
#include "seed.h"

namespace sandbox {
namespace {

template <typename Map>
auto find_in(const Map& map, const typename Map::key_type& id) -> const typename Map::mapped_type* {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Account::Account(std::string subdomain_, Clock clock_, const SeedOptions& options)
    : subdomain(std::move(subdomain_)), clock(std::move(clock_)), seed_options(options) {
  fill_with_seed(*this);
}

std::string Account::url(std::string_view path) const {
  return fmt::format("https://{}.zendesk.com/api/v2/{}.json", subdomain, path);
}

void Account::add_user(User user) {
  const Id id = user.id;
  const std::optional<std::string> email = user.email, external_id = user.external_id,
                                   phone = user.phone;
  user.updated_at = user.created_at;
  users[id] = std::move(user);
  if (email) add_identity(id, "email", lower(*email));
  if (phone) add_identity(id, "phone_number", *phone);
  if (external_id) add_identity(id, "external_id", *external_id);
}

void Account::add_identity(Id user_id, const std::string& type, const std::string& value) {
  User& user = users.at(user_id);
  if (!user_ids_.try_emplace({type, value}, user_id).second) return;
  if (type == "external_id") {
    if (user.external_id && *user.external_id != value) {
      user_ids_.erase({type, *user.external_id});
    }
    user.external_id = value;
    return;
  }
  if (type == "email" && !user.email) user.email = value;
  if (type == "phone_number" && !user.phone) user.phone = value;
  user.identities.push_back({seeded(last_identity_id_ += 20), type, value});
}

const User* Account::find_user(Id id) const {
  return find_in(users, id);
}

const User* Account::find_user(std::string_view email) const {
  return find_user_by_identity("email", lower(email));
}

const User* Account::find_user_by_identity(std::string_view type, std::string_view value) const {
  const auto found = user_ids_.find({std::string(type), std::string(value)});
  return found == user_ids_.end() ? nullptr : find_user(found->second);
}

const Ticket* Account::find_ticket(Id id) const {
  return find_in(tickets, id);
}

std::size_t Account::record_count() const {
  std::size_t count = 0;
  for (const auto& [key, object] : custom_objects) count += object.records.size();
  return count;
}

const CustomObject* Account::find_custom_object(const std::string& key) const {
  return find_in(custom_objects, key);
}

const TicketForm* Account::find_form(std::optional<Id> id) const {
  return find_in(ticket_forms, id.value_or(0));
}

const TicketField* Account::find_field(Id id) const {
  const auto found = std::find_if(ticket_fields.begin(), ticket_fields.end(),
                                  [&](const TicketField& field) { return field.id == id; });
  return found == ticket_fields.end() ? nullptr : &*found;
}

const TicketField* Account::find_system_field(std::string_view type) const {
  const auto found = std::find_if(ticket_fields.begin(), ticket_fields.end(),
                                  [&](const TicketField& field) { return field.type == type; });
  return found == ticket_fields.end() ? nullptr : &*found;
}

Id Account::default_status(std::string_view category) const {
  for (const auto& [id, status] : custom_statuses) {
    if (status.is_default && status.status_category == category) return id;
  }
  return 0;
}

}  // namespace sandbox
