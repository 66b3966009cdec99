// SPDX-License-Identifier: Apache-2.0
// One field of the account's own as a property of a schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/texts.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk::tasks {

/// That another field holds some value.
struct FieldCondition {
  std::string pointer;
  std::string schema;  ///< of the value, as JSON
};

/// What a schema says of a field beyond its kind.
struct FormField {
  std::string key;          ///< of the property
  std::string description;  ///< may be empty
  /// Whether it shows; without a pointer it always does.
  FieldCondition visible;
  /// It has to hold something when all of these are true; none: it never has to, or when it has to
  /// cannot be said in this way, but in the description.
  std::vector<FieldCondition> required;
  /// x-tp.optionsFrom.source of its options, for those that are too many for a list.
  std::string options_source;
  int order = 0;
};

/// Writes the property into the object of properties that the writer is in. The schema stays in the
/// subset that the manifests keep to, and what fits it is what the tasks accept. Every field may be
/// null, which empties it.
void WriteFormField(ObjectWriter& writer, const Field& field, const FormField& form,
                    const task_plugin::Texts& texts);

}  // namespace zendesk::tasks
