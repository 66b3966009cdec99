// SPDX-License-Identifier: Apache-2.0
// Finding the places, asking, and putting together.
#include "taskhost/resolved_schema.h"

#include <vector>

#include "taskhost/format.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;

// Adds every place that depends on the account; what stands below one is the plugin's to tell.
template <typename AnyJson>  // const or not
void FindPlaces(AnyJson& schema, std::vector<AnyJson*>& places) {
  if (schema.At("/x-tp/schemaFrom") != nullptr) return places.push_back(&schema);
  if (AnyJson* items = schema.Find("items")) FindPlaces(*items, places);
  AnyJson* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return;
  for (auto& member : *properties->object()) FindPlaces<AnyJson>(member.second, places);
}

// The texts are the manifest's, in the person's language, unless the plugin has better ones; so is
// each hint.
void Merge(Json& place, Json resolved) {
  for (const char* name : {"title", "description"}) {
    const Json* kept = place.Find(name);
    if (kept != nullptr && resolved.Find(name) == nullptr) resolved.Set(name, *kept);
  }
  if (const Json* kept = place.Find("x-tp")) {
    Json hints = *kept;
    const Json* more = resolved.Find("x-tp");
    if (more != nullptr && more->object() != nullptr) {
      for (const auto& [name, hint] : *more->object()) hints.Set(name, hint);
    }
    resolved.Set("x-tp", std::move(hints));
  }
  place = std::move(resolved);
}

Result Malformed(Language language) {
  Result result;
  result.error_code = "host.schema";
  result.error_message = Say(language, Text::kNoSchemaInAnswer);
  return result;
}

}  // namespace

bool DependsOnAccount(const Json& schema) {
  std::vector<const Json*> places;
  FindPlaces(schema, places);
  return !places.empty();
}

Result ResolveSchema(Session& session, const std::string& task, const std::string& partial_input,
                     Language language, Json& schema) {
  std::vector<Json*> places;
  FindPlaces(schema, places);
  Result result;
  result.status = TP_OK;
  for (Json* place : places) {
    task_host::SchemaRequest request;
    request.task_type = task;
    request.source = place->At("/x-tp/schemaFrom")->Text("source");
    request.partial_input_json = partial_input;
    result = session.Do([&](task_host::Connection& connection, task_host::Operation& operation) {
      return connection.ResolveSchema(request, operation);
    });
    if (!result.ok()) return result;
    Json output = Json::ParseReported(result.output_json);
    Json* resolved = output.Find("schema");
    if (resolved == nullptr || resolved->object() == nullptr) return Malformed(language);
    if (place == &schema) {
      *place = std::move(*resolved);
    } else {
      Merge(*place, std::move(*resolved));
    }
  }
  return result;
}

}  // namespace taskhost
