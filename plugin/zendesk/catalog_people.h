// SPDX-License-Identifier: Apache-2.0
// Who works in an account: its groups, its agents, and who may be assigned in which group.
#pragma once

#include "plugin/zendesk/catalog_item.h"

namespace zendesk {

/// developer.zendesk.com/api-reference/ticketing/groups/groups/
struct Group {
  static constexpr ListSource kSource{"/api/v2/groups", "groups"};

  std::vector<std::string_view> Names() const { return {name}; }

  int64_t id = 0;
  std::string name;
};

/// Anybody whom the account knows.
struct User {
  std::vector<std::string_view> Names() const {
    std::vector<std::string_view> names = {name};
    if (!email.empty()) names.push_back(email);
    names.insert(names.end(), other_addresses.begin(), other_addresses.end());
    return names;
  }

  int64_t id = 0;
  std::string name;
  std::string email;                         ///< the first of them
  std::vector<std::string> other_addresses;  ///< as far as somebody had to ask for them
  std::string role;
  std::string created_at;  ///< as Zendesk writes times, so that they compare as texts
  bool suspended = false;  ///< Zendesk takes no tickets from them
};

/// developer.zendesk.com/api-reference/ticketing/users/users/#list-users
struct Agent : User {
  static constexpr ListSource kSource{"/api/v2/users?role%5B%5D=agent&role%5B%5D=admin", "users"};
};

/// developer.zendesk.com/api-reference/ticketing/organizations/organizations/
struct Organization {
  std::vector<std::string_view> Names() const { return {name}; }

  int64_t id = 0;
  std::string name;
};

/// That an agent may be assigned tickets of a group.
/// developer.zendesk.com/api-reference/ticketing/groups/group_memberships/#list-assignable-memberships
struct Membership {
  static constexpr ListSource kSource{"/api/v2/group_memberships/assignable", "group_memberships"};

  std::vector<std::string_view> Names() const { return {}; }

  int64_t id = 0;
  int64_t user_id = 0;
  int64_t group_id = 0;
};

/// False when it has no ID.
bool ReadItem(const rapidjson::Value& object, Group& group);
bool ReadItem(const rapidjson::Value& object, User& user);
bool ReadItem(const rapidjson::Value& object, Organization& organization);
bool ReadItem(const rapidjson::Value& object, Membership& membership);

}  // namespace zendesk
