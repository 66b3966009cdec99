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
  CHECK(root.properties.front()->name == "subject");
  CHECK(root.Property("subject")->required);
  CHECK_FALSE(root.Property("count")->required);
  CHECK(root.Property("nope") == nullptr);
  CHECK(root.Property("share")->title == "share");
  CHECK(root.Property("address")->Property("city")->required);
}

TEST_CASE("types are bits, and none accepts all") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.Property("id")->types == (SchemaNode::kInteger | SchemaNode::kNull));
  CHECK(root.Property("id")->Accepts(SchemaNode::kNull));
  CHECK_FALSE(root.Property("id")->Accepts(SchemaNode::kString));
  CHECK(root.Property("anything")->Accepts(SchemaNode::kArray));
}

TEST_CASE("nameless places go by their holder's title, and labels by its path") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.Property("tags")->items->title == "Tags");
  CHECK(root.Property("attributes")->additional->title == "Attributes");
  CHECK(root.Property("free")->additional == nullptr);
  CHECK_FALSE(root.Property("free")->closed);
  CHECK(root.Property("moods")->items->choices.size() == 2);
  REQUIRE(root.Property("address")->Property("kind")->choices.size() == 1);
  CHECK(root.Property("address")->Property("kind")->choices.front().value == "home");
}

TEST_CASE("only places with limits have something for RapidJSON") {
  const SchemaNode& root = sample::TheSchema().root();
  CHECK(root.limits == nullptr);
  CHECK(root.Property("subject")->limits != nullptr);
  CHECK(root.Property("public")->limits == nullptr);
  CHECK(root.Property("shape")->limits != nullptr);
}

TEST_CASE("a broken schema is a defect of the plugin, and said to be one") {
  const Locales none;
  CHECK_THROWS_AS(Schema("t", "[]", none), Error);
  CHECK_THROWS_AS(Schema("t", "{", none), Error);
  CHECK_THROWS_AS(Schema("t", R"({"type":"text"})", none), Error);
}

}  // namespace
}  // namespace task_plugin
