// SPDX-License-Identifier: Apache-2.0
// What is left of a schema after it has been compiled.
#include "author/schema.h"

#include <doctest/doctest.h>

#include <string>
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

TEST_CASE("a broken schema is a defect of the plugin, and said to be one") {
  const Locales none;
  CHECK_THROWS_AS(Schema("t", "[]", none), Error);
  CHECK_THROWS_AS(Schema("t", "{", none), Error);
  CHECK_THROWS_AS(Schema("t", R"({"type":"text"})", none), Error);
}

}  // namespace
}  // namespace task_plugin
