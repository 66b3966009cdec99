// SPDX-License-Identifier: Apache-2.0
// Zendesk calls the attributes of a record custom_object_fields.
#include "plugin/tasks/record_body.h"

#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {

std::optional<RecordKey> KeyOfUpsert(const task_plugin::Input& input) {
  const auto by = input.Knows("match_on") ? input.Text("match_on")
                  : input.Text("if_missing") == "create"
                      ? std::optional<std::string_view>("external_id")
                      : std::nullopt;
  if (!by) return std::nullopt;
  return RecordKey{*by == "name" ? "name" : "external_id", *input.Text(*by)};
}

RecordBody BuildRecordBody(const task_plugin::Input& input, RecordWrite write,
                           std::string_view external_id, const ResolvedAttributes& attributes) {
  RecordBody body;
  ObjectWriter writer;
  writer.Begin("custom_object_record");
  writer.Copy(input, "name");
  if (write == RecordWrite::kCreate && !external_id.empty()) {
    writer.Text("external_id", external_id);
  } else if (write != RecordWrite::kUpdate || input.IsNull("external_id")) {
    writer.Copy(input, "external_id");
  }
  if (input.Has("attributes")) {
    writer.Begin("custom_object_fields");
    WriteAttributes(input, writer, body.warnings, attributes);
    writer.End();
  }
  writer.End();
  body.json = writer.Finish();
  if (write == RecordWrite::kUpdate) WarnIfEmpty(input, body.json, body.warnings);
  return body;
}

}  // namespace zendesk::tasks
