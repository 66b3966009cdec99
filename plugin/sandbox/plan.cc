// SPDX-License-Identifier: Apache-2.0
// Features by name and by path.
#include "plan.h"

namespace sandbox {

std::optional<Feature> parse_feature(std::string_view name) {
  if (name == "profiles") return Feature::kProfiles;
  if (name == "custom_objects") return Feature::kCustomObjects;
  if (name == "ticket_forms") return Feature::kTicketForms;
  if (name == "custom_statuses") return Feature::kCustomStatuses;
  return std::nullopt;
}

std::optional<Feature> feature_of(std::string_view path) {
  if (path.starts_with("/api/v2/custom_objects")) return Feature::kCustomObjects;
  if (path.starts_with("/api/v2/ticket_forms")) return Feature::kTicketForms;
  if (path.starts_with("/api/v2/custom_statuses")) return Feature::kCustomStatuses;
  if (path.starts_with("/api/v2/user_profiles")) return Feature::kProfiles;
  if (path.starts_with("/api/v2/users/") && path.ends_with("/profiles")) return Feature::kProfiles;
  return std::nullopt;
}

bool Plan::lacks(std::string_view path) const {
  const auto feature = feature_of(path);
  return feature && !has(*feature);
}

}  // namespace sandbox
