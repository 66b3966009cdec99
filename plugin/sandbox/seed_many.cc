// SPDX-License-Identifier: Apache-2.0
// The large account: enough of everything for a client to need many pages.
#include <fmt/format.h>

#include "seed.h"

namespace sandbox {
namespace {

constexpr int kMany = 300;
constexpr int kManyFields = 250;
constexpr int kManyOptions = 1200;

constexpr Id kFirstOrganization = 360002100000011;
constexpr Id kFirstGroup = 360003400000011;
constexpr Id kFirstAgent = 360001100000011;
constexpr Id kFirstField = 360004100000011;
constexpr Id kFirstOption = 360004200000011;

Id nth(const Account& account, Id first, int n) {
  return account.seeded(first + 20 * (n - 1));
}

// Each group has one agent.
void add_many_people(Account& account) {
  for (int n = 1; n <= kMany; ++n) {
    const Id group = nth(account, kFirstGroup, n),
             organization = nth(account, kFirstOrganization, n);
    account.groups[group] = {group, fmt::format("Team {:03}", n)};
    account.organizations[organization] = {organization, fmt::format("Company {:03}", n),
                                           fmt::format("CRM-{}", 1000 + n)};
    User agent;
    agent.id = nth(account, kFirstAgent, n);
    agent.name = fmt::format("Agent {:03}", n);
    agent.email = fmt::format("agent{:03}@acme.example", n);
    agent.role = "agent";
    agent.group_ids = {group};
    agent.created_at = seed::kOpened;
    account.add_user(std::move(agent));
  }
}

// The default form has the one with options.
void add_many_fields(Account& account) {
  TicketField parts{account.seeded(seed::kFieldParts), "tagger", "Spare part", ""};
  for (int n = 1; n <= kManyOptions; ++n) {
    parts.options.push_back({nth(account, kFirstOption, n), fmt::format("Part {:04}", n),
                             fmt::format("part_{:04}", n)});
  }
  account.ticket_forms.at(account.default_ticket_form_id).ticket_field_ids.push_back(parts.id);
  account.ticket_fields.push_back(std::move(parts));
  for (int n = 1; n <= kManyFields; ++n) {
    account.ticket_fields.push_back(
        {nth(account, kFirstField, n), "text", fmt::format("Detail {:03}", n), ""});
  }
}

}  // namespace

void add_many(Account& account) {
  add_many_people(account);
  add_many_fields(account);
}

}  // namespace sandbox
