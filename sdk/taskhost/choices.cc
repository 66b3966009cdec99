// SPDX-License-Identifier: Apache-2.0
// taskhost options: what a field may hold in this account.
#include <unistd.h>

#include "taskhost/choice_field.h"
#include "taskhost/commands.h"
#include "taskhost/connection_choice.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/report.h"
#include "taskhost/resolved_schema.h"
#include "taskhost/schema_text.h"
#include "taskhost/session.h"
#include "taskhost/set_names.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;

Result LoadPage(Session& session, const task_host::OptionsRequest& request) {
  return session.Do([&](task_host::Connection& connection, task_host::Operation& operation) {
    return connection.LoadOptions(request, operation);
  });
}

// One page, or all of them as one: the last page with the items of those before.
Result Load(Session& session, const Options& options, task_host::OptionsRequest request,
            Language language) {
  Json::Array items;
  while (true) {
    Result page = LoadPage(session, request);
    if (!page.ok() || !options.all) return page;
    Json output = Json::ParseReported(page.output_json);
    if (Json* found = output.Find("items"); found != nullptr && found->array() != nullptr) {
      for (Json& item : *found->array()) items.push_back(std::move(item));
    }
    std::string next = output.Text("nextPageToken");
    if (next.empty()) {
      output.Set("items", Json(std::move(items)));
      page.output_json = output.Serialize();
      return page;
    }
    if (next == request.page_token) {
      throw Stop(kExitInternal, TP_E_INTERNAL, "host.options", Say(language, Text::kSamePage));
    }
    request.page_token = std::move(next);
  }
}

std::vector<std::string> Row(const Json& item, Language language) {
  const Json* value = item.Find("value");
  std::string shown = value == nullptr ? std::string() : value->Serialize();
  if (value != nullptr && value->string() != nullptr) shown = *value->string();
  std::string label = item.Text("label");
  const Json* disabled = item.Find("disabled");
  if (disabled != nullptr && disabled->boolean() != nullptr && *disabled->boolean()) {
    label += " (" + Say(language, Text::kDisabled) + ")";
  }
  std::string description = item.Text("description");
  const std::string group = item.Text("group");
  if (!group.empty()) description = group + (description.empty() ? "" : ": ") + description;
  std::vector<std::string> row = {shown, label};
  if (!description.empty()) row.push_back(description);
  return row;
}

// "Room (room), Shelf (shelf)" for the pointers of fields that must be filled first.
std::string NeedsText(const Json& needs, const Json& schema) {
  std::string list;
  for (const Json& pointer : *needs.array()) {
    if (pointer.string() != nullptr) {
      list += (list.empty() ? "" : ", ") + FieldName(schema, *pointer.string());
    }
  }
  return list;
}

// The table for standard output.
std::string TableText(const Json& output, Language language) {
  std::vector<std::vector<std::string>> rows;
  const Json* items = output.Find("items");
  if (items != nullptr && items->array() != nullptr) {
    for (const Json& item : *items->array()) rows.push_back(Row(item, language));
  }
  if (rows.empty()) return Say(language, Text::kNoChoices) + "\n";
  return Printable(Table(rows, 0));
}

// What else there is to know, for standard error.
std::string HintText(const Json& output, const Json& schema, Language language) {
  std::string text;
  const Json* needs = output.Find("needs");
  if (needs != nullptr && needs->array() != nullptr && !needs->array()->empty()) {
    text += Say(language, Text::kFillFirst, NeedsText(*needs, schema)) + "\n";
  }
  const std::string next = output.Text("nextPageToken");
  if (!next.empty()) text += Say(language, Text::kMorePages, next) + "\n";
  return Printable(text);
}

// What a schema lets a field hold is one page.
Result PageOf(Json::Array items) {
  Json output;
  output.Set("items", Json(std::move(items)));
  Result page;
  page.status = TP_OK;
  page.output_json = output.Serialize();
  return page;
}

int Show(const Result& result, const Options& options, const Json& schema, const Labels& labels,
         Language language) {
  const std::string help = labels.ErrorHelp(result.error_code);
  bool written = true;
  if (options.json) {
    written = WriteOutput(JsonDocument(result, help), language);
  } else {
    if (result.ok()) {
      const Json output = Json::ParseReported(result.output_json);
      written = WriteOutput(TableText(output, language), language);
      WriteAll(STDERR_FILENO, HintText(output, schema, language));
    }
    WriteAll(STDERR_FILENO, DiagnosticText(result, language, help, Repetition::kIsHarmless));
  }
  return written ? ExitCode(result) : static_cast<int>(kExitInternal);
}

}  // namespace

int ListChoices(const Options& options, const task_host::PluginRegistry& registry,
                const task_host::Environment& environment, Language language) {
  const auto found = registry.FindTask(options.task);
  const task_host::Manifest& manifest = *found.plugin->manifest;
  const task_host::TaskEntry& task = *found.task;
  const Labels labels(manifest, language);
  Json schema = labels.Schema(task, Labels::Part::kInput);
  CheckSetNames(options, schema, language);
  task_host::OptionsRequest request;
  request.task_type = task.id;
  request.partial_input_json = BuildInput(options, task, language);
  request.search = options.search;
  request.page_token = options.page;
  request.limit = static_cast<std::uint32_t>(options.limit);
  const Json* const known = FindField(schema, options.field);
  if (auto fixed = known == nullptr ? std::nullopt : FixedChoices(*known, options.search))
    return Show(PageOf(std::move(*fixed)), options, schema, labels, language);
  const task_host::ConnectionSpec spec =
      ConnectionFor(options.connection, environment, manifest, task, language);
  // A field that the manifest does not know may be one of this account.
  if (known == nullptr && !DependsOnAccount(schema)) {
    throw Stop::Usage(NoSuchField(schema, options.field, language));
  }
  const Result result =
      WithConnection(options, environment, manifest, spec, language, [&](Session& session) {
        if (known == nullptr) {
          Result end =
              ResolveSchema(session, task.id, request.partial_input_json, language, schema);
          if (!end.ok()) return end;
          const Json* const resolved = FindField(schema, options.field);
          auto fixed = resolved == nullptr ? std::nullopt : FixedChoices(*resolved, options.search);
          if (fixed) return PageOf(std::move(*fixed));
        }
        request.source = SourceOf(schema, options.field, language);
        return Load(session, options, request, language);
      });
  return Show(result, options, schema, labels, language);
}

}  // namespace taskhost
