// SPDX-License-Identifier: Apache-2.0
// Both wordings, and what is neither.
#include "plugin/zendesk/warn_header.h"

#include <doctest/doctest.h>

using zendesk::ReadWarnHeader;
using Keys = std::vector<std::string>;

TEST_SUITE_BEGIN("warn_header");

TEST_CASE("the hash") {
  CHECK(
      ReadWarnHeader(R"({:allowed_parameters=>{:controller=>"tickets", :action=>"update", )"
                     R"(:unpermitted_keys=>["ticket.id", "ticket.x"], :invalid_values=>["y"]}})") ==
      Keys{"ticket.id", "ticket.x"});
  CHECK(ReadWarnHeader(R"({:allowed_parameters=>{:unpermitted_keys=>[], :invalid_values=>["y"]}})")
            .empty());
}

TEST_CASE("the older sentence") {
  CHECK(ReadWarnHeader(
            R"(Removed restricted keys ["a", "b"] from parameters according to whitelist)") ==
        Keys{"a", "b"});
}

TEST_CASE("anything else gives no keys") {
  for (const char* text : {"", "299 - \"Deprecated\"", "unpermitted_keys", ":unpermitted_keys=>[",
                           ":unpermitted_keys=>[\"a", "[\"a\"]"}) {
    CAPTURE(text);
    CHECK(ReadWarnHeader(text).empty());
  }
}

TEST_CASE("a header without its end, or without end") {
  CHECK(ReadWarnHeader(":unpermitted_keys=>[\"a\", \"b") == Keys{"a"});
  std::string flood = ":unpermitted_keys=>[";
  for (int i = 0; i < 1000; ++i) flood += "\"k\", ";
  CHECK(ReadWarnHeader(flood + "]").size() == 50);
}

TEST_CASE("only ASCII is kept") {
  CHECK(ReadWarnHeader(":unpermitted_keys=>[\"caf\xE9\x01\"]") == Keys{"caf??"});
}

TEST_SUITE_END();
