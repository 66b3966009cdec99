// SPDX-License-Identifier: Apache-2.0
// What is left of a schema after it has been compiled.
#include "author/schema.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <thread>
#include <vector>

#include "author/error.h"
#include "sample.h"

namespace task_plugin {
namespace {

TEST_CASE("properties are found by name, with what their object says of them") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.types == SchemaNode::kObject);
  CHECK(root.closed);
  CHECK(root.one_required == std::vector<std::string>{"subject", "email"});
  CHECK(root.properties[0].name == "subject");
  CHECK(root.properties.Find("subject")->required);
  CHECK_FALSE(root.properties.Find("count")->required);
  CHECK(root.properties.Find("nope") == nullptr);
  CHECK(root.properties.Find("share")->title == "share");
  CHECK(root.properties.Find("address")->properties.Find("city")->required);
}

TEST_CASE("types are bits, and none accepts all") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.properties.Find("id")->types == (SchemaNode::kInteger | SchemaNode::kNull));
  CHECK(root.properties.Find("id")->Accepts(SchemaNode::kNull));
  CHECK_FALSE(root.properties.Find("id")->Accepts(SchemaNode::kString));
  CHECK(root.properties.Find("anything")->Accepts(SchemaNode::kArray));
}

TEST_CASE("nameless places go by their holder's title, and labels by its path") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.properties.Find("tags")->items->title == "Tags");
  CHECK(root.properties.Find("attributes")->additional->title == "Attributes");
  CHECK(root.properties.Find("free")->additional == nullptr);
  CHECK_FALSE(root.properties.Find("free")->closed);
  CHECK(root.properties.Find("moods")->items->choices.size() == 2);
  REQUIRE(root.properties.Find("address")->properties.Find("kind")->choices.size() == 1);
  CHECK(root.properties.Find("address")->properties.Find("kind")->choices.front().value == "home");
}

TEST_CASE("only places with limits have something for RapidJSON") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.limits == nullptr);
  CHECK(root.properties.Find("subject")->limits != nullptr);
  CHECK(root.properties.Find("public")->limits == nullptr);
  CHECK(root.properties.Find("shape")->limits != nullptr);
}

TEST_CASE("each of many properties is found, and nothing else") {
  const Locales none;
  std::string json;
  for (int i = 0; i < 300; ++i)
    json += fmt::format(R"({}"p{}q":{{"type":"string"}})", i == 0 ? "" : ",", i * 7);
  const Schema schema("t", R"({"type":"object","properties":{"":{},)" + json + "}}", none);
  const Properties& properties = schema.root().properties;
  REQUIRE(properties.size() == 301);
  for (size_t place = 0; place < properties.size(); ++place) {
    const SchemaNode* const found = properties.Find(properties[place].name);
    CHECK(found == &properties[place]);
    CHECK(found->place == place);
    if (place > 0) CHECK(properties.Find(properties[place].name + "x") == nullptr);
  }
  CHECK(schema.root().properties.Find("p1q") == nullptr);
  CHECK(properties[1].properties.Find("p1q") == nullptr);
}

TEST_CASE("a lazy schema is compiled once for all threads, and a broken one fails each time") {
  const Locales none;
  LazySchema lazy("t", R"({"type":"object","properties":{"a":{"type":"string"}}})", none);
  std::vector<const Schema*> seen(8);
  std::vector<std::thread> threads;
  for (const Schema*& mine : seen) threads.emplace_back([&] { mine = &lazy.Get(); });
  for (std::thread& thread : threads) thread.join();
  for (const Schema* one : seen) CHECK(one == &lazy.Get());
  CHECK(lazy.Get().root().properties.Find("a") != nullptr);

  LazySchema broken("t", "[]", none);
  CHECK_THROWS_AS(broken.Get(), Error);
  CHECK_THROWS_AS(broken.Get(), Error);
}

TEST_CASE("a broken schema is a defect of the plugin, and said to be one") {
  const Locales none;
  CHECK_THROWS_AS(Schema("t", "[]", none), Error);
  CHECK_THROWS_AS(Schema("t", "{", none), Error);
  CHECK_THROWS_AS(Schema("t", R"({"type":"text"})", none), Error);
}

}  // namespace
}  // namespace task_plugin
