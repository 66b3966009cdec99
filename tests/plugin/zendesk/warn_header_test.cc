// SPDX-License-Identifier: Apache-2.0
// Both wordings, and what is neither.
#include "plugin/zendesk/warn_header.h"

#include <doctest/doctest.h>

using zendesk::ReadWarnHeader;
using Keys = std::vector<std::string>;

TEST_SUITE_BEGIN("warn_header");

TEST_CASE("the hash") {
  const auto both =
      ReadWarnHeader(R"({:allowed_parameters=>{:controller=>"tickets", :action=>"update", )"
                     R"(:unpermitted_keys=>["ticket.id", "ticket.x"], :invalid_values=>["y"]}})");
  CHECK(both.keys == Keys{"ticket.id", "ticket.x", "y"});
  CHECK(both.other.empty());
  const auto value =
      ReadWarnHeader(R"({:allowed_parameters=>{:unpermitted_keys=>[], :invalid_values=>["y"]}})");
  CHECK(value.keys == Keys{"y"});
}

TEST_CASE("the older sentence") {
  const auto dropped = ReadWarnHeader(
      R"(Removed restricted keys ["a", "b"] from parameters according to whitelist)");
  CHECK(dropped.keys == Keys{"a", "b"});
  CHECK(dropped.other.empty());
}

TEST_CASE("anything else is passed on as it is") {
  for (const char* text : {"", "299 - \"Deprecated\"", "unpermitted_keys", ":unpermitted_keys=>[",
                           ":unpermitted_keys=>[\"a", "[\"a\"]"}) {
    CAPTURE(text);
    CHECK(ReadWarnHeader(text).keys.empty());
    CHECK(ReadWarnHeader(text).other == text);
  }
  CHECK(ReadWarnHeader(std::string(100'000, 'x')).other.size() == 300);
  CHECK(ReadWarnHeader("caf\xE9\x01").other == "caf??");
}

TEST_CASE("a header without its end, or without end") {
  CHECK(ReadWarnHeader(":unpermitted_keys=>[\"a\", \"b").keys == Keys{"a"});
  std::string flood = ":unpermitted_keys=>[";
  for (int i = 0; i < 1000; ++i) flood += "\"k\", ";
  CHECK(ReadWarnHeader(flood + "]").keys.size() == 50);
}

TEST_CASE("only ASCII is kept") {
  CHECK(ReadWarnHeader(":unpermitted_keys=>[\"caf\xE9\x01\"]").keys == Keys{"caf??"});
}

TEST_SUITE_END();
