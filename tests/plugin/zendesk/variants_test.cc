// SPDX-License-Identifier: Apache-2.0
// Every reader of Zendesk's answers is fed what Zendesk has never described: nulls, missing and
// unknown members, numbers as text and texts as numbers, other kinds of values. None may break;
// what is null is missing, what is unknown changes nothing, and a number means what its digits say.
#include "variants.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "answer.h"
#include "plugin/zendesk/flat_object.h"
#include "plugin/zendesk/rate_headers.h"
#include "understood.h"

namespace zendesk {

TEST_SUITE_BEGIN("variants");

TEST_CASE("what is null is missing") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    REQUIRE(row.read(row.example) != "no");
    const Varied varied(row.example);
    for (const Variants& variants : varied.variants()) {
      CAPTURE(variants.place);
      const std::string with_null = row.read(variants.null);
      if (variants.without) CHECK(with_null == row.read(*variants.without));
    }
  }
}

TEST_CASE("a number means what its digits say, and a text of digits too") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    const std::string expected = row.read(row.example);
    const Varied varied(row.example);
    for (const Variants& variants : varied.variants()) {
      CAPTURE(variants.place);
      if (variants.respelled) CHECK(row.read(*variants.respelled) == expected);
    }
  }
}

TEST_CASE("what nobody knows changes nothing") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    CHECK(row.read(Varied(row.example).WithMore()) == row.read(row.example));
  }
}

TEST_CASE("no kind of value breaks a reader") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    const Varied varied(row.example);
    for (const Variants& variants : varied.variants()) {
      CAPTURE(variants.place);
      for (const std::string& odd : variants.odd) {
        CAPTURE(odd);
        const std::string understood = row.read(odd);  // which checks that a refusal has a reason
        CHECK(row.read(odd) == understood);
      }
    }
  }
}

TEST_CASE("true and false as words") {
  CHECK(OneUser(R"({"user":{"id":12,"suspended":"true"}})") == "12 true");
  CHECK(OnePerson(R"({"id":1,"suspended":"true"})") == OnePerson(R"({"id":1,"suspended":true})"));
  CHECK(OneStatus(R"({"id":1,"active":"false"})") == OneStatus(R"({"id":1,"active":false})"));
  const auto job = [](const char* success) {
    return OneJob(R"({"job_status":{"id":"1","results":[{"id":1,"success":)" +
                  std::string(success) + "}]}}");
  };
  CHECK(job(R"("false")") == job("false"));
  CHECK(job(R"("true")") == job("true"));
  const auto page = [](const char* more) {
    return Page(R"({"groups":[],"meta":{"after_cursor":"x","has_more":)" + std::string(more) +
                "}}");
  };
  CHECK(page(R"("true")") == "0 true x");
  CHECK(page(R"("false")") == "0 false x");
}

TEST_CASE("what Zendesk says of an item of a job, in whatever form") {
  const auto details = [](const char* details) {
    return OneJob(R"({"job_status":{"id":"1","results":[{"index":0,"success":false,"details":)" +
                  std::string(details) + "}]}}");
  };
  const std::string expected = details(R"("Group: is invalid")");
  CHECK(details(R"(["Group: is invalid"])") == expected);
  CHECK(details(R"({"group":[{"description":"Group: is invalid","error":"x"}]})") == expected);
  CHECK(details(R"({"group":["Group: is invalid",null]})") == expected);
  CHECK(details("null") == details("[]"));
  CHECK(details(("[" + std::string(5000, '[') + std::string(5000, ']') + "]").c_str()) ==
        details("null"));
}

TEST_CASE("forms of a refusal that nobody has described") {
  CHECK(Errors(R"({"errors":["One.","Two."]})") == "|One. Two.:");
  CHECK(Errors(R"({"error":"E","details":["One."]})") == "E|:base  One. 0 ;");
  CHECK(Errors(R"({"error":"E","details":{"a":{"description":"One."}}})") == "E|:a  One. 0 ;");
  CHECK(Errors(R"({"error":"E","details":"One."})") == "E|:base  One. 0 ;");
}

TEST_CASE("the scopes of a token as one text") {
  CHECK(CurrentToken(R"({"token":{"scopes":"read  write"}})") == "read,write true - -");
}

TEST_CASE("headers of limits that make no sense tell nothing") {
  for (const char* value : {"", "-1", "1.5", "x", "1e3", "99999999999999999999", "null", " "}) {
    CAPTURE(value);
    const auto read = [value](const char* name) {
      const std::string odd = fmt::format("{}: {}", name, value);
      return ReadRateHeaders(
          Answer(200, "", {odd.c_str(), "X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 5"}));
    };
    for (const char* name : {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
                             "zendesk-ratelimit-tickets-update"}) {
      const RateHeaders headers = read(name);
      REQUIRE(headers.account);
      CHECK(headers.account->remaining == 5);
      CHECK(headers.endpoints.empty());
    }
  }
}

TEST_CASE("a flat object with empty places") {
  const FlatObject flat = ReadFlatObject(
      R"({"tags":["a",null,"b"],"custom_fields":[null,[],{"id":null,"value":1},{"id":"7","value":2},
          {"value":3},{"id":8}],"x":{"y":null},"z":[[["deep"]]]})");
  const FlatMember* tags = FindMember(flat, "tags", "");
  REQUIRE(tags != nullptr);
  CHECK(tags->value.texts == std::vector<std::string>{"a", "b"});
  REQUIRE(FindMember(flat, "custom_fields", "7") != nullptr);
  CHECK(FindMember(flat, "custom_fields", "7")->value.text == "2");
  REQUIRE(FindMember(flat, "custom_fields", "8") != nullptr);
  CHECK(FindMember(flat, "custom_fields", "8")->value.is_empty());
  const Varied varied(R"({"status":"open","tags":["a"],"custom_fields":[{"id":1,"value":["x"]}]})");
  for (const Variants& variants : varied.variants()) {
    for (const std::string& odd : variants.odd) {
      for (const FlatMember& member : ReadFlatObject(odd)) CHECK_FALSE(member.key.empty());
    }
  }
}

TEST_SUITE_END();

}  // namespace zendesk
