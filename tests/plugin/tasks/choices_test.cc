// SPDX-License-Identifier: Apache-2.0
// Which part of a list a page of choices is, and that every source of the manifests is known.
#include "plugin/tasks/choices.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "author/error.h"
#include "author/text.h"
#include "inputs.h"
#include "plugin/tasks/choices_page.h"
#include "plugin/tasks/names_match.h"

using task_plugin::OptionsRequest;
using zendesk::Group;
using zendesk::NamedList;
using zendesk::User;
using zendesk::tasks::AllChoiceSources;
using zendesk::tasks::AllTasks;
using zendesk::tasks::Choice;
using zendesk::tasks::ChoicePage;
using zendesk::tasks::CountedPage;
using zendesk::tasks::ManifestFile;
using zendesk::tasks::NameOrId;
using zendesk::tasks::PageOf;
using zendesk::tasks::ReadCountedPage;
using zendesk::tasks::TheLocales;
using zendesk::tasks::TokenOf;
using zendesk::tasks::WriteChoices;

namespace json = task_plugin::json;

namespace {

OptionsRequest Asking(uint32_t limit, std::string token = "", std::string search = "") {
  OptionsRequest request(json::Document::Parse("{}", "The input"));
  request.limit = limit;
  request.page_token = std::move(token);
  request.search = std::move(search);
  return request;
}

std::vector<Choice> Numbers(int count) {
  std::vector<Choice> choices;
  for (int i = 1; i <= count; ++i) {
    Choice choice;
    choice.value = std::to_string(i);
    choice.label = "Number " + choice.value;
    choices.push_back(std::move(choice));
  }
  return choices;
}

// The first value, the last one and the next token.
std::string Page(int count, const OptionsRequest& request) {
  const ChoicePage page = PageOf(Numbers(count), request, TheLocales().texts());
  if (page.items.empty()) return "none";
  return page.items.front().value + "-" + page.items.back().value + " " + page.next;
}

std::string Counted(const std::string& token, uint32_t limit = 0) {
  try {
    const CountedPage page = ReadCountedPage(Asking(limit, token), TheLocales().texts());
    return std::to_string(page.number) + " of " + std::to_string(page.size);
  } catch (const task_plugin::Error& error) {
    return error.code;
  }
}

template <typename Item>
std::vector<std::string> Offered(std::vector<Item> items) {
  const NamedList<Item> list(std::move(items), task_plugin::Fold);
  std::vector<std::string> values;
  for (const Item& item : list.items()) {
    values.push_back(NameOrId(list, item));
    const auto found = zendesk::tasks::ActiveByName(list, values.back());
    REQUIRE(found.size() == 1);
    CHECK(found.front() == &item);
  }
  return values;
}

User Person(int64_t id, std::string name, std::string email) {
  User user;
  user.id = id;
  user.name = std::move(name);
  user.email = std::move(email);
  return user;
}

Group Team(int64_t id, std::string name) {
  Group group;
  group.id = id;
  group.name = std::move(name);
  return group;
}

// Every source that a schema names, in places of choices.
void AddSources(const json::Value& schema, std::set<std::string>& sources) {
  if (schema.IsArray()) {
    for (const json::Value& item : schema.GetArray()) AddSources(item, sources);
  }
  if (!schema.IsObject()) return;
  for (const auto& [name, value] : schema.GetObject()) {
    if (json::Text(name) == "optionsFrom") {
      sources.emplace(json::Text(*json::Find(value, "source")));
    } else {
      AddSources(value, sources);
    }
  }
}

}  // namespace

TEST_SUITE_BEGIN("choices");

TEST_CASE("a list goes out page by page") {
  CHECK(Page(5, Asking(2)) == "1-2 2");
  CHECK(Page(5, Asking(2, "2")) == "3-4 4");
  CHECK(Page(5, Asking(2, "4")) == "5-5 ");
  CHECK(Page(5, Asking(2, "9")) == "none");
  CHECK(Page(2, Asking(2)) == "1-2 ");
  CHECK(Page(0, Asking(2)) == "none");
  CHECK(Page(60, Asking(0)) == "1-50 50");
  CHECK(Page(200, Asking(1000)) == "1-100 100");
  for (const char* token : {"x", "-1", "1 ", "99999999999999999999"})
    CHECK_THROWS_AS(Page(5, Asking(2, token)), task_plugin::Error);
}

TEST_CASE("a search looks at labels and descriptions, whatever the case") {
  CHECK(Page(30, Asking(0, "", "NUMBER 3")) == "3-30 ");
  CHECK(Page(30, Asking(1, "1", " number 3 ")) == "30-30 ");
  CHECK(Page(30, Asking(0, "", "nothing")) == "none");
  std::vector<Choice> one = Numbers(1);
  one.front().description = "Élodie";
  CHECK(PageOf(one, Asking(0, "", "éLO"), TheLocales().texts()).items.size() == 1);
}

TEST_CASE("a counted page keeps the size of the first") {
  CHECK(Counted("") == "1 of 50");
  CHECK(Counted("", 7) == "1 of 7");
  CHECK(Counted("3x20", 7) == "3 of 20");
  CountedPage page;
  page.number = 3;
  page.size = 20;
  CHECK(Counted(TokenOf(page)) == "3 of 20");
  for (const char* token : {"3", "x", "0x5", "3x0", "3x101", "3x20x", "ax5", "-1x5"})
    CHECK(Counted(token) == "invalid_input");
}

TEST_CASE("what is offered leads back to what it was offered for") {
  CHECK(Offered<Group>({Team(11, "One"), Team(12, "Two"), Team(13, "two"), Team(14, "Two"),
                        Team(15, "12"), Team(16, "")}) ==
        std::vector<std::string>{"One", "12", "two", "14", "15", "16"});
  CHECK(Offered<User>({Person(1, "Sam", "sam@x.org"), Person(2, "Sam", "sam.two@x.org"),
                       Person(3, "Sam", ""), Person(4, "Ana", "ana@x.org")}) ==
        std::vector<std::string>{"sam@x.org", "sam.two@x.org", "3", "Ana"});
}

TEST_CASE("the answer has what is there") {
  ChoicePage page;
  page.items = Numbers(1);
  page.items.front().disabled = true;
  page.next = "1";
  CHECK(WriteChoices(page, 30) ==
        R"({"items":[{"value":"1","label":"Number 1","disabled":true}],"nextPageToken":"1",)"
        R"("ttlSeconds":30})");
  ChoicePage waiting;
  waiting.needs.emplace_back("/object_type");
  CHECK(WriteChoices(waiting, 5) == R"({"items":[],"ttlSeconds":5,"needs":["/object_type"]})");
}

TEST_CASE("every source that the manifests name is known, once") {
  std::set<std::string> named;
  for (const auto& task : AllTasks()) {
    const auto schema = json::Document::Parse(ManifestFile(task.input_file), "The schema");
    AddSources(schema.root(), named);
  }
  std::set<std::string> known;
  for (const auto& source : AllChoiceSources())
    CHECK(known.insert(std::string(source.name)).second);
  CHECK(known.erase("zendesk.object_field_options") == 1);  // a resolved schema's alone
  CHECK(named == known);
}

TEST_SUITE_END();
