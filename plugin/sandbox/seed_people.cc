// SPDX-License-Identifier: Apache-2.0
// One admin, agents in groups, customers in organizations. Two agents have one name, and two groups
// differ in case only.
#include "seed.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

void shift(const Account& account, std::vector<Id>& ids) {
  for (Id& id : ids) id = account.seeded(id);
}

}  // namespace

void add_people(Account& account) {
  const User people[] = {
      {kAdmin, "Alex Admin", kAdminEmail, "admin", false, {}, {kSupport, kBilling}},
      {kAgentAna, "Ana Agent", "ana@acme.example", "agent", false, {}, {kSupport}},
      {kAgentBen, "Ben Agent", "ben@acme.example", "agent", false, {}, {kSupport, kBilling}},
      {kAgentCleo, "Cleo Agent", "cleo@acme.example", "agent", false, {}, {kBilling}},
      {kAgentSam, "Sam Agent", "sam@acme.example", "agent", false, {}, {kReturnsDesk}},
      {kOtherAgentSam,
       "Sam Agent",
       "sam.two@acme.example",
       "agent",
       false,
       {},
       {kSmallReturnsDesk}},
      {kCustomerDana, "Dana Customer", "dana@globex.example", "end-user", false, {kGlobex}, {}},
      {kCustomerEli,
       "Eli Customer",
       "eli@initech.example",
       "end-user",
       false,
       {kInitech, kGlobex},
       {}},
      {kSuspendedFay, "Fay Suspended", "fay@initech.example", "end-user", true, {kInitech}, {}},
  };
  for (User user : people) {
    user.id = account.seeded(user.id);
    shift(account, user.organization_ids);
    shift(account, user.group_ids);
    user.created_at = kOpened;
    account.add_user(std::move(user));
  }
  for (Organization item :
       {Organization{kGlobex, "Globex", "CRM-1"}, {kInitech, "Initech", "CRM-2"}}) {
    item.id = account.seeded(item.id);
    account.organizations[item.id] = item;
  }
  for (Group item : {Group{kSupport, "Support"},
                     {kBilling, "Billing"},
                     {kReturnsDesk, "Returns Desk"},
                     {kSmallReturnsDesk, "returns desk"}}) {
    item.id = account.seeded(item.id);
    account.groups[item.id] = item;
  }
}

}  // namespace sandbox
