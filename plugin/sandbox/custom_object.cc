// SPDX-License-Identifier: Apache-2.0
// Finders over one custom object.
#include "custom_object.h"

#include <algorithm>

namespace sandbox {
namespace {

template <typename Predicate>
const CustomObjectRecord* find_if(const std::map<std::string, CustomObjectRecord>& records,
                                  Predicate fits) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const auto& entry) { return fits(entry.second); });
  return found == records.end() ? nullptr : &found->second;
}

}  // namespace

const CustomObjectField* CustomObject::find_field(std::string_view wanted) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(),
                   [&](const CustomObjectField& field) { return field.key == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const CustomObjectRecord* CustomObject::find_record_by_external_id(std::string_view id) const {
  return find_if(records, [&](const CustomObjectRecord& r) { return r.external_id == id; });
}

const CustomObjectRecord* CustomObject::find_record_by_name(std::string_view name) const {
  return find_if(records, [&](const CustomObjectRecord& r) { return r.name == name; });
}

}  // namespace sandbox
