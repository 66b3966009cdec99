// SPDX-License-Identifier: Apache-2.0
// Three custom objects: assets, whose names are unique; maintenance visits, whose names are counted
// and which belong to an asset; and responses to surveys. Together they have a field of every type
// that records take.
#include <fmt/format.h>

#include "record_write.h"
#include "seed.h"

namespace sandbox {
namespace {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

class Definition {
 public:
  Definition(Account& account, std::string key, std::string title, std::string plural)
      : account_(account) {
    object_.key = std::move(key);
    object_.title = std::move(title);
    object_.title_pluralized = std::move(plural);
    object_.name_field_id = account.next_field_id();
    object_.external_id_field_id = account.next_field_id();
  }

  CustomObject& object() { return object_; }

  CustomObjectField& add(const char* key, const char* type, const char* title,
                         const char* description = "") {
    object_.fields.push_back({{account_.next_field_id(), type, title, description}, key});
    return object_.fields.back();
  }

  void add_options(CustomObjectField& field,
                   const std::vector<std::pair<const char*, const char*>>& all) {
    for (const auto& [name, value] : all) {
      field.options.push_back({account_.next_field_id(), name, value});
    }
  }

  void finish() { account_.custom_objects[object_.key] = std::move(object_); }

 private:
  Account& account_;
  CustomObject object_;
};

void add_assets(Account& account) {
  Definition asset(account, "asset", "Asset", "Assets");
  asset.object().description = "Equipment that a customer uses";
  asset.object().name_rule.is_unique = true;
  CustomObjectField& category = asset.add("category", "dropdown", "Category");
  category.required = true;
  asset.add_options(
      category,
      {{"Laptop", "asset_laptop"}, {"Monitor", "asset_monitor"}, {"Printer", "asset_printer"}});
  asset.add("serial_number", "text", "Serial number", "As printed on the type plate");
  asset.add("asset_tag", "regexp", "Asset tag", "Two letters, a dash, four digits").regexp =
      "^[A-Z]{2}-[0-9]{4}$";
  asset.add_options(
      asset.add("accessories", "multiselect", "Accessories"),
      {{"Dock", "accessory_dock"}, {"Bag", "accessory_bag"}, {"Headset", "accessory_headset"}});
  asset.add("purchased_on", "date", "Purchased on");
  asset.add("price", "decimal", "Price", "In euros");
  asset.add("memory", "integer", "Memory", "In gigabytes");
  asset.add("under_warranty", "checkbox", "Under warranty");
  asset.add("owner", "lookup", "Owner", "Who uses it").target = "zen:user";
  asset.add("notes", "textarea", "Notes");
  asset.finish();
}

void add_visits(Account& account) {
  Definition visit(account, "maintenance_visit", "Maintenance visit", "Maintenance visits");
  visit.object().description = "Work on an asset at the customer's site";
  NameRule& rule = visit.object().name_rule;
  rule.autoincrement_enabled = true;
  rule.autoincrement_prefix = "Visit ";
  rule.autoincrement_padding = 4;
  CustomObjectField& asset = visit.add("asset", "parent", "Asset");
  asset.target = "zen:custom_object:asset";
  asset.required = true;
  visit.add("visited_on", "date", "Visited on").required = true;
  visit.add("technician", "lookup", "Technician").target = "zen:user";
  visit.add("ticket", "lookup", "Ticket").target = "zen:ticket";
  visit.add_options(visit.add("work", "multiselect", "Work done"),
                    {{"Inspection", "work_inspection"},
                     {"Cleaning", "work_cleaning"},
                     {"Repair", "work_repair"}});
  visit.add_options(visit.add("result", "dropdown", "Result"),
                    {{"Fixed", "result_fixed"}, {"Come back", "result_come_back"}});
  visit.add("hours", "decimal", "Hours");
  visit.add("parts_replaced", "integer", "Parts replaced");
  visit.add("customer_present", "checkbox", "Customer present");
  visit.add("report", "textarea", "Report");
  visit.finish();
}

void add_survey_responses(Account& account) {
  Definition response(account, "survey_response", "Survey response", "Survey responses");
  response.object().description = "What a customer said in a survey";
  response.add("survey", "text", "Survey");
  response.add("score", "integer", "Score", "From 0 to 10");
  response.add("comment", "textarea", "Comment");
  response.add("answered_on", "date", "Answered on");
  response.add("ticket", "lookup", "Ticket").target = "zen:ticket";
  response.add_options(response.add("follow_up", "dropdown", "Follow-up"),
                       {{"Wanted", "follow_up_wanted"}, {"Done", "follow_up_done"}});
  response.finish();
}

// `person` is whom the field `lookup` names.
void add_record(Account& account, const char* key, const char* lookup, Id person,
                const char* text) {
  JsonDocument record;
  parse_json(text, record);
  const std::string id = fmt::to_string(account.seeded(person));
  auto& allocator = record.GetAllocator();
  record["custom_object_fields"].AddMember(Json(lookup, allocator), Json(id, allocator), allocator);
  create_record(account, account.users.at(account.seeded(kAdmin)), account.custom_objects.at(key),
                record, {});
}

}  // namespace

void add_custom_objects(Account& account) {
  add_assets(account);
  add_visits(account);
  add_survey_responses(account);
  add_record(account, "asset", "owner", kCustomerDana,
             R"({"name":"Laser printer, 2nd floor","external_id":"ERP-1001","custom_object_fields":{
                 "category":"asset_printer","serial_number":"LP-4711","asset_tag":"AC-0001",
                 "purchased_on":"2025-03-17","price":1249.90,"under_warranty":true,
                 "notes":"Toner type B"}})");
  add_record(account, "asset", "owner", kCustomerEli,
             R"({"name":"Laptop of Eli","external_id":"ERP-1002","custom_object_fields":{
                 "category":"asset_laptop","serial_number":"NB-0815","asset_tag":"AC-0002",
                 "accessories":["accessory_dock","accessory_bag"],"purchased_on":"2024-11-04",
                 "price":1890,"memory":32}})");
  add_record(account, "maintenance_visit", "technician", kAgentBen,
             R"({"custom_object_fields":{"asset":"external_id:ERP-1001","visited_on":"2026-01-01",
                 "ticket":"1","work":["work_inspection"],
                 "result":"result_come_back","hours":1.5,"report":"Fuser unit is worn out."}})");
}

}  // namespace sandbox
