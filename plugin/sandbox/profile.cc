// SPDX-License-Identifier: Apache-2.0
// Identifiers and their queries, and the store with its indexes.
#include "profile.h"

#include <algorithm>
#include <array>

#include "http.h"

namespace sandbox {
namespace {

bool has_room(const std::map<std::string, std::size_t>& counts, const std::string& name,
              std::size_t limit) {
  return counts.contains(name) || counts.size() < limit;
}

void uncount(std::map<std::string, std::size_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  if (--found->second == 0) counts.erase(found);
}

}  // namespace

std::string normal_value(std::string_view type, std::string_view value) {
  return type == "email" || type == "twitter" ? lower(value) : std::string(value);
}

bool is_standard_identifier(std::string_view type) {
  constexpr std::array<std::string_view, 6> kTypes{"email",   "phone_number", "facebook",
                                                   "twitter", "sdk",          "external_id"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

std::optional<ProfileKey> parse_profile_key(std::string_view text) {
  std::array<std::string, 3> parts;
  for (std::string& part : parts) {
    const auto colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.empty()) return std::nullopt;
  return ProfileKey{parts[0], parts[1], {parts[2], normal_value(parts[2], text)}};
}

std::string derived_name(const Identifier& identifier) {
  const auto& [type, value] = identifier;
  if (type == "email") return value;
  if (type == "external_id" || type == "phone_number") return "User " + value;
  if (type == "twitter") return "Twitter user " + value;
  if (type == "facebook") return "Facebook user " + value;
  if (type == "sdk") return "SDK user " + value;
  return type + " user " + value;
}

const Profile* Profiles::find(const std::string& id) const {
  const auto found = profiles_.find(id);
  return found == profiles_.end() ? nullptr : &found->second;
}

const Profile* Profiles::find(const std::string& source, const std::string& type,
                              const Identifier& identifier) const {
  const auto found = ids_.find({source, type, identifier.type, identifier.value});
  return found == ids_.end() ? nullptr : find(found->second);
}

std::vector<const Profile*> Profiles::of_user(Id user_id) const {
  std::vector<const Profile*> result;
  const auto ids = ids_of_users_.find(user_id);
  if (ids == ids_of_users_.end()) return result;
  for (const std::string& id : ids->second) result.push_back(find(id));
  return result;
}

bool Profiles::has_room_for(const std::string& source, const std::string& type) const {
  return has_room(sources_, source, kSources) && has_room(types_, type, kTypes);
}

const Profile& Profiles::put(Profile profile) {
  erase(profile.id);
  for (const auto& [type, value] : profile.identifiers) {
    ids_[{profile.source, profile.type, type, value}] = profile.id;
  }
  ids_of_users_[profile.user_id].insert(profile.id);
  ++sources_[profile.source];
  ++types_[profile.type];
  const std::string id = profile.id;
  return profiles_[id] = std::move(profile);
}

void Profiles::erase(const std::string& id) {
  const auto found = profiles_.find(id);
  if (found == profiles_.end()) return;
  const Profile& profile = found->second;
  for (const auto& [type, value] : profile.identifiers) {
    ids_.erase({profile.source, profile.type, type, value});
  }
  ids_of_users_[profile.user_id].erase(profile.id);
  uncount(sources_, profile.source);
  uncount(types_, profile.type);
  profiles_.erase(found);
}

}  // namespace sandbox
