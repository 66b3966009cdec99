// SPDX-License-Identifier: Apache-2.0
// The seed as plain tables: one admin, three agents, three customers, and settings of every kind.
#include "seed.h"

#include "ticket_write.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

void add_people(Account& account) {
  const User people[] = {
      {kAdmin, "Alex Admin", kAdminEmail, "admin", false, {}, {kSupport, kBilling}},
      {kAgentAna, "Ana Agent", "ana@acme.example", "agent", false, {}, {kSupport}},
      {kAgentBen, "Ben Agent", "ben@acme.example", "agent", false, {}, {kSupport, kBilling}},
      {kAgentCleo, "Cleo Agent", "cleo@acme.example", "agent", false, {}, {kBilling}},
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
    user.created_at = kOpened;
    account.add_user(std::move(user));
  }
  for (const Organization& item : {Organization{kGlobex, "Globex"}, {kInitech, "Initech"}}) {
    account.organizations[item.id] = item;
  }
  for (const Group& item : {Group{kSupport, "Support"}, {kBilling, "Billing"}}) {
    account.groups[item.id] = item;
  }
}

void add_statuses(Account& account) {
  const CustomStatus statuses[] = {
      {kStatusNew, "new", "New", "Open", true},
      {kStatusOpen, "open", "Open", "Open", true},
      {kStatusPending, "pending", "Pending", "Awaiting your reply", true},
      {kStatusHold, "hold", "On-hold", "Open", true},
      {kStatusSolved, "solved", "Solved", "Solved", true},
      {kStatusWaitingForParts, "hold", "Waiting for parts", "Open", false},
  };
  for (const CustomStatus& status : statuses) account.custom_statuses[status.id] = status;
}

void add_fields(Account& account) {
  const auto add = [&](TicketField field) { account.ticket_fields.push_back(std::move(field)); };
  add({360004000000011, "subject", "Subject", ""});
  add({360004000000031, "description", "Description", "What the request is about."});
  TicketField status{360004000000051, "status", "Status", "Request status"};
  status.options = {{0, "Open", "open"},
                    {0, "Pending", "pending"},
                    {0, "On-hold", "hold"},
                    {0, "Solved", "solved"}};
  add(status);
  TicketField type{360004000000071, "tickettype", "Type", "Request type"};
  type.options = {{0, "Question", "question"},
                  {0, "Incident", "incident"},
                  {0, "Problem", "problem"},
                  {0, "Task", "task"}};
  add(type);
  TicketField priority{360004000000091, "priority", "Priority", "Request priority"};
  priority.options = {
      {0, "Low", "low"}, {0, "Normal", "normal"}, {0, "High", "high"}, {0, "Urgent", "urgent"}};
  add(priority);
  add({360004000000111, "group", "Group", "Request group"});
  add({kFieldAssignee, "assignee", "Assignee", "Agent assigned to the request", true});
  add({360004000000151, "custom_status", "Ticket status", "Request ticket status"});

  add({kFieldText, "text", "Serial number", "As printed on the type plate"});
  add({kFieldTextarea, "textarea", "Shipping address", "Where a replacement goes"});
  TicketField checkbox{kFieldCheckbox, "checkbox", "Under warranty", ""};
  checkbox.tag = "under_warranty";
  add(checkbox);
  TicketField tagger{kFieldTagger, "tagger", "Product", ""};
  tagger.options = {{360004000001011, "Printer::Laser", "printer_laser"},
                    {360004000001031, "Printer::Ink", "printer_ink"},
                    {360004000001051, "Scanner", "scanner"}};
  add(tagger);
  TicketField multiselect{kFieldMultiselect, "multiselect", "Symptoms", ""};
  multiselect.options = {{360004000001071, "Noise", "symptom_noise"},
                         {360004000001091, "Smoke", "symptom_smoke"},
                         {360004000001111, "Paper jam", "symptom_paper_jam"}};
  add(multiselect);
  add({kFieldInteger, "integer", "Order number", "", true});
  add({kFieldDecimal, "decimal", "Refund amount", ""});
  add({kFieldDate, "date", "Purchased on", ""});
  TicketField regexp{kFieldRegexp, "regexp", "Licence key", "Four letters, a dash, four digits"};
  regexp.regexp = "^[A-Z]{4}-[0-9]{4}$";
  add(regexp);
  add({kFieldCreditCard, "partialcreditcard", "Card used", ""});
  TicketField lookup{kFieldLookup, "lookup", "Account manager", ""};
  lookup.target = "zen:user";
  add(lookup);
}

void add_brands_and_forms(Account& account) {
  for (const Brand& item : {Brand{kBrandAcme, "Acme"}, {kBrandOutlet, "Acme Outlet"}}) {
    account.brands[item.id] = item;
  }
  TicketForm standard{kDefaultForm, "Default Ticket Form", {}};
  TicketForm returns{kReturnsForm, "Returns", {}};
  for (const TicketField& field : account.ticket_fields) {
    returns.ticket_field_ids.push_back(field.id);
    if (field.id != kFieldInteger) standard.ticket_field_ids.push_back(field.id);
  }
  account.ticket_forms[standard.id] = standard;
  account.ticket_forms[returns.id] = returns;
  account.default_brand_id = kBrandAcme;
  account.default_ticket_form_id = kDefaultForm;
}

// Through the same door as every other ticket, so that comments and audits are real ones.
void add_tickets(Account& account) {
  const char* const tickets[] = {
      R"({"subject":"My printer is on fire","comment":{"body":"It smokes since this morning."},
          "requester_id":360001000000091,"priority":"urgent","type":"incident","tags":["printer"]})",
      R"({"subject":"Laser printers overheat","comment":{"body":"Several customers report smoke."},
          "assignee_id":360001000000031,"priority":"high","type":"problem","tags":["printer"]})",
      R"({"subject":"How do I change the toner?","comment":{"body":"Thank you for your help."},
          "requester_id":9007199254741993,"assignee_id":360001000000051,"status":"closed",
          "type":"question","tags":["toner"]})",
  };
  for (const char* text : tickets) {
    JsonDocument ticket;
    parse_json(text, ticket);
    create_ticket(account, account.users.at(kAdmin), ticket, {"Sandbox seed", "127.0.0.1"});
  }
}

}  // namespace

void fill_with_seed(Account& account) {
  account.api_token = kApiToken;
  add_people(account);
  add_statuses(account);
  add_fields(account);
  add_brands_and_forms(account);
  const Clock clock =
      std::exchange(account.clock, [] { return std::chrono::seconds(kOpened + 3600); });
  add_tickets(account);
  add_custom_objects(account);
  add_oauth(account);
  account.clock = clock;
  account.commits = 0;
}

}  // namespace sandbox
