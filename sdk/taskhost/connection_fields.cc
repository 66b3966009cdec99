// SPDX-License-Identifier: Apache-2.0
// From the schemas of settings and credentials to a list of fields.
#include "taskhost/connection_fields.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "taskhost/schema_text.h"

namespace taskhost {
namespace {

using task_host::Json;

bool IsTrue(const Json* value) {
  return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::int64_t OrderOf(const ConnectionField& field) {
  const Json* order = field.schema.At("/x-tp/order");
  return order == nullptr ? std::numeric_limits<std::int64_t>::max()
                          : order->Integer().value_or(std::numeric_limits<std::int64_t>::max());
}

void AddFields(const Json& schema, bool credential, std::vector<ConnectionField>& fields) {
  const Json* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return;
  const auto before = static_cast<std::ptrdiff_t>(fields.size());
  for (const auto& [name, property] : *properties->object()) {
    ConnectionField field;
    field.name = name;
    field.title = TitleOf(&property, name);
    field.schema = property;
    field.credential = credential;
    field.required = IsRequired(schema, name);
    field.secret =
        credential && (property.Find("x-tp") == nullptr || IsTrue(property.At("/x-tp/secret")));
    field.advanced = IsTrue(property.At("/x-tp/advanced"));
    fields.push_back(std::move(field));
  }
  std::stable_sort(
      fields.begin() + before, fields.end(),
      [](const ConnectionField& a, const ConnectionField& b) { return OrderOf(a) < OrderOf(b); });
}

}  // namespace

std::vector<ConnectionField> FieldsOf(const Labels& labels, const task_host::ConnectionType& type) {
  std::vector<ConnectionField> fields;
  AddFields(labels.Settings(type), false, fields);
  AddFields(labels.Credentials(type), true, fields);
  return fields;
}

std::string AccountOf(const task_host::ConnectionType& type, const Json& settings) {
  const Json* required = type.settings.Find("required");
  if (required == nullptr || required->array() == nullptr) return {};
  for (const Json& name : *required->array()) {
    if (name.string() == nullptr) continue;
    if (std::string value = settings.Text(*name.string()); !value.empty()) return value;
  }
  return {};
}

}  // namespace taskhost
