// SPDX-License-Identifier: Apache-2.0
// From what people write to what Zendesk's fields hold, and what they may have meant.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "author/nearest.h"
#include "author/text.h"
#include "inputs.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_value.h"

using task_plugin::Fault;
using task_plugin::Nearest;
using zendesk::Group;
using zendesk::NamedList;
using zendesk::TicketField;
using zendesk::tasks::ConvertValue;
using zendesk::tasks::Create;
using zendesk::tasks::DecimalNumber;
using zendesk::tasks::FieldIdOf;
using zendesk::tasks::Match;
using zendesk::tasks::NamePlace;
using zendesk::tasks::WholeNumber;

namespace json = task_plugin::json;
using Names = std::vector<std::string>;

namespace {

TicketField MakeField(int64_t id, std::string title, std::string type) {
  TicketField field;
  field.id = id;
  field.title = std::move(title);
  field.type = std::move(type);
  field.options = {{"Red", "tag_red"},         {"Dark Blue", "tag_blue"}, {"red", "tag_other_red"},
                   {"Two, three", "tag_list"}, {"Twin", "tag_a"},         {"Twin", "tag_b"}};
  return field;
}

// What a value becomes, or the code and pointer of each fault.
std::string Converted(const char* type, const std::string& value) {
  const auto input =
      Create(R"({"comment_body":"x","custom_fields":[{"id":1,"value":)" + value + "}]}");
  input.ThrowIfFaulty();
  const json::Value& entry = (*input.Find("custom_fields"))[0];
  std::vector<Fault> faults;
  const TicketField field = MakeField(1, "Size", type);
  std::string text = ConvertValue(field, *json::Find(entry, "value"), "/v", input, faults);
  if (faults.empty()) return text;
  text.clear();
  for (const Fault& fault : faults) {
    CHECK(fault.title == "Size");
    CHECK_FALSE(fault.message.empty());
    text += (text.empty() ? "" : " ") + fault.code + " " + fault.pointer;
  }
  return text;
}

// The ID of what is found, or the fault's code with its candidates.
template <typename Item>
std::string Matched(std::vector<Item> items, std::string_view name) {
  const NamedList<Item> list(std::move(items), task_plugin::Fold);
  const auto input = Create(R"({"comment_body":"x"})");
  NamePlace place;
  place.name = name;
  place.pointer = "/p";
  place.title = "P";
  std::vector<Fault> faults;
  const Item* item = Match(list, place, input, faults);
  if (item != nullptr) return std::to_string(item->id);
  REQUIRE(faults.size() == 1);
  std::string text = faults.front().code;
  for (const std::string& candidate : faults.front().allowed) text += " " + candidate;
  return text;
}

Group MakeGroup(int64_t id, std::string name) {
  Group group;
  group.id = id;
  group.name = std::move(name);
  return group;
}

}  // namespace

TEST_SUITE_BEGIN("names");

TEST_CASE("the nearest names come first, each once, and no more than help") {
  CHECK(Nearest("suport", {"Billing", "Support", "Support"}) == Names{"Support", "Billing"});
  CHECK(Nearest("re", {"Are", "Returns Desk"}) == Names{"Returns Desk", "Are"});
  CHECK(Nearest("", {"b", "a"}) == Names{"a", "b"});
  CHECK(Nearest("x", {}).empty());
  CHECK(Nearest("x", Names(1, std::string(100'000, 'y'))).size() == 1);
  Names many;
  for (int i = 0; i < 50; ++i) many.push_back("name " + std::to_string(i));
  CHECK(Nearest("name", many).size() == task_plugin::kMostCandidates);
}

TEST_CASE("numbers in texts") {
  CHECK(WholeNumber("+007") == "7");
  CHECK(WholeNumber("-0") == "0");
  CHECK(WholeNumber("7.00") == "7");
  CHECK(WholeNumber("-9223372036854775808") == "-9223372036854775808");
  CHECK_FALSE(WholeNumber("9223372036854775808"));
  for (const char* wrong : {"", "-", "7.5", "1e3", "0x1", "1 000", "1,000", ".0", "7."})
    CHECK_FALSE(WholeNumber(wrong));
  CHECK(DecimalNumber("07.50") == "7.50");
  CHECK(DecimalNumber("-0.5") == "-0.5");
  CHECK(DecimalNumber("-0.0") == "0.0");
  CHECK(DecimalNumber("1e-05") == "0.00001");
  CHECK(DecimalNumber("-12.50E+1") == "-125.0");
  CHECK(DecimalNumber("1.5e3") == "1500");
  CHECK(DecimalNumber("0.5e1") == "5");
  CHECK(DecimalNumber("0e0") == "0");
  for (const char* wrong : {"", "1,5", ".5", "5.", "1.2.3", "--1", "nan", "1e41", "1e", "e5",
                            "1e1.5", "1e++5", "1e99999999999"})
    CHECK_FALSE(DecimalNumber(wrong));
}

TEST_CASE("what each type makes of a value") {
  CHECK(Converted("checkbox", R"("Oui")") == "true");
  CHECK(Converted("checkbox", R"("no")") == "false");
  CHECK(Converted("checkbox", "true").empty());
  CHECK(Converted("checkbox", R"("perhaps")") == "wrong_type /v");
  CHECK(Converted("checkbox", "1") == "wrong_type /v");
  CHECK(Converted("integer", R"(" 042 ")") == "42");
  CHECK(Converted("integer", "9223372036854775807") == "9223372036854775807");
  CHECK(Converted("integer", "18446744073709551616") == "wrong_type /v");
  CHECK(Converted("integer", R"("many")") == "wrong_type /v");
  CHECK(Converted("integer", "1.5") == "wrong_type /v");
  CHECK(Converted("decimal", R"("1.50")") == "1.50");
  CHECK(Converted("decimal", "1e-05") == "0.00001");
  CHECK(Converted("decimal", "1e-7") == "0.0000001");
  CHECK(Converted("decimal", "1e300") == "wrong_type /v");
  CHECK(Converted("decimal", R"("1,50")") == "wrong_type /v");
  CHECK(Converted("date", R"("2026-11-22")") == R"("2026-11-22")");
  CHECK(Converted("date", R"("2026-11-22T23:30:00+02:00")") == R"("2026-11-22")");
  CHECK(Converted("date", R"("22.11.2026")") == "wrong_type /v");
  CHECK(Converted("date", "20261122") == "wrong_type /v");
  CHECK(Converted("partialcreditcard", R"("4111 1111-1111 1111")") == R"("4111111111111111")");
  CHECK(Converted("partialcreditcard", R"("none")") == "wrong_type /v");
  CHECK(Converted("text", R"("as it is")").empty());
  CHECK(Converted("text", R"(["a"])") == "wrong_type /v");
  CHECK(Converted("a type of tomorrow", R"(["a"])").empty());
}

TEST_CASE("null and an empty text pass in every type") {
  for (const char* type : {"checkbox", "integer", "decimal", "date", "tagger", "multiselect",
                           "partialcreditcard", "regexp", "text"}) {
    CAPTURE(type);
    CHECK(Converted(type, "null").empty());
    CHECK(Converted(type, R"("")").empty());
  }
}

TEST_CASE("options by tag and by label") {
  CHECK(Converted("tagger", R"("tag_red")") == R"("tag_red")");
  CHECK(Converted("tagger", R"("Red")") == R"("tag_red")");
  CHECK(Converted("tagger", R"("red")") == R"("tag_other_red")");
  CHECK(Converted("tagger", R"(" DARK blue")") == R"("tag_blue")");
  CHECK(Converted("tagger", R"("RED")") == "ambiguous_name /v");
  CHECK(Converted("tagger", R"("Twin")") == "ambiguous_name /v");
  CHECK(Converted("tagger", R"("Green")") == "not_allowed /v");
  CHECK(Converted("dropdown", R"("Dark Blue")") == R"("tag_blue")");
  CHECK(Converted("tagger", "5") == "wrong_type /v");
}

TEST_CASE("several options") {
  CHECK(Converted("multiselect", R"(["Red","tag_blue","tag_red"])") == R"(["tag_red","tag_blue"])");
  CHECK(Converted("multiselect", "[]") == "[]");
  CHECK(Converted("multiselect", R"("Dark Blue")") == R"(["tag_blue"])");
  CHECK(Converted("multiselect", R"("Two, three")") == R"(["tag_list"])");
  CHECK(Converted("multiselect", R"("\"Red\", \"Dark Blue\"")") == R"(["tag_red","tag_blue"])");
  CHECK(Converted("multiselect", R"(["Red","Green","Twin"])") ==
        "not_allowed /v/1 ambiguous_name /v/2");
  CHECK(Converted("multiselect", "true") == "wrong_type /v");
}

TEST_CASE("one name in a list") {
  const std::vector<Group> groups = {MakeGroup(1, "Support"), MakeGroup(2, "Returns Desk"),
                                     MakeGroup(3, "returns desk")};
  CHECK(Matched(groups, "Support") == "1");
  CHECK(Matched(groups, " support") == "1");
  CHECK(Matched(groups, "returns desk") == "3");
  CHECK(Matched(groups, "RETURNS DESK") == "ambiguous_name Returns Desk (2) returns desk (3)");
  CHECK(Matched(groups, "Suport").starts_with("unknown_name Support "));
  CHECK(Matched(std::vector<Group>(), "Support") == "unknown_name");
}

TEST_CASE("what is switched off, and Zendesk's own fields") {
  TicketField fax = MakeField(1, "Fax", "text");
  fax.active = false;
  TicketField priority = MakeField(2, "Priority", "priority");
  priority.is_custom = false;
  const TicketField size = MakeField(3, "Size", "text");
  CHECK(Matched<TicketField>({fax, priority, size}, "Fax") == "switched_off");
  CHECK(Matched<TicketField>({fax, priority, size}, "Priority") == "unknown_name Size");
  CHECK(Matched<TicketField>({fax, MakeField(4, "Fax", "text")}, "Fax") == "4");
}

TEST_CASE("digits are an ID") {
  const auto input = Create(R"({"comment_body":"x","custom_fields":[{"id":5,"value":1},
      {"field":"360004000000211","value":1},{"field":"Size 2","value":1},{"field":"0","value":1},
      {"field":"99999999999999999999","value":1}]})");
  input.ThrowIfFaulty();
  std::vector<int64_t> ids;
  for (const json::Value& entry : input.Find("custom_fields")->GetArray())
    ids.push_back(FieldIdOf(entry).value_or(-1));
  CHECK(ids == std::vector<int64_t>{5, 360004000000211, -1, -1, -1});
}

TEST_SUITE_END();
