// SPDX-License-Identifier: Apache-2.0
// Compiles schemas.
#include "author/schema.h"

#include <rapidjson/schema.h>

#include <algorithm>
#include <array>
#include <utility>

#include "author/error.h"
#include "author/text.h"

namespace task_plugin {
namespace {

constexpr std::array kLimitKeywords = {"enum",        "pattern",   "minimum",  "maximum",
                                       "minLength",   "maxLength", "minItems", "maxItems",
                                       "uniqueItems", "oneOf"};

constexpr std::array kTypeNames = {
    std::pair{"null", SchemaNode::kNull},       std::pair{"boolean", SchemaNode::kBoolean},
    std::pair{"integer", SchemaNode::kInteger}, std::pair{"number", SchemaNode::kNumber},
    std::pair{"string", SchemaNode::kString},   std::pair{"array", SchemaNode::kArray},
    std::pair{"object", SchemaNode::kObject},
};

unsigned TypeBit(std::string_view name) {
  for (const auto& [text, bit] : kTypeNames) {
    if (name == text) return bit;
  }
  throw Error(Status::kInternal, "internal", "A schema has an unknown type: " + std::string(name));
}

unsigned ReadTypes(const json::Value& schema) {
  const json::Value* type = json::Find(schema, "type");
  if (type == nullptr) return 0;
  if (type->IsString()) return TypeBit(json::Text(*type));
  unsigned bits = 0;
  for (const json::Value& name : type->GetArray()) bits |= TypeBit(json::Text(name));
  return bits;
}

std::vector<std::string> ReadTexts(const json::Value* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const json::Value& item : list->GetArray()) {
    if (item.IsString()) texts.emplace_back(json::Text(item));
  }
  return texts;
}

std::string ReadText(const json::Value& schema, std::string_view key) {
  const json::Value* text = json::Find(schema, key);
  return text != nullptr && text->IsString() ? std::string(json::Text(*text)) : std::string();
}

void ReadPlainLimits(const json::Value& limits, SchemaNode& node) {
  rapidjson::SizeType plain = 0;
  if (limits.HasMember("enum")) {
    node.has_enum = true;
    ++plain;
  }
  const json::Value* const minimum = json::Find(limits, "minimum");
  if (minimum != nullptr && minimum->IsInt64()) {
    node.minimum = minimum->GetInt64();
    ++plain;
  }
  const json::Value* const min_length = json::Find(limits, "minLength");
  if (min_length != nullptr && min_length->IsUint()) {
    node.min_length = min_length->GetUint();
    ++plain;
  }
  node.plain_limits = plain == limits.MemberCount();
}

void CompileLimits(const json::Value& schema, SchemaNode& node) {
  rapidjson::Document limits(rapidjson::kObjectType);
  for (const char* keyword : kLimitKeywords) {
    const json::Value* value = json::Find(schema, keyword);
    if (value == nullptr) continue;
    limits.AddMember(rapidjson::StringRef(keyword), json::Value(*value, limits.GetAllocator()),
                     limits.GetAllocator());
  }
  if (limits.ObjectEmpty()) return;
  ReadPlainLimits(limits, node);
  node.limits = std::make_unique<rapidjson::SchemaDocument>(limits);
}

class Compiler {
 public:
  Compiler(std::string_view owner, const Locales& locales) : owner_(owner), locales_(locales) {}

  void Compile(const json::Value& schema, const std::string& path, SchemaNode& node) const {
    node.source = &schema;
    // Places without a name have no title in a locale file, and share a path with their holder.
    if (!node.name.empty()) node.title = locales_.Title(owner_, path);
    if (node.title.empty()) node.title = ReadText(schema, "title");
    if (node.title.empty()) node.title = node.name;
    node.types = ReadTypes(schema);
    node.format = ReadText(schema, "format");
    node.allowed = ReadTexts(json::Find(schema, "enum"));
    if (!node.allowed.empty()) node.choices = locales_.Choices(owner_, path);
    CompileLimits(schema, node);
    if (const json::Value* additional = json::Find(schema, "additionalProperties")) {
      node.closed = additional->IsFalse();
      if (additional->IsObject()) node.additional = CompileInside(*additional, path, node);
    }
    if (const json::Value* hints = json::Find(schema, "x-tp")) {
      node.one_required = ReadTexts(json::Find(*hints, "oneRequired"));
    }
    CompileProperties(schema, path, node);
    if (const json::Value* items = json::Find(schema, "items")) {
      node.items = CompileInside(*items, path, node);
      node.items->is_item = true;
    }
  }

 private:
  // Places without a name of their own go by the name of what holds them.
  std::unique_ptr<SchemaNode> CompileInside(const json::Value& schema, const std::string& path,
                                            const SchemaNode& holder) const {
    auto inside = std::make_unique<SchemaNode>();
    Compile(schema, path, *inside);
    if (inside->title.empty()) inside->title = holder.title;
    return inside;
  }

  void CompileProperties(const json::Value& schema, const std::string& path,
                         SchemaNode& node) const {
    const json::Value* properties = json::Find(schema, "properties");
    if (properties == nullptr) return;
    const std::vector<std::string> required = ReadTexts(json::Find(schema, "required"));
    for (const auto& member : properties->GetObject()) {
      auto property = std::make_unique<SchemaNode>();
      property->name = json::Text(member.name);
      property->required =
          std::find(required.begin(), required.end(), property->name) != required.end();
      Compile(member.value, path.empty() ? property->name : path + "." + property->name, *property);
      node.properties.Add(std::move(property));
    }
  }

  std::string_view owner_;
  const Locales& locales_;
};

}  // namespace

SchemaNode::SchemaNode() = default;
SchemaNode::~SchemaNode() = default;

size_t Properties::SlotOf(std::string_view name) {
  if (name.empty()) return 0;
  const auto first = static_cast<unsigned char>(name.front());
  const auto last = static_cast<unsigned char>(name.back());
  return (name.size() * 7 + first + last * size_t{3}) % kSlots;
}

void Properties::Add(std::unique_ptr<SchemaNode> property) {
  slots_.resize(kSlots);
  property->place = nodes_.size();
  property->in_same_slot = std::exchange(slots_[SlotOf(property->name)], property.get());
  nodes_.push_back(std::move(property));
}

const SchemaNode* Properties::Find(std::string_view name) const {
  if (slots_.empty()) return nullptr;
  const SchemaNode* node = slots_[SlotOf(name)];
  while (node != nullptr && node->name != name) node = node->in_same_slot;
  return node;
}

Schema::Schema(std::string_view owner, std::string_view schema_json, const Locales& locales)
    : document_(json::Document::Parse(std::string(schema_json), "A schema")) {
  if (!document_.root().IsObject())
    throw Error(Status::kInternal, "internal", "A schema is no object.");
  Compiler(owner, locales).Compile(document_.root(), "", root_);
}

LazySchema::~LazySchema() {
  delete compiled_.load(std::memory_order_acquire);
}

const Schema& LazySchema::Get() {
  const Schema* compiled = compiled_.load(std::memory_order_acquire);
  if (compiled != nullptr) return *compiled;
  auto own = std::make_unique<const Schema>(owner_, json_, locales_);
  // Another thread may have been faster.
  if (!compiled_.compare_exchange_strong(compiled, own.get())) return *compiled;
  return *own.release();
}

}  // namespace task_plugin
