// SPDX-License-Identifier: Apache-2.0
// The parts in their order, and three tickets.
#include "seed.h"

#include "ticket_write.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

// Through the same door as every other ticket, so that comments and audits are real ones.
void add_tickets(Account& account) {
  const char* const tickets[] = {
      R"({"subject":"My printer is on fire","comment":{"body":"It smokes since this morning."},
          "requester":"dana@globex.example","priority":"urgent","type":"incident",
          "tags":["printer"]})",
      R"({"subject":"Laser printers overheat","comment":{"body":"Several customers report smoke."},
          "assignee_email":"ana@acme.example","priority":"high","type":"problem",
          "tags":["printer"]})",
      R"({"subject":"How do I change the toner?","comment":{"body":"Thank you for your help."},
          "requester":"eli@initech.example","assignee_email":"ben@acme.example","status":"closed",
          "type":"question","tags":["toner"]})",
  };
  for (const char* text : tickets) {
    JsonDocument ticket;
    parse_json(text, ticket);
    create_ticket(account, account.users.at(account.seeded(kAdmin)), ticket,
                  {"Sandbox seed", "127.0.0.1"});
  }
}

}  // namespace

void fill_with_seed(Account& account) {
  account.api_token = kApiToken;
  add_people(account);
  add_fields(account);
  add_settings(account);
  if (account.seed_options.is_large) add_many(account);
  const Clock clock =
      std::exchange(account.clock, [] { return std::chrono::seconds(kOpened + 3600); });
  add_tickets(account);
  add_custom_objects(account);
  add_oauth(account);
  account.clock = clock;
  account.commits = 0;
}

}  // namespace sandbox
