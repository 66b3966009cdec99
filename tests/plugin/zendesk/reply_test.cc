// SPDX-License-Identifier: Apache-2.0
// The scan of an answer: what it notes, where the ticket stands, and what it refuses.
#include "plugin/zendesk/reply.h"

#include <doctest/doctest.h>

using zendesk::AuditSearch;
using zendesk::FoundRecord;
using zendesk::Message;
using zendesk::ProfileReply;
using zendesk::ReadAuditList;
using zendesk::ReadRecordList;
using zendesk::ReadReply;
using zendesk::RecordReply;
using zendesk::TicketReply;
using zendesk::UserReply;

namespace {

template <typename Reply>
Reply ReadAs(std::string_view body) {
  Reply reply;
  std::optional<Message> complaint;
  const bool read = ReadReply(body, reply, complaint);
  CAPTURE((complaint ? complaint->InEnglish() : ""));
  REQUIRE(read);
  CHECK_FALSE(complaint);
  return reply;
}

template <typename Reply>
std::string ComplaintAbout(std::string_view body) {
  Reply reply;
  std::optional<Message> complaint;
  CHECK_FALSE(ReadReply(body, reply, complaint));
  REQUIRE(complaint);
  return complaint->InEnglish();
}

constexpr auto Read = ReadAs<TicketReply>;
constexpr auto Complaint = ComplaintAbout<TicketReply>;

std::string Span(std::string_view body) {
  const TicketReply reply = Read(body);
  return std::string(body.substr(reply.begin, reply.size));
}

}  // namespace

TEST_SUITE_BEGIN("reply");

TEST_CASE("what a task needs") {
  const TicketReply reply = Read(R"({"ticket": {
      "url": "https://acme.zendesk.com/api/v2/tickets/35436.json", "id": 35436,
      "via": {"id": 7, "url": "no", "status": "no", "tags": ["no"], "updated_at": "no"},
      "updated_at": "2026-11-22T10:00:00Z", "status": "open", "tags": ["a", "\u00e9", "c d"],
      "custom_fields": [{"id": 1, "value": ["no"]}, {"id": 2, "value": "no"}], "last": null},
      "audit": {"id": 8, "status": "no", "tags": ["no"], "events": [{"id": 9}]}})");
  CHECK(reply.id == 35436);
  CHECK(reply.url == "https://acme.zendesk.com/api/v2/tickets/35436.json");
  CHECK(reply.status == "open");
  CHECK(reply.updated_at == "2026-11-22T10:00:00Z");
  CHECK(reply.tags == std::vector<std::string>{"a", "\xC3\xA9", "c d"});
}

TEST_CASE("what is missing, or null, is missing") {
  for (const char* body :
       {R"({"ticket":{"id":1}})",
        R"({"ticket":{"id":1,"url":null,"status":null,"updated_at":null,"tags":null}})",
        R"({"ticket":{"id":1,"url":5,"status":{},"updated_at":[],"tags":5}})"}) {
    CAPTURE(body);
    const TicketReply reply = Read(body);
    CHECK(reply.id == 1);
    CHECK_FALSE(reply.url.has_value());
    CHECK_FALSE(reply.status.has_value());
    CHECK(reply.updated_at.empty());
    CHECK(reply.tags.empty());
  }
}

TEST_CASE("tags that can be written back are known as such") {
  CHECK(Read(R"({"ticket":{"id":1,"tags":[]}})").has_tags);
  CHECK(Read(R"({"ticket":{"id":1,"tags":["a","b"]}})").has_tags);
  const TicketReply odd = Read(R"({"ticket":{"id":1,"tags":["a",null,360]}})");
  CHECK(odd.has_tags);
  CHECK(odd.tags == std::vector<std::string>{"a", "360"});
  for (const char* body :
       {R"({"ticket":{"id":1}})", R"({"ticket":{"id":1,"tags":null}})",
        R"({"ticket":{"id":1,"tags":"a"}})", R"({"ticket":{"id":1,"tags":[["a"]]}})",
        R"({"ticket":{"id":1,"tags":[{"a":"b"}]}})", R"({"ticket":{"id":1},"tags":["a"]})"}) {
    CAPTURE(body);
    CHECK_FALSE(Read(body).has_tags);
  }
}

TEST_CASE("the ticket's bytes, exactly") {
  CHECK(Span(R"({"ticket":{"id":1}})") == R"({"id":1})");
  CHECK(Span("  { \"a\" : 1 ,\n\t\"ticket\" :\r\n { \"id\" : 1 , \"x\" : \"}{\" } , \"b\":{} } ") ==
        R"({ "id" : 1 , "x" : "}{" })");
  CHECK(
      Span(
          R"({"tickets":{"id":5},"before":{"ticket":{"id":6}},"ticket":{"id":7,"ticket":{"id":8}}})") ==
      R"({"id":7,"ticket":{"id":8}})");
  CHECK(Span("{\"ticket\":{\"id\":1,\"s\":\"\xE2\x82\xAC\\u20ac\\\"}\"}}") ==
        "{\"id\":1,\"s\":\"\xE2\x82\xAC\\u20ac\\\"}\"}");
}

TEST_CASE("of two tickets the first counts, and of two that are none the one that is") {
  CHECK(Span(R"({"ticket":{"id":1,"tags":["a"]},"ticket":{"id":2,"tags":["b"]}})") ==
        R"({"id":1,"tags":["a"]})");
  CHECK(Read(R"({"ticket":{"id":1,"tags":["a"]},"ticket":{"id":2,"tags":["b"]}})").id == 1);
  CHECK(Read(R"({"ticket":null,"x":{"id":3},"ticket":{"id":2}})").id == 2);
  CHECK(Read(R"({"ticket":[{"id":1}],"ticket":{"id":2}})").id == 2);
}

TEST_CASE("a key that stands twice in one object is noticed") {
  CHECK_FALSE(
      Read(R"({"a":1,"a":2,"ticket":{"id":1,"x":{"id":1},"y":[{"id":1},{"id":1}]}})").repeats_key);
  CHECK(Read(R"({"ticket":{"id":1,"x":1,"x":2}})").repeats_key);
  CHECK(Read(R"({"ticket":{"id":1,"l":[{"a":{"b":1,"c":2,"b":3}}],"z":1}})").repeats_key);
}

TEST_CASE("keys are told apart by each of their characters, however many there are") {
  const auto repeats = [](const std::vector<std::string>& keys) {
    std::string object = R"("id":1)";
    for (const std::string& key : keys) object += ",\"" + key + "\":null";
    return Read(R"({"ticket":{)" + object + "}}").repeats_key;
  };
  std::vector<std::string> all;
  for (size_t size = 0; size <= 40; ++size) {
    std::vector<std::string> keys = {std::string(size, 'k')};
    for (size_t place = 0; place < size; ++place) {
      keys.push_back(keys.front());
      keys.back()[place] = 'K';
    }
    CHECK_FALSE(repeats(keys));
    all.insert(all.end(), keys.begin(), keys.end());
    keys.push_back(keys[size / 2]);
    CHECK(repeats(keys));
  }
  CHECK_FALSE(repeats(all));
  for (const size_t place : {size_t{0}, all.size() / 2, all.size() - 1}) {
    std::vector<std::string> keys = all;
    keys.push_back(all[place]);
    CHECK(repeats(keys));
  }
  CHECK(repeats({"abc", "\\u0061bc"}));
  CHECK(repeats({"abcdefghi", "abcdefgh\\u0069"}));
  CHECK_FALSE(repeats({"a", "\\u0000a", "a\\u0000"}));
}

TEST_CASE("ids keep 64 bits") {
  CHECK(Read(R"({"ticket":{"id":9007199254740993}})").id == 9007199254740993);
  CHECK(Read(R"({"ticket":{"id":9223372036854775807}})").id == 9223372036854775807);
  CHECK(Read(R"({"ticket":{"id":"9007199254740993"}})").id == 9007199254740993);
  for (const char* id :
       {"9223372036854775808", "1e3", "1.0", "\"1x\"", "null", "[1]", "{}", "true"}) {
    CAPTURE(id);
    CHECK(Complaint("{\"ticket\":{\"id\":" + std::string(id) + "}}") ==
          R"(Its "ticket" has no ID.)");
  }
}

TEST_CASE("no ticket") {
  for (const char* body :
       {"{}", "[]", "null", "5", "\"ticket\"", R"({"ticket":null})", R"({"ticket":[]})",
        R"({"ticket":[{"id":1}]})", R"({"ticket":"x"})", R"([{"ticket":{"id":1}}])",
        R"({"a":{"ticket":{"id":1}}})", R"({"Ticket":{"id":1}})", R"({"ticket ":{"id":1}})"}) {
    CAPTURE(body);
    CHECK(Complaint(body) == R"(It holds no "ticket".)");
  }
  CHECK(Complaint(R"({"ticket":{}})") == R"(Its "ticket" has no ID.)");
  CHECK(Complaint(R"({"ticket":{"x":{"id":1}}})") == R"(Its "ticket" has no ID.)");
}

TEST_CASE("no JSON") {
  for (const char* body :
       {"", " ", "<html>", "{\"ticket\":{\"id\":1},}", "{'ticket':{'id':1}}",
        "{\"ticket\":{\"id\":01}}", "{\"ticket\":{\"id\":NaN}}",
        "{\"ticket\":{\"id\":1,\"x\":\"\xE9\"}}", "{\"ticket\":{\"id\":1,\"x\":\"\xED\xB0\x80\"}}",
        "{\"ticket\":{\"id\":1,\"x\":\"\n\"}}", "\xEF\xBB\xBF{\"ticket\":{\"id\":1}}"}) {
    CAPTURE(body);
    CHECK(Complaint(body) == "It is not JSON, or is cut off.");
  }
  for (const std::string& behind : {std::string("x"), std::string("{}"), std::string("\0x", 2)}) {
    CHECK(Complaint(std::string("{\"ticket\":{\"id\":1}}").append(behind)) ==
          "Something stands behind its end.");
  }
}

TEST_CASE("every cut is noticed") {
  const std::string body =
      R"({"ticket":{"id":12,"tags":["a"],"x":{"y":[1,true]}},"audit":{"id":1}})";
  for (size_t size = 0; size < body.size(); ++size) {
    CAPTURE(size);
    CHECK(Complaint(body.substr(0, size)) == "It is not JSON, or is cut off.");
  }
  CHECK(Read(body).id == 12);
}

TEST_CASE("nesting has a limit, and no depth overflows") {
  const auto nested = [](size_t depth) {
    return "{\"ticket\":{\"id\":1,\"x\":" + std::string(depth, '[') + std::string(depth, ']') +
           "}}";
  };
  CHECK(Read(nested(62)).id == 1);
  CHECK(Complaint(nested(63)) == "It is nested too deeply.");
  CHECK(Complaint(nested(1'000'000)) == "It is nested too deeply.");
  CHECK(Complaint(std::string(1'000'000, '[')) == "It is nested too deeply.");
}

TEST_CASE("half of a surrogate pair in a text that is used") {
  for (const char* field : {"url", "status", "updated_at"}) {
    CHECK(Complaint("{\"ticket\":{\"id\":1,\"" + std::string(field) + "\":\"\\udc00\"}}") ==
          R"(A text of its "ticket" has half of a surrogate pair.)");
  }
  CHECK(Complaint(R"({"ticket":{"id":1,"tags":["\udc00"]}})") ==
        R"(A text of its "ticket" has half of a surrogate pair.)");
  CHECK(Read(R"({"ticket":{"id":1,"subject":"\udc00"}})").id == 1);
}

TEST_CASE("a profile: ids are texts, a number serves for its user's too") {
  const auto user_of = [](std::string_view user_id) {
    return ReadAs<ProfileReply>(R"({"profile":{"id":"01JD","user_id":)" + std::string(user_id) +
                                "}}")
        .user_id;
  };
  const ProfileReply reply = ReadAs<ProfileReply>(
      R"({"profile":{"id":"01JD","user_id":"9007199254740993","name":"Ada",)"
      R"("identifiers":[{"type":"email","id":"no"}],"attributes":{"id":"no","user_id":1}}})");
  CHECK(reply.id == "01JD");
  CHECK(reply.user_id == 9007199254740993);
  CHECK(reply.begin == 11);
  CHECK(user_of("9007199254740993") == 9007199254740993);
  for (const char* other : {"null", "\"\"", "\"x\"", "\"1x\"", "1.5", "{}", "[1]", "true"}) {
    CAPTURE(other);
    CHECK_FALSE(user_of(other).has_value());
  }
  CHECK(ReadAs<ProfileReply>(R"({"profile":{"id":5}})").id == "5");
  CHECK(ComplaintAbout<ProfileReply>(R"({"profile":{"id":""}})") == R"(Its "profile" has no ID.)");
  CHECK(ComplaintAbout<ProfileReply>(R"({"profiles":[]})") == R"(It holds no "profile".)");
}

TEST_CASE("a user") {
  CHECK(ReadAs<UserReply>(R"({"user":{"id":9007199254740993,"photo":{"id":1}}})").id ==
        9007199254740993);
  CHECK(ComplaintAbout<UserReply>(R"({"user":{"id":null}})") == R"(Its "user" has no ID.)");
}

TEST_CASE("a record") {
  RecordReply reply = ReadAs<RecordReply>(
      R"({"custom_object_record":{"id":"01JD","url":"https://a/b","name":"Car \u00e9",)"
      R"("external_id":"X1","custom_object_fields":{"name":"no","id":"no"}}})");
  CHECK(reply.id == "01JD");
  CHECK(reply.url == "https://a/b");
  CHECK(reply.name == "Car \xC3\xA9");
  CHECK(reply.external_id == "X1");
  reply = ReadAs<RecordReply>(R"({"custom_object_record":{"id":"1","external_id":null}})");
  CHECK_FALSE(reply.url.has_value());
  CHECK_FALSE(reply.name.has_value());
  CHECK_FALSE(reply.external_id.has_value());
  CHECK(ComplaintAbout<RecordReply>(R"({"custom_object_record":{"id":null}})") ==
        R"(Its "custom_object_record" has no ID.)");
}

TEST_CASE("the records of a list that have an external id") {
  const auto find = [](std::string_view body) {
    std::optional<Message> complaint;
    std::vector<FoundRecord> found;
    const bool read = ReadRecordList(body, found, complaint);
    CHECK(read == !complaint);
    if (!read) return complaint->InEnglish();
    std::string list;
    for (const FoundRecord& record : found) list += record.id + "=" + record.external_id + " ";
    return list;
  };
  CHECK(find(R"({"custom_object_records":[]})").empty());
  CHECK(find(R"({"custom_object_records":[{"id":"a","external_id":"x1"},null,
      {"id":"b","external_id":"X1"},{"id":"c","external_id":null},{"id":"d"}],"meta":{}})") ==
        "a=x1 b=X1 ");
  for (const char* id : {"", R"("id":null,)", R"("id":[5],)", R"("id":"",)", R"("id":"\udc00",)"}) {
    CAPTURE(id);
    CHECK(find(R"({"custom_object_records":[{)" + std::string(id) + R"("external_id":"X1"}]})") ==
          "A record of its list has no ID.");
  }
  for (const char* body : {"", "[]", "{}", "null", "{", R"({"custom_object_records":{}})",
                           R"({"custom_object_records":null})"}) {
    CAPTURE(body);
    CHECK(find(body) == "It holds no list of records.");
  }
}

TEST_CASE("when the record of a list was made") {
  std::optional<Message> complaint;
  std::vector<FoundRecord> found;
  CHECK(ReadRecordList(R"({"custom_object_records":[{"id":"a","external_id":"X1",
      "created_at":"1970-01-01T00:00:02Z"}]})",
                       found, complaint));
  CHECK(found.at(0).made_at_unix_ms == 2000);
}

TEST_CASE("the objects of a list, byte for byte") {
  const auto scan = [](std::string_view body) {
    std::optional<Message> complaint;
    const auto items = zendesk::ScanList(body, "tickets", complaint);
    CHECK(items.has_value() == !complaint);
    std::string list = items ? "" : complaint->InEnglish();
    if (items) {
      for (const std::string_view item : *items) list += std::string(item) + "|";
    }
    return list;
  };
  CHECK(scan(R"({"tickets":[]})").empty());
  CHECK(scan(R"({"count":2,"x":[{"tickets":[{"id":9}]}],"tickets":[{"id":1,"tags":["a",{}]}, 5,
      null, [{"id":3}], { "id" : 2 }],"tickets":[{"id":4}]})") ==
        R"({"id":1,"tags":["a",{}]}|{ "id" : 2 }|)");
  CHECK(scan(R"({"tickets":{"id":1}})") == R"(It holds no "tickets".)");
  CHECK(scan(R"({"tickets":[{"id":1})") == "It is not JSON, or is cut off.");
}

TEST_CASE("an operation among the audits of a ticket") {
  constexpr int64_t kSince = 1'000'000'000'000;  // in September 2001
  const auto search = [](std::string_view body) {
    std::optional<Message> complaint;
    AuditSearch found;
    const bool read = ReadAuditList(body, "op-1", kSince, found, complaint);
    CHECK(read == !complaint);
    if (!read) return complaint->InEnglish();
    return std::string(found.found ? "found" : "absent") + (found.is_all ? ", all" : ", some");
  };
  const auto audit = [](int id, const char* operation) {
    const char* made_at = id >= 8 ? "2026-01-01T00:00:00Z" : "2001-01-01T00:00:00Z";
    return R"({"id":)" + std::to_string(id) + R"(,"created_at":")" + made_at +
           R"(","metadata":{"system":{},"custom":{)" +
           (operation[0] == '\0'
                ? std::string()
                : R"("zendesk_tasks_operation":")" + std::string(operation) + '"') +
           "}}}";
  };
  const auto list = [](const std::string& audits, const char* more) {
    return R"({"audits":[)" + audits + R"(],"meta":{"has_more":)" + more + "}}";
  };
  CHECK(search(list(audit(3, "op-1"), "false")) == "found, all");
  CHECK(search(list(audit(3, "op-12"), "false")) == "absent, all");
  CHECK(search(list("", "false")) == "absent, all");
  CHECK(search(list(audit(9, "") + "," + audit(8, "op-1"), "true")) == "found, some");
  // The newest first, back to before the operation: the others are older still.
  CHECK(search(list(audit(9, "") + "," + audit(7, ""), "true")) == "absent, all");
  CHECK(search(list(audit(9, "") + "," + audit(8, ""), "true")) == "absent, some");
  // The oldest first: the newer ones are on another page.
  CHECK(search(list(audit(8, "") + "," + audit(9, ""), "true")) == "absent, some");
  CHECK(search(list(audit(8, ""), "true")) == "absent, some");
  CHECK(search(R"({"audits":[{"id":3,"metadata":null},{"id":2}]})") == "absent, some");
  for (const char* body :
       {"", "[]", "{}", R"({"audits":null})", R"({"audits":[null]})", R"({"audits":[{}]})"}) {
    CAPTURE(body);
    CHECK(search(body) == "It holds no list of audits.");
  }
}

TEST_CASE("an operation that has created the ticket") {
  const auto made = [](const std::string& events) {
    std::optional<Message> complaint;
    AuditSearch found;
    CHECK(
        ReadAuditList(R"({"audits":[{"id":3,"metadata":{"custom":{"zendesk_tasks_operation":"op-1")"
                      R"(}},"events":)" +
                          events + "}]}",
                      "op-1", 0, found, complaint));
    CHECK(found.found);
    return found.made;
  };
  CHECK(made(R"([{"type":"Comment"},{"type":"Create","field_name":"subject"}])"));
  CHECK_FALSE(made(R"([{"type":"Comment"},{"type":"Change"},null,7])"));
  CHECK_FALSE(made("null"));
}

TEST_SUITE_END();
