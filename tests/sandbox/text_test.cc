// SPDX-License-Identifier: Apache-2.0
// Comment bodies, times, request targets and JSON reading.
#include <doctest/doctest.h>

#include "comment_text.h"
#include "http.h"
#include "json.h"
#include "time_text.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

std::string framed(const std::string& html) {
  return "<div class=\"zd-comment\" dir=\"auto\">" + html + "</div>";
}

}  // namespace

TEST_CASE("plain comments: tags go, everything else is shown") {
  const CommentText text =
      comment_from_text("a <b>bold</b> & 1 < 2, <ana@acme.example>\nnext\n\nlast");
  CHECK(text.plain == "a bold & 1 < 2, <ana@acme.example>\nnext\n\nlast");
  CHECK(text.html ==
        framed("<p dir=\"auto\">a bold &amp; 1 &lt; 2, &lt;ana@acme.example&gt;<br>next"
               "</p><p dir=\"auto\">last</p>"));
  CHECK(comment_from_text("<script>alert(1)</script>hi").plain == "hi");
  CHECK(comment_from_text(" \n <p> </p>").plain.empty());
  CHECK(comment_from_text("<script>never closed").plain.empty());
}

TEST_CASE("HTML comments keep what is harmless") {
  const CommentText text = comment_from_html(
      "<p onclick=\"x()\">Hi &amp; <a href='javascript:x'>a</a> <a "
      "href=\"https://x.example/?a&amp;b\">"
      "b</a></p><script>x</script><blink>c</blink><br>d");
  CHECK(text.html == framed("<p>Hi &amp; <a>a</a> <a href=\"https://x.example/?a&amp;b\">b</a></p>"
                            "c<br>d"));
  CHECK(text.plain == "Hi & a b\nc\nd");
}

TEST_CASE("comments are cut at 64 kB, between characters") {
  CHECK(comment_from_text(std::string(70000, 'x')).plain.size() == kTextLimit);
  std::string umlauts = "x";
  while (umlauts.size() < 70000) umlauts += "ü";
  CHECK(comment_from_text(umlauts).plain.size() == kTextLimit - 1);
}

TEST_CASE("times") {
  CHECK(format_time(0) == "1970-01-01T00:00:00Z");
  CHECK(format_time(1800000000) == "2027-01-15T08:00:00Z");
  CHECK(parse_time("2027-01-15T08:00:00Z") == 1800000000);
  CHECK(parse_time("2027-01-15T10:00:00.123+02:00") == 1800000000);
  CHECK(parse_time("2027-01-15") == 1799971200);
  for (const char* bad : {"", "2027", "2027-02-30", "2027-01-15T25:00:00Z", "2027-01-15T08:00:00X",
                          "2027-01-15T08:00:00Z "}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_time(bad).has_value());
  }
  CHECK(is_calendar_date("2028-02-29"));
  CHECK_FALSE(is_calendar_date("2027-02-29"));
}

TEST_CASE("request targets are decoded") {
  Request request;
  request.target = "/api/v2/tickets.json?external_id=a%20b%26c+d&page[size]=2&flag&external_id=e%";
  split_target(request);
  CHECK(request.path == "/api/v2/tickets");
  CHECK(request.query["page[size]"] == "2");
  CHECK(request.query["external_id"] == "e%");
  CHECK(request.query.contains("flag"));
}

TEST_CASE("JSON: whole, valid UTF-8, not too deep") {
  JsonDocument document;
  CHECK(parse_json("{\"a\":9007199254740993}", document));
  CHECK(to_text(document) == "{\"a\":9007199254740993}");
  CHECK_FALSE(parse_json("{\"a\":1} {}", document));
  CHECK_FALSE(parse_json("\"\xc3\"", document));
  CHECK(parse_json(std::string(100, '[') + std::string(100, ']'), document));
  CHECK_FALSE(parse_json(std::string(101, '[') + std::string(101, ']'), document));
  CHECK(parse_integer("9223372036854775807") == 9223372036854775807);
  CHECK_FALSE(parse_integer("9223372036854775808").has_value());
  CHECK_FALSE(parse_integer("1 ").has_value());
  CHECK(valid_utf8("é") == "é");
  CHECK(valid_utf8("a\xff") == "a\xEF\xBF\xBD");
}
