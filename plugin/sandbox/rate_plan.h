// SPDX-License-Identifier: Apache-2.0
// How many requests a minute Zendesk's plans allow.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sandbox {

struct RatePlan {
  std::string_view name;
  std::int64_t account;   ///< requests a minute
  std::int64_t profiles;  ///< of these, which have a bucket of their own
};

constexpr std::array<RatePlan, 5> kRatePlans{{
    {"team", 200, 250},
    {"growth", 400, 250},
    {"professional", 400, 500},
    {"enterprise", 700, 700},
    {"enterprise-plus", 2500, 1000},
}};

constexpr std::string_view kDefaultRatePlan = "enterprise";

/// nullptr when there is no such plan.
constexpr const RatePlan* find_rate_plan(std::string_view name) {
  for (const RatePlan& plan : kRatePlans) {
    if (plan.name == name) return &plan;
  }
  return nullptr;
}

}  // namespace sandbox
