// SPDX-License-Identifier: Apache-2.0
// A task's input schema, compiled once: what coercion, validation and error messages need to know
// of each place.
//
// Understands the subset of JSON Schema that task plugins use (no $ref, no conditions; oneOf is
// left to RapidJSON as a whole) and the keyword x-tp.
#pragma once

#include <rapidjson/fwd.h>

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "author/json.h"
#include "author/locales.h"

namespace task_plugin {

struct SchemaNode;

/// The properties of an object in the schema's order, found by name in a step or two: a task asks
/// for dozens of them each time that it runs.
class Properties {
 public:
  void Add(std::unique_ptr<SchemaNode> property);

  size_t size() const { return nodes_.size(); }
  auto begin() const { return nodes_.begin(); }
  auto end() const { return nodes_.end(); }
  const SchemaNode& operator[](size_t place) const { return *nodes_[place]; }
  /// Null when there is none of that name.
  const SchemaNode* Find(std::string_view name) const;

 private:
  static constexpr size_t kSlots = 64;
  static size_t SlotOf(std::string_view name);

  std::vector<std::unique_ptr<SchemaNode>> nodes_;
  std::vector<const SchemaNode*> slots_;  // the last property of each; empty without properties
};

/// One place of a schema. Immutable after compilation; shared by any number of threads.
struct SchemaNode {
  SchemaNode();
  ~SchemaNode();  // where RapidJSON's schema classes are known: they cost every reader of this
                  // seconds
  SchemaNode(const SchemaNode&) = delete;
  SchemaNode& operator=(const SchemaNode&) = delete;

  enum Type : unsigned {
    kNull = 1u << 0,
    kBoolean = 1u << 1,
    kInteger = 1u << 2,
    kNumber = 1u << 3,
    kString = 1u << 4,
    kArray = 1u << 5,
    kObject = 1u << 6,
  };

  std::string name;  ///< of the property; empty at the root and for the items of an array
  size_t place = 0;  ///< of the property among those of its object
  const SchemaNode* in_same_slot = nullptr;  ///< see Properties
  std::string title;                 ///< as the form shows it; the name where nobody gives one
  unsigned types = 0;                ///< bits of Type; 0 accepts every type
  bool is_item = false;              ///< stands for the entries of a list
  bool required = false;             ///< by the object around it
  bool closed = false;               ///< an object that refuses properties it does not list
  std::string format;                ///< see HasFormat()
  std::vector<std::string> allowed;  ///< enum, as far as its values are texts
  std::vector<Choice> choices;  ///< what people may type for a value of `allowed`, besides itself
  Properties properties;
  std::unique_ptr<SchemaNode> additional;  ///< of properties not listed, where it is a schema
  std::unique_ptr<SchemaNode> items;
  std::vector<std::string> one_required;  ///< x-tp.oneRequired: at least one of these must be given

  /// The keywords that limit the value itself (enum, pattern, lengths, ...), for RapidJSON; null
  /// when there are none.
  std::unique_ptr<rapidjson::SchemaDocument> limits;
  /// They are nothing but these, which are checked without it.
  bool plain_limits = false;
  bool has_enum = false;
  int64_t minimum = std::numeric_limits<int64_t>::min();
  size_t min_length = 0;
  /// The same as JSON, for messages. Owned by the Schema.
  const json::Value* source = nullptr;

  bool Accepts(Type type) const { return types == 0 || (types & type) != 0; }
};

/// The input schema of one task. Immutable.
class Schema {
 public:
  /// `owner` is the task or the connection type under whose name `locales` keeps titles and labels.
  /// Throws Error when the schema is not valid JSON or its root is no object.
  Schema(std::string_view owner, std::string_view schema_json, const Locales& locales);

  const SchemaNode& root() const { return root_; }

 private:
  json::Document document_;
  SchemaNode root_;
};

/// A schema that is compiled when it is asked for the first time: most programs run a few of a
/// plugin's tasks. [any thread] for all but the constructor.
class LazySchema {
 public:
  /// What they name must outlive it; see Schema.
  LazySchema(std::string_view owner, std::string_view schema_json, const Locales& locales)
      : owner_(owner), json_(schema_json), locales_(locales) {}
  ~LazySchema();
  LazySchema(const LazySchema&) = delete;
  LazySchema& operator=(const LazySchema&) = delete;

  /// Throws what the Schema does.
  const Schema& Get();

 private:
  const std::string_view owner_;
  const std::string_view json_;
  const Locales& locales_;
  std::atomic<const Schema*> compiled_ = nullptr;  // no lock, which a fork could leave locked
};

}  // namespace task_plugin
