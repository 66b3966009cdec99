// SPDX-License-Identifier: Apache-2.0
// What a client reads to know an account: fields, options, forms, groups, agents, brands, statuses,
// organizations; also of the large account and of one with other ids.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catalog_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

struct List {
  const char* path;
  const char* name;
  std::size_t size;        // in the ordinary account
  std::size_t large_size;  // in the large one
};

constexpr List kLists[] = {
    {"ticket_fields", "ticket_fields", 24, 275},
    {"ticket_fields/360004000000271/options", "custom_field_options", 3, 3},
    {"ticket_forms", "ticket_forms", 5, 5},
    {"ticket_forms?active=true", "ticket_forms", 4, 4},
    {"ticket_forms?associated_to_brand=true", "ticket_forms", 4, 4},
    {"groups", "groups", 4, 304},
    {"groups/assignable", "groups", 4, 304},
    {"groups/360003000000011/memberships", "group_memberships", 3, 3},
    {"groups/360003000000011/users", "users", 3, 3},
    {"group_memberships", "group_memberships", 8, 308},
    {"group_memberships/assignable", "group_memberships", 8, 308},
    {"users/360001000000011/group_memberships", "group_memberships", 2, 2},
    {"users", "users", 9, 309},
    {"users?role[]=agent&role[]=admin", "users", 6, 306},
    {"users?role=end-user", "users", 3, 3},
    {"users/autocomplete?name=agent", "users", 5, 305},
    {"users/show_many?ids=360001000000011,360001000000031,7", "users", 2, 2},
    {"organizations", "organizations", 2, 302},
    {"brands", "brands", 3, 3},
};

ApplicationOptions contents(Id id_offset, bool is_large) {
  ApplicationOptions options;
  options.contents = {id_offset, is_large};
  return options;
}

std::set<std::string> ids_of(Desk& desk, const List& list) {
  const auto ids =
      column(read_by_cursor(desk, std::string("/api/v2/") + list.path, list.name), "id");
  return {ids.begin(), ids.end()};
}

// All items without what may differ between two accounts.
std::string names_of(Desk& desk, const char* path, const char* name) {
  std::string result;
  for (const std::string& item : read_by_cursor(desk, std::string("/api/v2/") + path, name)) {
    JsonDocument document;
    parse_json(item, document);
    for (const char* key : {"title", "name", "type", "email", "tag", "agent_label"}) {
      if (const Json* value = member(document, key)) result += to_text(*value);
    }
    if (const Json* options = member(document, "custom_field_options")) {
      for (const Json& option : options->GetArray()) {
        result += to_text(option["name"]) + to_text(option["value"]);
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("each list by cursor, whole and once") {
  Desk desk;
  Desk large(contents(0, true));
  for (const List& list : kLists) {
    CAPTURE(list.path);
    CHECK(ids_of(desk, list).size() == list.size);
    int pages = 0;
    const auto items =
        read_by_cursor(large, std::string("/api/v2/") + list.path, list.name, &pages);
    const auto ids = column(items, "id");
    CHECK(items.size() == list.large_size);
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == list.large_size);
    CHECK(pages == static_cast<int>((list.large_size + 99) / 100));
  }
}

TEST_CASE("the large account's field with 1200 options") {
  Desk desk(contents(0, true));
  int pages = 0;
  const auto options = read_by_cursor(desk, "/api/v2/ticket_fields/360004000000471/options",
                                      "custom_field_options", &pages);
  CHECK(options.size() == 1200);
  CHECK(pages == 12);
  CHECK(column(options, "value").back() == R"("part_1200")");
  const Answer field = desk.call("GET", "/api/v2/ticket_fields/360004000000471");
  CHECK(field.at("/ticket_field/custom_field_options/1199/name") == R"("Part 1200")");
  const Answer last =
      desk.call("GET", "/api/v2/ticket_fields/360004000000471/options?page=12&per_page=100");
  CHECK(last.at("/custom_field_options/99/value") == R"("part_1200")");
  CHECK(last.at("/next_page") == "null");
}

TEST_CASE("lists that come whole unless pages are asked for") {
  Desk desk(contents(0, true));
  const Answer whole = desk.call("GET", "/api/v2/ticket_fields");
  CHECK(whole.at("/count") == "275");
  CHECK(whole.at("/ticket_fields/274/title") == R"("Detail 250")");
  CHECK(whole.at("/next_page") == "null");
  CHECK(desk.call("GET", "/api/v2/ticket_fields?per_page=10").at("/ticket_fields/10") == "absent");
  CHECK(desk.call("GET", "/api/v2/groups").at("/groups/100") == "absent");
  CHECK(desk.call("GET", "/api/v2/groups?page=4").at("/groups/3") != "absent");
}

TEST_CASE("a link repeats parameters of one name") {
  Desk desk;
  CHECK(
      desk.call("GET", "/api/v2/users?role[]=agent&role[]=admin&page[size]=1").at("/links/next") ==
      R"("https://acme.zendesk.com/api/v2/users.json?role%5B%5D=agent&role%5B%5D=admin&)"
      R"(page%5Bsize%5D=1&page%5Bafter%5D=at1")");
}

TEST_CASE("fields: what each type adds, and what the plan takes away") {
  Desk desk;
  const auto field = [&desk](Id id) {
    return desk.call("GET", fmt::format("/api/v2/ticket_fields/{}", id));
  };
  CHECK(field(seed::kFieldAssignee).at("/ticket_field/required") == "true");
  CHECK(field(seed::kFieldCheckbox).at("/ticket_field/tag") == R"("under_warranty")");
  CHECK(field(seed::kFieldRegexp).at("/ticket_field/regexp_for_validation") != "null");
  CHECK(field(seed::kFieldLookup).at("/ticket_field/relationship_target_type") == R"("zen:user")");
  CHECK(field(seed::kFieldInactive).at("/ticket_field/active") == "false");
  CHECK(field(360004000000051).at("/ticket_field/system_field_options/2/value") == R"("hold")");
  CHECK(field(360004000000151).at("/ticket_field/custom_statuses/6/active") == "false");
  CHECK(field(7).status == 404);
  CHECK(desk.call("GET", "/api/v2/ticket_fields/360004000000051/options").status == 404);
  desk.call("POST", "/sandbox/faults", R"({"fault":"not_in_plan","feature":"custom_statuses"})");
  CHECK(field(360004000000151).status == 404);
  CHECK(desk.call("GET", "/api/v2/custom_statuses").status == 404);
  desk.call("POST", "/sandbox/faults", R"({"fault":"not_in_plan","feature":"ticket_forms"})");
  CHECK(desk.call("GET", "/api/v2/ticket_forms").at("/error") == R"("InvalidEndpoint")");
}

TEST_CASE("forms tell their conditions and brands") {
  Desk desk;
  const Answer repair = desk.call("GET", "/api/v2/ticket_forms/360003200000051");
  CHECK(repair.at("/ticket_form/agent_conditions/0") ==
        R"({"parent_field_id":360004000000251,"value":true,"child_fields":[{"id":360004000000211,)"
        R"("is_required":true,"required_on_statuses":{"type":"ALL_STATUSES"}}]})");
  CHECK(repair.at("/ticket_form/agent_conditions/1/child_fields/0/required_on_statuses") ==
        R"({"type":"SOME_STATUSES","statuses":["solved"]})");
  CHECK(repair.at("/ticket_form/agent_conditions/1/child_fields/1/required_on_statuses") ==
        R"({"type":"NO_STATUSES"})");
  const Answer outlet = desk.call("GET", "/api/v2/ticket_forms/360003200000071");
  CHECK(outlet.at("/ticket_form/in_all_brands") == "false");
  CHECK(outlet.at("/ticket_form/restricted_brand_ids") == "[360003100000031]");
  const Answer brands = desk.call("GET", "/api/v2/brands");
  CHECK(brands.at("/brands/0/name") == R"("Acme")");
  CHECK(brands.at("/brands/0/ticket_form_ids/3") == "absent");
  CHECK(brands.at("/brands/2/ticket_form_ids/3") == "360003200000071");
  CHECK(brands.at("/brands/1/active") == "false");
}

TEST_CASE("statuses") {
  Desk desk;
  CHECK(desk.call("GET", "/api/v2/custom_statuses").at("/custom_statuses/6/active") == "false");
  const Answer hold = desk.call("GET", "/api/v2/custom_statuses?status_categories=hold,open");
  CHECK(hold.at("/custom_statuses/2/agent_label") == R"("Waiting for parts")");
  CHECK(hold.at("/custom_statuses/3") == "absent");
  CHECK(desk.call("GET", "/api/v2/custom_statuses?active=false").at("/custom_statuses/1") ==
        "absent");
  CHECK(desk.call("GET", "/api/v2/custom_statuses/360003300000111")
            .at("/custom_status/status_category") == R"("hold")");
}

TEST_CASE("organizations by name and external id") {
  Desk desk;
  const auto name = [&desk](const char* path) {
    return desk.call("GET", std::string("/api/v2/organizations/") + path)
        .at("/organizations/0/name");
  };
  CHECK(name("autocomplete?name=glo") == R"("Globex")");
  CHECK(name("autocomplete?name=lobex") == "absent");
  CHECK(name("search?external_id=crm-2") == R"("Initech")");
  CHECK(name("search?name=GLOBEX") == R"("Globex")");
  CHECK(name("search?name=glo") == "absent");
  CHECK(desk.call("GET", "/api/v2/organizations/search").status == 400);
  CHECK(desk.call("GET", "/api/v2/organizations/360002000000011").at("/organization/external_id") ==
        R"("CRM-1")");
}

TEST_CASE("an offset moves every id and no name") {
  Desk desk;
  Desk moved(contents(1'000'000, false));
  for (const List& list : kLists) {
    if (std::string_view(list.path).find("36000") != std::string_view::npos) continue;
    CAPTURE(list.path);
    const auto before = ids_of(desk, list), after = ids_of(moved, list);
    CHECK(before.size() == after.size());
    for (const std::string& id : after) CHECK(!before.contains(id));
    CHECK(names_of(desk, list.path, list.name) == names_of(moved, list.path, list.name));
  }
  CHECK(moved.call("GET", "/api/v2/users/me").at("/user/id") == "360001001000011");
  CHECK(moved.call("GET", "/api/v2/tickets/2").at("/ticket/assignee_id") == "360001001000031");
  const auto options = column(read_by_cursor(moved, "/api/v2/ticket_fields", "ticket_fields"),
                              "custom_field_options");
  for (const std::string& text : options)
    CHECK(text.find(R"("id":36000400000)") == std::string::npos);
  CHECK(moved.create(R"("requester":{"name":"N","email":"n@x.example"})")
            .at("/ticket/requester_id") == "360005001000020");
}

TEST_CASE("lists are for agents, but for fields, statuses and forms") {
  Desk desk;
  desk.headers[0].second = "Basic ZGFuYUBnbG9iZXguZXhhbXBsZS90b2tlbjpzYW5kYm94LWFwaS10b2tlbg==";
  for (const char* path : {"groups", "users", "organizations", "brands", "group_memberships",
                           "ticket_fields/360004000000271/options"}) {
    CAPTURE(path);
    CHECK(desk.call("GET", std::string("/api/v2/") + path).status == 403);
  }
  CHECK(desk.call("GET", "/api/v2/ticket_fields").at("/count") == "2");
  CHECK(desk.call("GET", "/api/v2/custom_statuses").status == 200);
  CHECK(desk.call("GET", "/api/v2/ticket_forms").at("/count") == "4");
}
