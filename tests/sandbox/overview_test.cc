// SPDX-License-Identifier: Apache-2.0
// What the page gets: the page itself with its policy, and the overview without credentials.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"
#include "page.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

TEST_CASE("the page needs no credentials and leaves no trace in the journal") {
  Desk desk;
  desk.headers = {{"Host", "127.0.0.1:4010"}, {"Content-Type", "application/json"}};
  const Answer page = desk.call("GET", "/");
  CHECK(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.body.starts_with("<!doctype html>"));
  CHECK(page.body.ends_with("</html>\n"));
  CHECK(desk.call("HEAD", "/").status == 200);
  CHECK(desk.call("POST", "/").status == 404);
  CHECK(desk.call("GET", "/sandbox/events").delivery == Delivery::kEvents);
  CHECK(desk.call("GET", "/sandbox/requests").body == R"({"requests":[]})");
}

TEST_CASE("the page has one script and one style, and its policy names no others") {
  for (const std::string tag : {"<script", "<style", "</script>", "</style>"}) {
    CAPTURE(tag);
    CHECK(kPageHtml.find(tag) != std::string_view::npos);
    CHECK(kPageHtml.find(tag) == kPageHtml.rfind(tag));
  }
  CHECK(kPageHtml.find("http") == std::string_view::npos);
  const std::string policy = Desk().call("GET", "/").header("content-security-policy");
  CHECK(policy.starts_with("default-src 'none'; script-src 'sha256-"));
  CHECK(policy.find("style-src 'sha256-") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
}

TEST_CASE("people by name, ids as text, what changed last comes first") {
  Desk desk;
  const Answer before = desk.call("GET", "/sandbox/overview");
  CHECK(before.at("/subdomain") == R"("acme")");
  CHECK(before.at("/counts") ==
        R"({"tickets":3,"profiles":0,"records":3,"requests":0,"commits":0,"faults":0})");
  CHECK(before.at("/tickets/2/id") == R"("1")");
  CHECK(before.at("/tickets/2/requester") == R"("Dana Customer")");
  CHECK(before.at("/tickets/2/assignee") == "null");
  CHECK(before.at("/records/0/object") == R"("Maintenance visit")");
  CHECK(before.at("/records/2/fields/1") == R"({"title":"Serial number","value":"LP-4711"})");
  desk.update("1", R"("comment":{"body":"look","public":false})");
  desk.call("PUT", "/api/v2/user_profiles?identifier=a:b:email:dana@globex.example",
            R"({"profile":{"identifiers":[{"type":"email","value":"dana@globex.example"}],
                "attributes":{"n":1}}})");
  const Answer after = desk.call("GET", "/sandbox/overview");
  CHECK(after.at("/tickets/0/id") == R"("1")");
  CHECK(after.at("/tickets/0/last_comment") == R"("look")");
  CHECK(after.at("/tickets/0/last_comment_public") == "false");
  CHECK(after.at("/profiles/0/user") == R"("Dana Customer")");
  CHECK(after.at("/profiles/0/identifiers") == R"(["email: dana@globex.example"])");
  CHECK(after.at("/profiles/0/attributes") == R"("{\"n\":1}")");
}

TEST_CASE("long texts are cut between characters, long lists at 50 and 100") {
  Desk desk;
  std::string body;
  while (body.size() < 1000) body += "€";
  desk.update("1", R"("comment":{"body":")" + body + "\"}");
  const Answer cut = desk.call("GET", "/sandbox/overview");
  CHECK(cut.at("/tickets/0/last_comment") == "\"" + body.substr(0, 198) + "…\"");
  for (int i = 0; i < 110; ++i) desk.create("");
  const Answer many = desk.call("GET", "/sandbox/overview");
  CHECK(many.at("/counts/tickets") == "113");
  CHECK(many.at("/tickets/0/id") == R"("113")");
  CHECK(many.at("/tickets/49/id") == R"("64")");
  CHECK(many.at("/tickets/50") == "absent");
  CHECK(many.at("/requests/0/id") == "111");
  CHECK(many.at("/requests/99/id") == "12");
  CHECK(many.at("/requests/100") == "absent");
}

TEST_CASE("requests without headers and bodies") {
  Desk desk;
  desk.call("POST", "/sandbox/faults", R"({"fault":"delay","ms":250})");
  desk.create(R"("subject":"a secret subject")");
  desk.call("POST", "/sandbox/faults", R"({"fault":"hang"})");
  desk.create("");
  const Answer overview = desk.call("GET", "/sandbox/overview");
  CHECK(overview.at("/requests/0/status") == "0");
  CHECK(overview.at("/requests/0/fault") == R"("hang")");
  CHECK(overview.at("/requests/0/committed") == "false");
  CHECK(overview.at("/requests/1/method") == R"("POST")");
  CHECK(overview.at("/requests/1/path") == R"("/api/v2/tickets")");
  CHECK(overview.at("/requests/1/status") == "201");
  CHECK(overview.at("/requests/1/committed") == "true");
  JsonDocument json;
  REQUIRE(parse_json(overview.body, json));
  CHECK(json["requests"][1]["milliseconds"].GetDouble() >= 250);
  CHECK(overview.at("/requests/1/headers") == "absent");
  CHECK(overview.at("/requests/1/body") == "absent");
  CHECK(overview.body.find("sandbox-access-token") == std::string::npos);
  CHECK(overview.body.find("Bearer") == std::string::npos);
}
