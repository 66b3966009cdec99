// SPDX-License-Identifier: Apache-2.0
// Custom objects: definitions, and what a record keeps and refuses.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"
#include "ulid.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

constexpr const char* kAssets = "/api/v2/custom_objects/asset/records";
constexpr const char* kVisits = "/api/v2/custom_objects/maintenance_visit/records";

std::string body(const std::string& properties) {
  return R"({"custom_object_record":{)" + properties + "}}";
}

std::string without_quotes(const std::string& json) {
  return json.substr(1, json.size() - 2);
}

// The id of the seeded asset with that external id.
std::string asset_id(Desk& desk, const std::string& external_id) {
  const Answer list =
      desk.call("GET", std::string(kAssets) + "?filter[external_ids]=" + external_id);
  return without_quotes(list.at("/custom_object_records/0/id"));
}

// `fields` is the inside of custom_object_fields; the required category is added.
Answer create_asset(Desk& desk, std::string fields) {
  if (fields.find("\"category\"") == std::string::npos) {
    fields += fields.empty() ? "" : ",";
    fields += R"("category":"asset_laptop")";
  }
  return desk.call("POST", kAssets,
                   body(R"("name":"New","custom_object_fields":{)" + fields + "}"));
}

}  // namespace

TEST_CASE("the definitions") {
  Desk desk;
  const Answer list = desk.call("GET", "/api/v2/custom_objects");
  CHECK(list.status == 200);
  CHECK(list.at("/custom_objects/0/key") == R"("asset")");
  CHECK(list.at("/custom_objects/0/created_by_user_id") == R"("360001000000011")");
  CHECK(list.at("/custom_objects/1/title_pluralized") == R"("Maintenance visits")");
  CHECK(list.at("/custom_objects/3") == "absent");
  CHECK(desk.call("GET", "/api/v2/custom_objects/asset.json").at("/custom_object/title") ==
        R"("Asset")");
  const Answer missing = desk.call("GET", "/api/v2/custom_objects/car/fields");
  CHECK(missing.status == 404);
  CHECK(missing.at("/errors/0/code") == R"("CustomObjectNotFound")");
  CHECK(desk.call("GET", "/api/v2/custom_objects/limits/object_limit").body ==
        R"({"count":3,"limit":50})");
  CHECK(desk.call("GET", "/api/v2/custom_objects/limits/record_limit").at("/count") == "3");
  CHECK(desk.call("GET", "/api/v2/custom_objects/asset/limits/field_limit").at("/count") == "10");
}

TEST_CASE("fields, with the standard ones when asked") {
  Desk desk;
  const std::string path = "/api/v2/custom_objects/maintenance_visit/fields";
  const Answer own = desk.call("GET", path);
  CHECK(own.at("/custom_object_fields/0/key") == R"("asset")");
  CHECK(own.at("/custom_object_fields/0/type") == R"("parent")");
  CHECK(own.at("/custom_object_fields/0/required") == "true");
  CHECK(own.at("/custom_object_fields/0/relationship_target_type") ==
        R"("zen:custom_object:asset")");
  CHECK(own.at("/custom_object_fields/4/custom_field_options/2/value") == R"("work_repair")");
  CHECK(own.at("/count") == "10");
  const Answer all = desk.call("GET", path + "?include_standard_fields=true");
  CHECK(all.at("/custom_object_fields/0/key") == R"("standard::name")");
  CHECK(all.at("/custom_object_fields/0/properties/autoincrement_enabled") == "true");
  CHECK(all.at("/custom_object_fields/0/properties/autoincrement_next_sequence") == "2");
  CHECK(all.at("/custom_object_fields/1/key") == R"("standard::external_id")");
  CHECK(all.at("/count") == "12");
  CHECK(desk.call("GET", "/api/v2/custom_objects/asset/fields?include_standard_fields=true")
            .at("/custom_object_fields/0/properties/is_unique") == "true");
  const Answer one = desk.call("GET", path + "/hours");
  CHECK(one.at("/custom_object_field/type") == R"("decimal")");
  CHECK(desk.call("GET", path + "/" + one.at("/custom_object_field/id")).body == one.body);
  CHECK(desk.call("GET", path + "/colour").status == 404);
}

TEST_CASE("a value of every type comes back, from the write and from a read") {
  struct Case {
    const char* key;
    const char* sent;
    const char* answer;
  };
  const Case cases[] = {
      {"category", R"("asset_monitor")", R"("asset_monitor")"},
      {"serial_number", R"("é 1")", R"("é 1")"},
      {"serial_number", "12", R"("12")"},
      {"asset_tag", R"("AB-1234")", R"("AB-1234")"},
      {"accessories", R"(["accessory_bag","accessory_dock"])",
       R"(["accessory_bag","accessory_dock"])"},
      {"purchased_on", R"("2024-02-29")", R"("2024-02-29")"},
      {"price", "12.5", "12.5"},
      {"price", R"("+007.1")", "7.1"},
      {"price", R"("-.5")", "-0.5"},
      {"memory", "9007199254740993", "9007199254740993"},
      {"memory", R"("016")", "16"},
      {"under_warranty", "true", "true"},
      {"under_warranty", "null", "false"},
      {"owner", R"("9007199254741993")", R"("9007199254741993")"},
      {"owner", "360001000000091", R"("360001000000091")"},
      {"notes", R"("a\nb")", R"("a\nb")"},
      {"notes", "null", "null"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.key);
    CAPTURE(c.sent);
    Desk desk;
    const std::string path = std::string("/custom_object_record/custom_object_fields/") + c.key;
    const Answer created = create_asset(desk, fmt::format(R"("{}":{})", c.key, c.sent));
    CHECK(created.status == 201);
    CHECK(created.at(path) == c.answer);
    const std::string id = without_quotes(created.at("/custom_object_record/id"));
    CHECK(desk.call("GET", std::string(kAssets) + "/" + id).at(path) == c.answer);
  }
}

TEST_CASE("a new record: id, address, people as text") {
  Desk desk;
  const Answer created = create_asset(desk, "");
  const std::string id = without_quotes(created.at("/custom_object_record/id"));
  CHECK(is_ulid(id));
  CHECK(id > asset_id(desk, "ERP-1002"));
  CHECK(created.header("location") ==
        "https://acme.zendesk.com/api/v2/custom_objects/asset/records/" + id + ".json");
  CHECK(created.at("/custom_object_record/created_by_user_id") == R"("360001000000011")");
  CHECK(created.at("/custom_object_record/custom_object_key") == R"("asset")");
  CHECK(created.at("/custom_object_record/external_id") == "null");
  CHECK(created.at("/custom_object_record/photo") == "null");
  CHECK(created.at("/custom_object_record/created_at") == R"("2027-01-15T08:00:00Z")");
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "1");
}

TEST_CASE("what a record refuses, all at once and by field") {
  Desk desk;
  struct Case {
    const char* fields;
    const char* key;
    const char* code;
  };
  const Case cases[] = {
      {R"("category":"laptop")", "category", "InvalidValue"},
      {R"("category":null)", "category", "BlankValue"},
      {R"("colour":"red")", "colour", "InvalidValue"},
      {R"("asset_tag":"x")", "asset_tag", "InvalidValue"},
      {R"("accessories":["nothing"])", "accessories", "InvalidValue"},
      {R"("purchased_on":"2025-02-29")", "purchased_on", "InvalidValue"},
      {R"("price":"much")", "price", "InvalidValue"},
      {R"("memory":1.5)", "memory", "InvalidValue"},
      {R"("under_warranty":"maybe")", "under_warranty", "InvalidValue"},
      {R"("owner":"1")", "owner", "InvalidValue"},
      {R"("notes":{})", "notes", "InvalidValue"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.fields);
    const Answer refused = create_asset(desk, c.fields);
    CHECK(refused.status == 422);
    CHECK(refused.at("/error") == R"("RecordInvalid")");
    CHECK(refused.at(fmt::format("/details/{}/0/error", c.key)) == fmt::format("\"{}\"", c.code));
    CHECK(refused.at(fmt::format("/details/{}/1", c.key)) == "absent");
  }
  const Answer several = desk.call(
      "POST", kAssets, body(R"("custom_object_fields":{"price":"much","memory":"more"})"));
  for (const char* key : {"name", "category", "price", "memory"}) {
    CAPTURE(key);
    CHECK(several.at(fmt::format("/details/{}/0/description", key)) != "absent");
  }
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "0");
}

TEST_CASE("bodies and paths that are no record") {
  Desk desk;
  CHECK(
      desk.call("POST", kAssets, R"({"name":"x"})").body ==
      R"({"error":"ParameterMissing","description":"Parameter custom_object_record is required"})");
  CHECK(desk.call("POST", kAssets, "{").status == 400);
  CHECK(desk.call("POST", kAssets, body(R"("name":"x","custom_object_fields":[])"))
            .at("/details/custom_object_fields/0/error") == R"("InvalidValue")");
  CHECK(desk.call("POST", "/api/v2/custom_objects/car/records", body(R"("name":"x")")).status ==
        404);
  CHECK(desk.call("GET", std::string(kAssets) + "/01ARZ3NDEKTSV4RRFFQ69G5FAV").body ==
        R"({"error":"RecordNotFound","description":"Not found"})");
  const Answer warned = desk.call("PATCH", std::string(kAssets) + "?external_id=ERP-1001",
                                  body(R"("id":"x","name":"Renamed")"));
  CHECK(warned.status == 200);
  CHECK(warned.header("x-zendesk-api-warn") ==
        "{:allowed_parameters=>{:controller=>\"custom_object_records\", :action=>\"update\", "
        ":unpermitted_keys=>[\"custom_object_record.id\"], :invalid_values=>[]}}");
}

TEST_CASE("an update changes what is given") {
  Desk desk;
  const std::string path = std::string(kAssets) + "/" + asset_id(desk, "ERP-1001");
  desk.time += 60;
  const Answer updated =
      desk.call("PATCH", path, body(R"("custom_object_fields":{"notes":null,"memory":8})"));
  CHECK(updated.status == 200);
  CHECK(updated.at("/custom_object_record/name") == R"("Laser printer, 2nd floor")");
  CHECK(updated.at("/custom_object_record/external_id") == R"("ERP-1001")");
  CHECK(updated.at("/custom_object_record/custom_object_fields/serial_number") == R"("LP-4711")");
  CHECK(updated.at("/custom_object_record/custom_object_fields/notes") == "null");
  CHECK(updated.at("/custom_object_record/custom_object_fields/memory") == "8");
  CHECK(updated.at("/custom_object_record/updated_at") == R"("2027-01-15T08:01:00Z")");
  CHECK(updated.at("/custom_object_record/created_at") == R"("2026-01-01T10:00:00Z")");
  CHECK(desk.call("PATCH", path, body(R"("external_id":null)"))
            .at("/custom_object_record/external_id") == "null");
  CHECK(desk.call("PATCH", path, body(R"("name":"")")).at("/details/name/0/error") ==
        R"("BlankValue")");
  CHECK(desk.call("PUT", path, body("")).status == 404);
}

TEST_CASE("unique names, generated names, external ids") {
  Desk desk;
  CHECK(create_asset(desk, "").status == 201);
  CHECK(create_asset(desk, "").at("/details/name/0/error") == R"("DuplicateValue")");
  const Answer same_id = desk.call(
      "POST", kAssets,
      body(
          R"("name":"n","external_id":"ERP-1001","custom_object_fields":{"category":"asset_laptop"})"));
  CHECK(same_id.status == 422);
  CHECK(same_id.at("/details/external_id/0/error") == R"("DuplicateValue")");

  const std::string visit =
      R"("custom_object_fields":{"asset":"external_id:ERP-1002","visited_on":"2027-01-01"})";
  CHECK(desk.call("POST", kVisits, body(R"("name":"mine",)" + visit)).at("/details/name/0/error") ==
        R"("InvalidValue")");
  CHECK(desk.call("POST", kVisits, body(visit)).at("/custom_object_record/name") ==
        R"("Visit 0002")");
  CHECK(desk.call("POST", kVisits, body(visit)).at("/custom_object_record/name") ==
        R"("Visit 0003")");
}

TEST_CASE("a parent is given by id, external id or name, and kept as id") {
  Desk desk;
  const std::string id = asset_id(desk, "ERP-1002");
  for (const std::string& parent :
       {id, std::string("external_id:ERP-1002"), std::string("name:Laptop of Eli")}) {
    CAPTURE(parent);
    const Answer created = desk.call(
        "POST", kVisits,
        body(fmt::format(R"("custom_object_fields":{{"asset":"{}","visited_on":"2027-01-01"}})",
                         parent)));
    CHECK(created.status == 201);
    CHECK(created.at("/custom_object_record/custom_object_fields/asset") == "\"" + id + "\"");
  }
  for (const char* parent : {"external_id:nobody", "name:", "7"}) {
    CAPTURE(parent);
    const Answer refused = desk.call(
        "POST", kVisits,
        body(fmt::format(R"("custom_object_fields":{{"asset":"{}","visited_on":"2027-01-01"}})",
                         parent)));
    CHECK(refused.at("/details/asset/0/error") == R"("InvalidValue")");
  }
  CHECK(desk.call("POST", kVisits, body(R"("custom_object_fields":{"visited_on":"2027-01-01"})"))
            .at("/details/asset/0/error") == R"("BlankValue")");
}

TEST_CASE("create or update by external id or name") {
  Desk desk;
  const std::string fields = R"("custom_object_fields":{"category":"asset_printer"})";
  const auto upsert = [&](const std::string& query, const std::string& properties) {
    return desk.call("PATCH", std::string(kAssets) + "?" + query, body(properties));
  };
  const Answer made = upsert("external_id=E%201", R"("name":"By id",)" + fields);
  CHECK(made.status == 200);
  CHECK(made.at("/custom_object_record/external_id") == R"("E 1")");
  const Answer changed = upsert("external_id=E%201", R"("name":"Renamed")");
  CHECK(changed.at("/custom_object_record/id") == made.at("/custom_object_record/id"));
  CHECK(changed.at("/custom_object_record/name") == R"("Renamed")");
  CHECK(upsert("name=Renamed", fields).at("/custom_object_record/id") ==
        made.at("/custom_object_record/id"));
  CHECK(upsert("name=Fresh", fields).at("/custom_object_record/name") == R"("Fresh")");
  CHECK(upsert("name=a&external_id=b", fields).status == 400);
  CHECK(upsert("", fields).status == 400);
  CHECK(desk.call("PATCH", std::string(kVisits) + "?name=Visit%200001", body("")).status == 400);
  CHECK(desk.call("GET", std::string(kAssets) + "/count").at("/count/value") == "4");
}

TEST_CASE("32 KB and not a byte more") {
  Desk desk;
  const Answer empty = create_asset(desk, R"("notes":"")");
  const std::size_t used = std::string("New").size() +
                           empty.at("/custom_object_record/custom_object_fields").size() -
                           std::string("null").size() + std::string("\"\"").size();
  const std::string path =
      std::string(kAssets) + "/" + without_quotes(empty.at("/custom_object_record/id"));
  const auto notes = [&](std::size_t size) {
    return desk.call("PATCH", path,
                     body(R"("custom_object_fields":{"notes":")" + std::string(size, 'x') + "\"}"));
  };
  CHECK(notes(32 * 1024 - used).status == 200);
  const Answer refused = notes(32 * 1024 - used + 1);
  CHECK(refused.status == 422);
  CHECK(refused.at("/details/base/0/error") == R"("InvalidValue")");
}

TEST_CASE("lists in pages, by cursor only") {
  Desk desk;
  const auto name = [](const Answer& answer) { return answer.at("/custom_object_records/0/name"); };
  const std::string path = kAssets;
  const Answer first = desk.call("GET", path + "?page[size]=1&sort=-id");
  CHECK(name(first) == R"("Laptop of Eli")");
  CHECK(first.at("/count") == "1");
  CHECK(first.at("/meta/has_more") == "true");
  CHECK(first.at("/meta/before_cursor") == "null");
  const std::string next = without_quotes(first.at("/links/next"));
  CHECK(next.find("sort=-id") != std::string::npos);
  const Answer second = desk.call("GET", next.substr(next.find("/api/")));
  CHECK(name(second) == R"("Laser printer, 2nd floor")");
  CHECK(second.at("/meta/has_more") == "false");
  const std::string back = without_quotes(second.at("/links/prev"));
  CHECK(name(desk.call("GET", back.substr(back.find("/api/")))) == R"("Laptop of Eli")");
  CHECK(desk.call("GET", path + "?page[after]=x").status == 400);
  CHECK(desk.call("GET", path + "?sort=colour").status == 400);
  const std::string id = asset_id(desk, "ERP-1001");
  CHECK(name(desk.call("GET", path + "?filter[ids]=" + id + ",x")) ==
        R"("Laser printer, 2nd floor")");
  CHECK(desk.call("GET", path + "?filter[external_ids]=x").at("/count") == "0");
}

TEST_CASE("search by words, by part of the name, by filter") {
  Desk desk;
  const auto names = [](const Answer& answer) {
    std::string result;
    for (int i = 0; answer.at(fmt::format("/custom_object_records/{}", i)) != "absent"; ++i) {
      result += answer.at(fmt::format("/custom_object_records/{}/external_id", i));
    }
    return result;
  };
  const std::string path = kAssets;
  CHECK(names(desk.call("GET", path + "/search?query=TONER")) == R"("ERP-1001")");
  CHECK(names(desk.call("GET", path + "/search?query=lap%20lp-47&sort=-name")) ==
        R"("ERP-1001""ERP-1002")");
  CHECK(names(desk.call("GET", path + "/search?query=oner")).empty());
  CHECK(desk.call("GET", path + "/search").status == 400);
  CHECK(names(desk.call("GET", path + "/autocomplete?name=ELI")) == R"("ERP-1002")");
  const auto filtered = [&](const std::string& filter) {
    return desk.call("POST", path + "/search", R"({"filter":)" + filter + "}");
  };
  CHECK(names(filtered(R"({"custom_object_fields.memory":{"$eq":"32"}})")) == R"("ERP-1002")");
  CHECK(names(filtered(R"({"$or":[{"external_id":{"$eq":"ERP-1001"}},{"name":{"$eq":"x"}}]})")) ==
        R"("ERP-1001")");
  CHECK(names(filtered(R"({"$and":[{"external_id":{"$eq":"ERP-1001"}},{"name":{"$eq":"x"}}]})"))
            .empty());
  CHECK(filtered(R"({"custom_object_fields.colour":{"$eq":1}})").status == 400);
  CHECK(filtered(R"({"name":{"$near":1}})").status == 400);
}

TEST_CASE("deleting: by id, by key, and children with their parent") {
  Desk desk;
  const std::string path = kAssets;
  CHECK(desk.call("DELETE", path + "?external_id=ERP-1001").status == 204);
  CHECK(desk.call("DELETE", path + "?external_id=ERP-1001").status == 404);
  CHECK(desk.call("GET", std::string(kVisits) + "/count").at("/count/value") == "0");
  const std::string laptop = path + "/" + asset_id(desk, "ERP-1002");
  CHECK(desk.call("DELETE", laptop).status == 204);
  CHECK(desk.call("DELETE", laptop).status == 404);
  CHECK(desk.call("GET", path).at("/count") == "0");
}
