// SPDX-License-Identifier: Apache-2.0
// Users: making and changing them by e-mail or external id, search, identities.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

Answer write(Desk& desk, const std::string& properties) {
  return desk.call("POST", "/api/v2/users/create_or_update", R"({"user":{)" + properties + "}}");
}

// Names of the users found, in their order.
std::string found(Desk& desk, const std::string& query) {
  const Answer answer = desk.call("GET", "/api/v2/users/search?" + query);
  std::string names;
  for (int i = 0; answer.at(fmt::format("/users/{}", i)) != "absent"; ++i) {
    names += answer.at(fmt::format("/users/{}/name", i));
  }
  return names;
}

}  // namespace

TEST_CASE("made when nobody fits, changed when somebody does") {
  Desk desk;
  const Answer made =
      write(desk, R"("name":"Gil","email":"GIL@x.example","external_id":12,"phone":"+4912",)"
                  R"("organization_id":360002000000011,"locale":"fr")");
  CHECK(made.status == 201);
  CHECK(made.header("location") == "https://acme.zendesk.com/api/v2/users/360005000000020.json");
  CHECK(made.at("/user/email") == R"("gil@x.example")");
  CHECK(made.at("/user/external_id") == R"("12")");
  CHECK(made.at("/user/role") == R"("end-user")");
  CHECK(made.at("/user/organization_id") == "360002000000011");
  const Answer by_email = write(desk, R"("email":"gil@x.example","name":"Gilbert")");
  CHECK(by_email.status == 200);
  CHECK(by_email.at("/user/id") == made.at("/user/id"));
  CHECK(by_email.at("/user/name") == R"("Gilbert")");
  CHECK(by_email.at("/user/phone") == R"("+4912")");
  const Answer by_external_id = write(desk, R"("external_id":"12","email":"second@x.example")");
  CHECK(by_external_id.status == 200);
  CHECK(by_external_id.at("/user/email") == R"("gil@x.example")");
  const Answer identities = desk.call("GET", "/api/v2/users/360005000000020/identities");
  CHECK(identities.at("/count") == "3");
  CHECK(identities.at("/identities/0/value") == R"("gil@x.example")");
  CHECK(identities.at("/identities/0/primary") == "true");
  CHECK(identities.at("/identities/1/type") == R"("phone_number")");
  CHECK(identities.at("/identities/2/value") == R"("second@x.example")");
  CHECK(identities.at("/identities/2/primary") == "false");
  CHECK(write(desk, R"("email":"second@x.example")").at("/user/id") == made.at("/user/id"));
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "4");
}

TEST_CASE("a write moves updated_at and nothing else does") {
  Desk desk;
  const Answer made = write(desk, R"("name":"Gil","email":"gil@x.example")");
  const std::string first = made.at("/user/created_at");
  CHECK(made.at("/user/updated_at") == first);
  desk.time += 60;
  const Answer again = write(desk, R"("name":"Gilbert","email":"gil@x.example")");
  CHECK(again.at("/user/created_at") == first);
  const std::string second = again.at("/user/updated_at");
  CHECK(second > first);
  desk.time += 60;
  const std::string path = "/api/v2/users/" + made.at("/user/id");
  CHECK(desk.call("GET", path).at("/user/updated_at") == second);
  CHECK(desk.call("DELETE", path).at("/user/updated_at") > second);
}

TEST_CASE("identities are added, and belong to one user") {
  Desk desk;
  const Answer made = write(desk, R"("name":"Gil","email":"gil@x.example","identities":[)"
                                  R"({"type":"twitter","value":"GIL"},)"
                                  R"({"type":"email","value":"Gil@Work.example"}])");
  CHECK(made.status == 201);
  const Answer identities = desk.call("GET", "/api/v2/users/360005000000020/identities");
  CHECK(identities.at("/count") == "3");
  CHECK(identities.at("/identities/1/type") == R"("twitter")");
  CHECK(identities.at("/identities/1/value") == R"("gil")");
  CHECK(identities.at("/identities/2/value") == R"("gil@work.example")");
  for (const char* wrong : {R"([{"type":"twitter","value":"gil"}])", R"([{"type":"twitter"}])",
                            R"([{"value":"x"}])", "{}", "5"}) {
    CAPTURE(wrong);
    const Answer refused =
        write(desk, R"("name":"B","email":"b@x.example","identities":)" + std::string(wrong));
    CHECK(refused.status == 422);
    CHECK(refused.at("/details/identities/0/description") != "absent");
  }
  CHECK(write(desk, R"("email":"gil@x.example","identities":[{"type":"twitter","value":"gil"}])")
            .status == 200);
}

TEST_CASE("what a user refuses") {
  Desk desk;
  CHECK(write(desk, R"("name":"A","external_id":"12")").status == 201);
  struct Case {
    const char* properties;
    const char* field;
    const char* code;
  };
  const Case cases[] = {
      {R"("email":"new@x.example")", "name", "ValueTooShort"},
      {R"("name":" ","email":"dana@globex.example")", "name", "ValueTooShort"},
      {R"("name":"B","email":"nothing")", "email", "InvalidFormat"},
      {R"("email":"dana@globex.example","external_id":"12")", "external_id", "DuplicateValue"},
      {R"("name":"B","role":"king")", "role", "InvalidValue"},
      {R"("name":"B","organization_id":7)", "organization", "InvalidValue"},
      {R"("name":[])", "name", "InvalidValue"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.properties);
    const Answer refused = write(desk, c.properties);
    CHECK(refused.status == 422);
    CHECK(refused.at(fmt::format("/details/{}/0/error", c.field)) == fmt::format("\"{}\"", c.code));
  }
  CHECK(desk.call("POST", "/api/v2/users/create_or_update", "{}").status == 400);
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "1");
}

TEST_CASE("search") {
  Desk desk;
  CHECK(write(desk, R"("name":"Gil","external_id":"A-1")").status == 201);
  CHECK(found(desk, "query=ELI") == R"("Eli Customer")");
  CHECK(found(desk, "query=customer%20globex") == R"("Dana Customer")");
  CHECK(found(desk, "query=email:ana@acme.example") == R"("Ana Agent")");
  CHECK(write(desk, R"("email":"ana@acme.example","identities":[)"
                    R"({"type":"email","value":"ana@home.example"}])")
            .status == 200);
  CHECK(found(desk, "query=email:%22Ana@home.example%22") == R"("Ana Agent")");
  CHECK(found(desk, "query=role:admin") == R"("Alex Admin")");
  CHECK(found(desk, "query=%22ben@acme.example%22") == R"("Ben Agent")");
  CHECK(found(desk, "external_id=A-1") == R"("Gil")");
  CHECK(found(desk, "external_id=a-1").empty());
  CHECK(found(desk, "query=nobody").empty());
  CHECK(desk.call("GET", "/api/v2/users/search").status == 400);
  const Answer page = desk.call("GET", "/api/v2/users/search?query=acme&per_page=2");
  CHECK(page.at("/count") == "6");
  CHECK(page.at("/users/2") == "absent");
  CHECK(page.at("/next_page") ==
        R"("https://acme.zendesk.com/api/v2/users/search.json?query=acme&page=2&per_page=2")");
}

TEST_CASE("one user, and nobody") {
  Desk desk;
  const Answer ana = desk.call("GET", "/api/v2/users/360001000000031.json");
  CHECK(ana.at("/user/name") == R"("Ana Agent")");
  CHECK(ana.at("/user/suspended") == "false");
  CHECK(desk.call("GET", "/api/v2/users/360001000000131").at("/user/suspended") == "true");
  CHECK(desk.call("GET", "/api/v2/users/7").status == 404);
  CHECK(desk.call("GET", "/api/v2/users/7/identities").status == 404);
}

TEST_CASE("made and changed by id, not by address") {
  Desk desk;
  const auto made = [&desk](const char* properties) {
    return desk.call("POST", "/api/v2/users", R"({"user":{)" + std::string(properties) + "}}");
  };
  const Answer taken = made(R"("name":"Second Dana","email":"DANA@globex.example")");
  CHECK(taken.status == 422);
  CHECK(taken.at("/details/email/0") ==
        R"({"description":"Email: dana@globex.example is already being used by another user",)"
        R"("error":"DuplicateValue"})");
  CHECK(desk.call("GET", "/sandbox/state").at("/users") == "9");
  CHECK(made(R"("name":"Gil","email":"gil@x.example","external_id":"G")").status == 201);
  CHECK(made(R"("name":"Gil","external_id":"G")").at("/details/external_id/0/error") ==
        R"("DuplicateValue")");
  const auto change = [&desk](const char* id, const char* properties) {
    return desk.call("PUT", std::string("/api/v2/users/") + id,
                     R"({"user":{)" + std::string(properties) + "}}");
  };
  CHECK(change("360001000000131", R"("suspended":false)").at("/user/suspended") == "false");
  CHECK(desk.create(R"("requester_id":360001000000131)").status == 201);
  CHECK(change("360001000000131", R"("email":"gil@x.example")").status == 422);
  CHECK(change("360001000000091", R"("email":"dana@globex.example")").status == 200);
  CHECK(change("7", R"("name":"X")").status == 404);
}
