// SPDX-License-Identifier: Apache-2.0
// Finders over one custom object.
#include "custom_object.h"

#include <algorithm>

namespace sandbox {
namespace {

using Ids = std::map<std::string, std::set<std::string>, std::less<>>;

void remove_from(Ids& index, const std::string& key, const std::string& id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  found->second.erase(id);
  if (found->second.empty()) index.erase(found);
}

const std::string* first_of(const Ids& index, std::string_view key) {
  const auto found = index.find(key);
  return found == index.end() ? nullptr : &*found->second.begin();
}

}  // namespace

const CustomObjectField* CustomObject::find_field(std::string_view wanted) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(),
                   [&](const CustomObjectField& field) { return field.key == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const CustomObjectRecord* CustomObject::find_record_by_external_id(std::string_view id) const {
  const std::string* found = index.by_external_id(id);
  return found ? &records.at(*found) : nullptr;
}

const CustomObjectRecord* CustomObject::find_record_by_name(std::string_view name) const {
  const std::string* found = index.by_name(name);
  return found ? &records.at(*found) : nullptr;
}

void RecordIndex::add(const CustomObjectRecord& record) {
  if (record.external_id) external_ids_[*record.external_id].insert(record.id);
  names_[record.name].insert(record.id);
}

void RecordIndex::remove(const CustomObjectRecord& record) {
  if (record.external_id) remove_from(external_ids_, *record.external_id, record.id);
  remove_from(names_, record.name, record.id);
}

const std::string* RecordIndex::by_external_id(std::string_view external_id) const {
  return first_of(external_ids_, external_id);
}

const std::string* RecordIndex::by_name(std::string_view name) const {
  return first_of(names_, name);
}

}  // namespace sandbox
