// SPDX-License-Identifier: Apache-2.0
// Kinds of things that an account defines for itself, and their records.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "field.h"
#include "time_text.h"

namespace sandbox {

struct CustomObjectField : CustomField {
  std::string key;
};

/// How records get their names. The two flags exclude each other.
struct NameRule {
  bool is_unique = false;
  bool autoincrement_enabled = false;  ///< names are made, and none may be given
  std::string autoincrement_prefix{};
  int autoincrement_padding = 0;  ///< digits at least
  std::int64_t autoincrement_next_sequence = 1;
};

/// What a write can change.
struct RecordProperties {
  std::string name;
  std::optional<std::string> external_id;
  std::map<std::string, FieldValue> fields;  ///< by key
};

struct CustomObjectRecord : RecordProperties {
  std::string id;  ///< ULID
  Seconds created_at = 0;
  Seconds updated_at = 0;
  Id created_by_user_id = 0;
  Id updated_by_user_id = 0;
};

/// Ids of records by what else names them.
class RecordIndex {
 public:
  void add(const CustomObjectRecord& record);
  /// Does nothing when the record was not added.
  void remove(const CustomObjectRecord& record);
  /// nullptr when there is none; the oldest of several with one name.
  const std::string* by_external_id(std::string_view external_id) const;
  const std::string* by_name(std::string_view name) const;

 private:
  using Ids = std::map<std::string, std::set<std::string>, std::less<>>;
  Ids external_ids_;
  Ids names_;
};

struct CustomObject {
  std::string key;
  std::string title;
  std::string title_pluralized;
  std::string description;
  NameRule name_rule;
  Id name_field_id = 0;
  Id external_id_field_id = 0;
  std::vector<CustomObjectField> fields;              ///< by position
  std::map<std::string, CustomObjectRecord> records;  ///< by id; every change goes through `index`
  RecordIndex index;

  const CustomObjectField* find_field(std::string_view key) const;
  /// With regard to case.
  const CustomObjectRecord* find_record_by_external_id(std::string_view external_id) const;
  const CustomObjectRecord* find_record_by_name(std::string_view name) const;
};

}  // namespace sandbox
