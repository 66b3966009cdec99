// SPDX-License-Identifier: Apache-2.0
// Tickets found by words and conditions, and problems by their subject.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

// Numbers of what is found under `name`, in order.
std::string found(Desk& desk, const std::string& target, const char* name) {
  const Answer answer = desk.call("GET", target);
  std::string ids;
  for (int i = 0; answer.at(fmt::format("/{}/{}", name, i)) != "absent"; ++i) {
    ids += answer.at(fmt::format("/{}/{}/id", name, i)) + " ";
  }
  return ids;
}

}  // namespace

TEST_CASE("a query's terms") {
  struct Case {
    const char* query;
    const char* ids;
  };
  const Case cases[] = {
      {"type:ticket", "3 2 1 "},
      {"type:user", ""},
      {"PRINTER", "2 1 "},
      {"\"on fire\"", "1 "},
      {"\"fire on\"", ""},
      {"smoke", "2 1 "},
      {"2", "2 "},
      {"type:ticket 3 toner", "3 "},
      {"status<solved", "2 1 "},
      {"status>=solved", "3 "},
      {"status:open", "2 "},
      {"-status:open", "3 1 "},
      {"ticket_type:incident", "1 "},
      {"priority:none", "3 "},
      {"tags:printer", "2 1 "},
      {"subject:toner", "3 "},
      {"assignee:none", "1 "},
      {"assignee:ana@acme.example", "2 "},
      {"assignee:\"ben agent\"", "3 "},
      {"requester:me", "2 "},
      {"requester:9007199254741993", "3 "},
      {"group:support", "3 2 "},
      {"form:\"default ticket form\" brand:acme", "3 2 1 "},
      {"colour:red", ""},
  };
  Desk desk;
  for (const Case& c : cases) {
    CAPTURE(c.query);
    CHECK(found(desk, "/api/v2/search?query=" + encode(c.query), "results") == c.ids);
  }
  desk.create(R"("external_id":"Order-7")");
  CHECK(found(desk, "/api/v2/search?query=external_id:order-7", "results") == "4 ");
  const Answer page = desk.call("GET", "/api/v2/search.json?query=type:ticket&per_page=1");
  CHECK(page.at("/count") == "4");
  CHECK(page.at("/results/0/result_type") == R"("ticket")");
  CHECK(page.at("/results/1") == "absent");
  CHECK(desk.call("GET", "/api/v2/search").status == 400);
}

TEST_CASE("problems, the last changed first") {
  Desk desk;
  desk.create(R"("type":"problem","subject":"The cloud is down")");
  CHECK(found(desk, "/api/v2/problems", "tickets") == "4 2 ");
  CHECK(found(desk, "/api/v2/problems/autocomplete?text=LASER", "tickets") == "2 ");
  CHECK(found(desk, "/api/v2/problems/autocomplete?text=fire", "tickets").empty());
  CHECK(desk.call("POST", "/api/v2/problems/autocomplete", R"({"text":"cloud"})")
            .at("/tickets/0/id") == "4");
  CHECK(desk.call("GET", "/api/v2/problems/autocomplete").status == 400);
}
