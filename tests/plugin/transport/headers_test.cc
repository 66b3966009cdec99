// SPDX-License-Identifier: Apache-2.0
// What is found in a block of header lines, and what is not.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "plugin/transport/http.h"

using zendesk::transport::Headers;

namespace {

Headers Of(const std::vector<std::string>& lines) {
  Headers headers;
  for (const std::string& line : lines) headers.Append(line + "\r\n");
  return headers;
}

}  // namespace

TEST_SUITE_BEGIN("headers");

TEST_CASE("a name is the whole of what stands before the first colon") {
  const Headers headers = Of({"Rate-Limit-Remaining: 1", "Rate-Limit: 2", "X-Rate-Limit: 3",
                              "Rate:Limit:4", "Rate-Limit", "Date : 5"});
  CHECK(headers.Find("rate-limit") == "2");
  CHECK(headers.Find("RATE-LIMIT-REMAINING") == "1");
  CHECK(headers.Find("Rate") == "Limit:4");
  CHECK(headers.Find("Date ") == "5");
  for (const char* name :
       {"", "Limit", "Rate-Limit-", "Date", "@ate-Limit", "X-Rate-Limit-Reset"}) {
    CAPTURE(name);
    CHECK_FALSE(headers.Find(name).has_value());
  }
}

TEST_CASE("of several values the first, without the white space around it") {
  const Headers headers = Of(
      {"a:  \t1 2\t ", "A: 3", "b:", "c: \t ", "  d: leading", "e: Tue, 03 Mar 2026 10:15:00 GMT"});
  CHECK(headers.Find("A") == "1 2");
  CHECK(headers.Find("b") == "");
  CHECK(headers.Find("c") == "");
  CHECK(headers.Find("d") == "leading");
  CHECK(headers.Find("e") == "Tue, 03 Mar 2026 10:15:00 GMT");
  CHECK_FALSE(Headers().Find("a").has_value());
}

TEST_CASE("each field in its order") {
  std::string seen;
  Of({"A: 1", "no field", "", "b:2", ":3"})
      .ForEach([&](std::string_view name, std::string_view value) {
        seen.append(name).append("=").append(value).append(";");
      });
  CHECK(seen == "A=1;b=2;=3;");
}

TEST_CASE("a block that was cleared holds the lines that come then") {
  Headers headers = Of({"a: 1"});
  headers.Clear();
  CHECK_FALSE(headers.Find("a").has_value());
  headers.Append("b: 2\r\n");
  CHECK(headers.Find("b") == "2");
}

TEST_SUITE_END();
