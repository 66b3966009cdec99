// SPDX-License-Identifier: Apache-2.0
// Files on their way into comments: tokens, limits, expiry, and what is left behind.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

Answer upload(Desk& desk, const std::string& query, std::string body) {
  desk.headers[1].second = "image/png";
  Answer answer = desk.call("POST", "/api/v2/uploads.json?" + query, std::move(body));
  desk.headers[1].second = "application/json";
  return answer;
}

std::string token_of(const Answer& answer) {
  const std::string json = answer.at("/upload/token");
  return json.substr(1, json.size() - 2);
}

std::string comment_with(const std::string& tokens) {
  return R"("comment":{"body":"see the file","uploads":[)" + tokens + "]}";
}

std::string orphaned(Desk& desk) {
  return desk.call("GET", "/sandbox/state").at("/uploads/orphaned");
}

}  // namespace

TEST_CASE("a file is sent, attached and shown") {
  Desk desk;
  const Answer first = upload(desk, "filename=a%20b.png", "PNG");
  CHECK(first.status == 201);
  CHECK(first.header("content-type") == "text/plain; charset=utf-8");
  CHECK(first.at("/upload/expires_at") == R"("2027-01-15T09:00:00Z")");
  CHECK(first.at("/upload/attachment/file_name") == R"("a b.png")");
  CHECK(first.at("/upload/attachment/size") == "3");
  CHECK(first.at("/upload/attachment/content_type") == R"("image/png")");
  const std::string token = token_of(first);
  const Answer second = upload(desk, "filename=c.png&token=" + token, "MORE");
  CHECK(token_of(second) == token);
  CHECK(second.at("/upload/attachments/1/size") == "4");
  CHECK(orphaned(desk) == "1");

  const Answer updated = desk.update("1", comment_with('"' + token + '"'));
  CHECK(updated.status == 200);
  CHECK(updated.at("/audit/events/0/attachments/0/file_name") == R"("a b.png")");
  CHECK(updated.at("/audit/events/0/attachments/1/id") == second.at("/upload/attachment/id"));
  CHECK(desk.call("GET", "/api/v2/tickets/1/comments").at("/comments/1/attachments/1/size") == "4");
  CHECK(desk.call("GET", "/sandbox/state").at("/uploads") ==
        R"({"orphaned":0,"made":1,"attached":1,"removed":0,"expired":0})");
}

TEST_CASE("a token is good for one comment") {
  Desk desk;
  const std::string token = '"' + token_of(upload(desk, "filename=a", "x")) + '"';
  CHECK(desk.create(R"("priority":"none",)" + comment_with(token)).status == 422);
  CHECK(orphaned(desk) == "1");
  CHECK(desk.update("1", comment_with(token + ',' + token)).status == 200);
  const Answer again = desk.update("2", comment_with(token));
  CHECK(again.status == 422);
  CHECK(again.at("/details/uploads/0/description") == R"("Uploads: unknown token")");
  CHECK(desk.update("2", comment_with(R"("nothing")")).status == 422);
  CHECK(desk.update("2", comment_with("5")).status == 422);
}

TEST_CASE("a file that nobody takes is removed, or expires") {
  Desk desk;
  const std::string removed = token_of(upload(desk, "filename=a", "x"));
  CHECK(desk.call("DELETE", "/api/v2/uploads/" + removed).status == 204);
  CHECK(desk.call("DELETE", "/api/v2/uploads/" + removed).status == 404);
  CHECK(desk.update("1", comment_with('"' + removed + '"')).status == 422);
  const std::string kept = token_of(upload(desk, "filename=a", "x"));
  desk.time += 3599;
  CHECK(orphaned(desk) == "1");
  desk.time += 1;
  CHECK(desk.call("GET", "/sandbox/state").at("/uploads") ==
        R"({"orphaned":0,"made":2,"attached":0,"removed":1,"expired":1})");
  CHECK(desk.update("1", comment_with('"' + kept + '"')).status == 422);
  CHECK(upload(desk, "filename=a&token=" + kept, "x").status == 404);
}

TEST_CASE("what is refused") {
  Desk desk;
  CHECK(upload(desk, "", "x").at("/description") == R"("Parameter filename is required")");
  CHECK(upload(desk, "filename=a", "").at("/error") == R"("AttachmentUnprocessable")");
  CHECK(upload(desk, "filename=a", std::string(Uploads::kSizeLimit, 'x')).status == 201);
  const Answer refused = upload(desk, "filename=a", std::string(Uploads::kSizeLimit + 1, 'x'));
  CHECK(refused.status == 413);
  CHECK(refused.body == R"({"error":"AttachmentTooLarge",)"
                        R"("description":"Attachment exceeds the maximum size allowed"})");
  CHECK(orphaned(desk) == "1");
}

TEST_CASE("the journal has a file's size and hash, not the file") {
  Desk desk;
  upload(desk, "filename=a", "confidential");
  const Answer journal = desk.call("GET", "/sandbox/requests");
  CHECK(journal.at("/requests/0/body") ==
        R"("12 bytes, SHA-256 )"
        R"(3151084286f59511ce11d4fd234b6485012514587a1968fa55afff83b05e213e")");
  CHECK(journal.at("/requests/0/body_bytes") == "12");
}
