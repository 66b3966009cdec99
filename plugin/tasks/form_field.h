// SPDX-License-Identifier: Apache-2.0
// One field of the account's own as a property of a schema.
#pragma once

#include <string>
#include <string_view>

#include "author/texts.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk::tasks {

/// What a schema says of a field beyond its kind.
struct FormField {
  std::string key;          ///< of the property
  std::string description;  ///< may be empty
  /// Where another field decides whether it shows: a pointer, and the schema of the value with
  /// which it does, as JSON. Empty: it always shows.
  std::string parent_pointer;
  std::string parent_schema;
  int order = 0;
};

/// Writes the property into the object of properties that the writer is in. The schema stays in the
/// subset that the manifests keep to, and what fits it is what the tasks accept. Every field may be
/// null, which empties it.
void WriteFormField(ObjectWriter& writer, const Field& field, const FormField& form,
                    const task_plugin::Texts& texts);

}  // namespace zendesk::tasks
