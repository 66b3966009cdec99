// SPDX-License-Identifier: Apache-2.0
// Profiles: what a system outside of Zendesk knows of a user, found by identifiers.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "field.h"
#include "time_text.h"

namespace sandbox {

struct Identifier {
  std::string type;
  std::string value;  ///< as normal_value() leaves it

  bool operator==(const Identifier&) const = default;
};

/// E-mail addresses and Twitter names are kept in lower case.
std::string normal_value(std::string_view type, std::string_view value);

/// The types that belong to a user, too: email, phone_number, facebook, twitter, sdk, external_id.
bool is_standard_identifier(std::string_view type);

/// What an `identifier` query means: `source:type:identifier_type:identifier_value`.
struct ProfileKey {
  std::string source;
  std::string type;
  Identifier identifier;
};

/// nullopt unless all four parts are there; the value may hold colons.
std::optional<ProfileKey> parse_profile_key(std::string_view text);

struct Profile {
  std::string id;  ///< ULID
  Id user_id = 0;
  std::string source;
  std::string type;
  std::string name;
  std::vector<Identifier> identifiers;
  std::string attributes = "{}";  ///< JSON object
  Seconds created_at = 0;
  Seconds updated_at = 0;
};

/// What Zendesk calls a profile without a name.
std::string derived_name(const Identifier& identifier);

/// All profiles of the account, findable by every identifier.
class Profiles {
 public:
  static constexpr std::size_t kPerUser = 20;
  static constexpr std::size_t kSources = 50;
  static constexpr std::size_t kTypes = 2500;

  const std::map<std::string, Profile>& all() const { return profiles_; }
  const Profile* find(const std::string& id) const;
  const Profile* find(const std::string& source, const std::string& type,
                      const Identifier& identifier) const;
  std::vector<const Profile*> of_user(Id user_id) const;
  /// False when one more source or type would be too many.
  bool has_room_for(const std::string& source, const std::string& type) const;

  /// Takes the place of the profile with the same id, if there is one.
  const Profile& put(Profile profile);
  void erase(const std::string& id);

 private:
  std::map<std::string, Profile> profiles_;  ///< by id
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::string> ids_;
  std::map<Id, std::set<std::string>> ids_of_users_;
  std::map<std::string, std::size_t> sources_;  ///< with the number of profiles
  std::map<std::string, std::size_t> types_;
};

}  // namespace sandbox
