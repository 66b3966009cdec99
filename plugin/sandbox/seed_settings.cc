// SPDX-License-Identifier: Apache-2.0
// Statuses, brands and forms: of each one that is switched off; a form with conditions, and one
// that belongs to a brand.
#include "seed.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

void add_statuses(Account& account) {
  const CustomStatus statuses[] = {
      {kStatusNew, "new", "New", "Open", true},
      {kStatusOpen, "open", "Open", "Open", true},
      {kStatusPending, "pending", "Pending", "Awaiting your reply", true},
      {kStatusHold, "hold", "On-hold", "Open", true},
      {kStatusSolved, "solved", "Solved", "Solved", true},
      {kStatusWaitingForParts, "hold", "Waiting for parts", "Open", false},
      {kInactiveStatus, "pending", "Waiting for a fax", "Awaiting your reply", false, false},
  };
  for (CustomStatus status : statuses) {
    status.id = account.seeded(status.id);
    account.custom_statuses[status.id] = status;
  }
}

void add_form(Account& account, TicketForm form, const std::vector<Id>& without) {
  form.id = account.seeded(form.id);
  for (const TicketField& field : account.ticket_fields) {
    bool is_left_out = !field.active;
    for (const Id id : without) is_left_out = is_left_out || field.id == account.seeded(id);
    if (!is_left_out) form.ticket_field_ids.push_back(field.id);
  }
  account.ticket_forms[form.id] = std::move(form);
}

void add_forms(Account& account) {
  add_form(account, {kDefaultForm, "Default Ticket Form", {}}, {kFieldInteger});
  add_form(account, {kReturnsForm, "Returns", {}}, {});
  TicketForm repair{kRepairForm, "Repair", {}};
  const auto child = [&account](Id id, bool is_required, std::vector<std::string> statuses) {
    return ChildField{account.seeded(id), is_required, std::move(statuses)};
  };
  repair.agent_conditions = {
      {account.seeded(kFieldCheckbox), "true", {child(kFieldText, true, {})}},
      {account.seeded(kFieldTagger),
       "printer_laser",
       {child(kFieldMultiselect, true, {"solved"}), child(kFieldDate, false, {})}},
      {account.seeded(kFieldTagger), "scanner", {child(kFieldDate, true, {"pending", "hold"})}},
  };
  add_form(account, std::move(repair), {kFieldInteger});
  TicketForm outlet{kOutletForm, "Outlet orders", {}};
  outlet.restricted_brand_ids = {account.seeded(kBrandOutlet)};
  add_form(account, std::move(outlet), {});
  TicketForm old{kInactiveForm, "Returns by fax", {}};
  old.active = false;
  add_form(account, std::move(old), {});
}

}  // namespace

void add_settings(Account& account) {
  add_statuses(account);
  add_forms(account);
  for (Brand item : {Brand{kBrandAcme, "Acme", account.subdomain},
                     {kBrandOutlet, "Acme Outlet", account.subdomain + "-outlet"},
                     {kInactiveBrand, "Acme Classic", account.subdomain + "-classic", false}}) {
    item.id = account.seeded(item.id);
    account.brands[item.id] = std::move(item);
  }
  account.default_brand_id = account.seeded(kBrandAcme);
  account.default_ticket_form_id = account.seeded(kDefaultForm);
}

}  // namespace sandbox
