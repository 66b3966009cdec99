// SPDX-License-Identifier: Apache-2.0
// What the account's plan includes. Everything, unless somebody takes a feature away.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sandbox {

enum class Feature { kProfiles, kCustomObjects, kTicketForms, kCustomStatuses };

/// `profiles`, `custom_objects`, `ticket_forms` or `custom_statuses`
std::optional<Feature> parse_feature(std::string_view name);

/// What an endpoint belongs to; `path` is without `.json`.
std::optional<Feature> feature_of(std::string_view path);

class Plan {
 public:
  void remove(Feature feature) { missing_.insert(feature); }
  void restore() { missing_.clear(); }
  bool has(Feature feature) const { return !missing_.contains(feature); }
  bool lacks(std::string_view path) const;

 private:
  std::set<Feature> missing_;
};

}  // namespace sandbox
