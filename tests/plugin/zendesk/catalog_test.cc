// SPDX-License-Identifier: Apache-2.0
// From Zendesk's lists to things with names, whatever else stands in them.
#include "plugin/zendesk/catalog.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/list_page.h"
#include "plugin/zendesk/newest_kept.h"

using zendesk::ListPage;
using zendesk::Message;
using zendesk::NamedList;
using zendesk::ReadListPage;

namespace {

template <typename Item>
std::optional<Item> Read(std::string_view json) {
  rapidjson::Document document;
  REQUIRE(zendesk::ParseTree(json, document));
  Item item;
  if (!ReadItem(document, item)) return std::nullopt;
  return item;
}

std::optional<ListPage> Page(std::string_view body) {
  std::optional<Message> complaint;
  auto page = ReadListPage(body, "groups", complaint);
  CHECK(page.has_value() != complaint.has_value());
  return page;
}

std::string LowerAscii(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != ' ') lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return lower;
}

zendesk::Group Group(int64_t id, std::string name) {
  zendesk::Group group;
  group.id = id;
  group.name = std::move(name);
  return group;
}

}  // namespace

TEST_SUITE_BEGIN("catalog");

TEST_CASE("of what has names without number the newest are kept") {
  zendesk::NewestKept<int> kept(3);
  const std::shared_ptr<int> first = kept.For("a");
  *first = 7;
  CHECK(kept.For("a") == first);
  for (int i = 0; i < 1000; ++i) {
    *kept.For(fmt::format("{}", i)) = i;
    REQUIRE(kept.size() <= 3);
  }
  CHECK(kept.size() == 3);
  CHECK(*kept.For("999") == 999);
  CHECK(*kept.For("997") == 997);
  CHECK(*kept.For("996") == 0);  // forgotten, and made anew
  CHECK(*first == 7);            // who holds it has it still
  CHECK(kept.For("a") != first);
  CHECK(kept.size() == 3);
}

TEST_CASE("pages by cursor, by number, and the last one") {
  const auto by_cursor =
      Page(R"({"groups":[{"id":1},null,{"id":2}],"meta":{"has_more":true,"after_cursor":"x="},)"
           R"("links":{"next":"https://elsewhere.example/"}})");
  REQUIRE(by_cursor);
  CHECK(by_cursor->items == std::vector<std::string_view>{R"({"id":1})", R"({"id":2})"});
  CHECK(by_cursor->has_more);
  CHECK(by_cursor->after_cursor == "x=");
  const auto by_number = Page(R"({"groups":[],"next_page":"https://elsewhere.example/"})");
  REQUIRE(by_number);
  CHECK(by_number->has_more);
  CHECK(by_number->after_cursor.empty());
  for (const char* last :
       {R"({"groups":[]})", R"({"groups":[],"next_page":null,"count":0})",
        R"({"next_page":"x","meta":{"has_more":false,"after_cursor":null},"groups":[]})"}) {
    const auto page = Page(last);
    REQUIRE(page);
    CHECK_FALSE(page->has_more);
  }
}

TEST_CASE("a field of Zendesk's own that can be removed is no custom one") {
  for (const char* own : {"priority", "tickettype"}) {
    const auto field = Read<zendesk::TicketField>(
        fmt::format(R"({{"id":2,"type":"{}","title":"T","removable":true}})", own));
    REQUIRE(field);
    CHECK_FALSE(field->is_custom);
    CHECK(field->Names().empty());
  }
}

TEST_CASE("what is no page") {
  CHECK_FALSE(Page(R"({"groups":{}})"));
  CHECK_FALSE(Page(R"({"groups":[)"));
  CHECK_FALSE(Page(R"({"groups":[],"meta":{"has_more":true,"after_cursor":null}})"));
}

TEST_CASE("a ticket field with options, of the account's making or of Zendesk's") {
  const auto field = Read<zendesk::TicketField>(
      R"({"id":"42","title":"Size","type":"tagger","active":true,"removable":null,"new":{"a":[1]},
          "required":true,"tag":null,"regexp_for_validation":null,"custom_field_options":
          [{"id":1,"name":"Big::Very","value":"big"},{"id":2,"name":null,"value":null},null]})");
  REQUIRE(field);
  CHECK(field->id == 42);
  CHECK(field->title == "Size");
  CHECK(field->required);
  CHECK(field->is_custom);
  REQUIRE(field->options.size() == 1);
  CHECK(field->options[0].name == "Big::Very");
  CHECK(field->options[0].value == "big");
  const auto priority = Read<zendesk::TicketField>(
      R"({"id":1,"removable":false,"system_field_options":[{"name":"Low","value":"low"}]})");
  REQUIRE(priority);
  CHECK_FALSE(priority->is_custom);
  CHECK(priority->options.size() == 1);
}

TEST_CASE("a thing without an ID is none") {
  CHECK_FALSE(Read<zendesk::TicketField>(R"({"id":null,"title":"x"})"));
  CHECK_FALSE(Read<zendesk::TicketForm>(R"({"name":"x"})"));
  CHECK_FALSE(Read<zendesk::Group>(R"({"id":"4a"})"));
  CHECK_FALSE(Read<zendesk::Agent>("{}"));
  CHECK_FALSE(Read<zendesk::Membership>(R"({"id":1,"user_id":2})"));
  CHECK_FALSE(Read<zendesk::Brand>("{}"));
  CHECK_FALSE(Read<zendesk::CustomStatus>("{}"));
  CHECK_FALSE(Read<zendesk::CustomObject>(R"({"id":1})"));
  CHECK_FALSE(Read<zendesk::ObjectField>(R"({"id":1,"key":null})"));
}

TEST_CASE("a form's conditions, in both generations") {
  const auto form = Read<zendesk::TicketForm>(
      R"({"id":7,"name":"Return","default":true,"ticket_field_ids":[1,"2",null],
          "agent_conditions":[
            {"parent_field_id":1,"value":true,"child_fields":[
              {"id":2,"is_required":false,
               "required_on_statuses":{"type":"SOME_STATUSES","statuses":["solved",null]}},
              {"id":3,"is_required":true},
              {"id":4,"is_required":true,"required_on_statuses":{"type":"NO_STATUSES"}}]}]})");
  REQUIRE(form);
  CHECK(form->is_default);
  CHECK(form->field_ids == std::vector<int64_t>{1, 2});
  REQUIRE(form->agent_conditions.size() == 1);
  CHECK(form->agent_conditions[0].value == "true");
  using When = zendesk::RequiredOn::When;
  const auto& children = form->agent_conditions[0].children;
  REQUIRE(children.size() == 3);
  CHECK(children[0].required_on.when == When::kSome);
  CHECK(children[0].required_on.statuses == std::vector<std::string>{"solved"});
  CHECK(children[1].required_on.when == When::kAlways);
  CHECK(children[2].required_on.when == When::kNever);
}

TEST_CASE("an exact name comes before one that is nearly the same") {
  std::vector<zendesk::Group> groups{Group(1, "Support"), Group(2, "support"), Group(3, "Sales"),
                                     Group(4, "Twins"), Group(5, "Twins")};
  const NamedList<zendesk::Group> list(std::move(groups), LowerAscii);
  REQUIRE(list.ByName("support").size() == 1);
  CHECK(list.ByName("support")[0]->id == 2);
  CHECK(list.ByName("SUPPORT").size() == 2);
  REQUIRE(list.ByName(" sales ").size() == 1);
  CHECK(list.ByName(" sales ")[0]->id == 3);
  CHECK(list.ByName("Twins").size() == 2);
  CHECK(list.ByName("nobody").empty());
  REQUIRE(list.ById(4) != nullptr);
  CHECK(list.ById(4)->name == "Twins");
  CHECK(list.ById(6) == nullptr);
}

TEST_CASE("what a list has twice is one thing") {
  std::vector<zendesk::Group> groups{Group(1, "Support"), Group(2, "Sales"), Group(1, "Support")};
  const NamedList<zendesk::Group> list(std::move(groups), LowerAscii);
  CHECK(list.items().size() == 2);
  REQUIRE(list.ByName("Support").size() == 1);
  CHECK(list.ByName("support")[0]->id == 1);
}

TEST_SUITE_END();
