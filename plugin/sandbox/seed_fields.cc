// SPDX-License-Identifier: Apache-2.0
// Ticket fields: those that every account has, one of each custom type, two of one title, one that
// is switched off, and one for each kind of thing that a lookup leads to.
#include "seed.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

void add(Account& account, TicketField field) {
  field.id = account.seeded(field.id);
  for (FieldOption& option : field.options) {
    if (option.id != 0) option.id = account.seeded(option.id);
  }
  account.ticket_fields.push_back(std::move(field));
}

void add_system_fields(Account& account) {
  add(account, {360004000000011, "subject", "Subject", ""});
  add(account, {360004000000031, "description", "Description", "What the request is about."});
  TicketField status{360004000000051, "status", "Status", "Request status"};
  status.options = {{0, "Open", "open"},
                    {0, "Pending", "pending"},
                    {0, "On-hold", "hold"},
                    {0, "Solved", "solved"}};
  add(account, status);
  TicketField type{360004000000071, "tickettype", "Type", "Request type"};
  type.options = {{0, "Question", "question"},
                  {0, "Incident", "incident"},
                  {0, "Problem", "problem"},
                  {0, "Task", "task"}};
  add(account, type);
  TicketField priority{360004000000091, "priority", "Priority", "Request priority"};
  priority.options = {
      {0, "Low", "low"}, {0, "Normal", "normal"}, {0, "High", "high"}, {0, "Urgent", "urgent"}};
  add(account, priority);
  add(account, {360004000000111, "group", "Group", "Request group"});
  add(account, {kFieldAssignee, "assignee", "Assignee", "Agent assigned to the request", true});
  add(account, {360004000000151, "custom_status", "Ticket status", "Request ticket status"});
}

void add_fields_with_options(Account& account) {
  TicketField tagger{kFieldTagger, "tagger", "Product", ""};
  tagger.options = {{360004000001011, "Printer::Laser", "printer_laser"},
                    {360004000001031, "Printer::Ink", "printer_ink"},
                    {360004000001051, "Scanner", "scanner"}};
  add(account, tagger);
  TicketField multiselect{kFieldMultiselect, "multiselect", "Symptoms", ""};
  multiselect.options = {{360004000001071, "Noise", "symptom_noise"},
                         {360004000001091, "Smoke", "symptom_smoke"},
                         {360004000001111, "Paper jam", "symptom_paper_jam"}};
  add(account, multiselect);
}

void add_ambiguous_fields(Account& account) {
  TicketField region{kFieldRegionTagger, "tagger", "Region", "Where the customer is"};
  region.options = {{360004000001131, "North", "region_north"},
                    {360004000001151, "South", "region_south"}};
  add(account, region);
  add(account, {kFieldRegionText, "text", "Region", "Where the goods are"});
  TicketField fax{kFieldInactive, "text", "Fax number", "No longer asked for"};
  fax.active = false;
  add(account, fax);
}

}  // namespace

void add_fields(Account& account) {
  add_system_fields(account);
  add(account, {kFieldText, "text", "Serial number", "As printed on the type plate"});
  add(account, {kFieldTextarea, "textarea", "Shipping address", "Where a replacement goes"});
  TicketField checkbox{kFieldCheckbox, "checkbox", "Under warranty", ""};
  checkbox.tag = "under_warranty";
  add(account, checkbox);
  add_fields_with_options(account);
  add(account, {kFieldInteger, "integer", "Order number", "", true});
  add(account, {kFieldDecimal, "decimal", "Refund amount", ""});
  add(account, {kFieldDate, "date", "Purchased on", ""});
  TicketField regexp{kFieldRegexp, "regexp", "Licence key", "Four letters, a dash, four digits"};
  regexp.regexp = "^[A-Z]{4}-[0-9]{4}$";
  add(account, regexp);
  add(account, {kFieldCreditCard, "partialcreditcard", "Card used", ""});
  TicketField lookup{kFieldLookup, "lookup", "Account manager", ""};
  lookup.target = "zen:user";
  add(account, lookup);
  add_ambiguous_fields(account);
  TicketField organization{kFieldOrganization, "lookup", "Billed to", "Who pays"};
  organization.target = "zen:organization";
  add(account, organization);
  TicketField asset{kFieldAsset, "lookup", "Broken asset", ""};
  asset.target = "zen:custom_object:asset";
  add(account, asset);
}

}  // namespace sandbox
