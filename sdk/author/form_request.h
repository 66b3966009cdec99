// SPDX-License-Identifier: Apache-2.0
// What tp.options/1 and tp.schema/1 hand over; see tp_options_request and tp_schema_request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "author/json.h"

namespace task_plugin {

/// One page of choices that a form asks for.
struct OptionsRequest {
  explicit OptionsRequest(json::Document partial) : partial_input(std::move(partial)) {}

  size_t task = 0;               ///< place in the plugin's list of task types
  std::string source;            ///< x-tp.optionsFrom.source of the field
  json::Document partial_input;  ///< an object; its members may be missing and of any kind
  std::string search;            ///< empty: everything
  std::string page_token;        ///< empty: the first page
  uint32_t limit = 0;            ///< most items wanted; 0: the plugin chooses
};

/// The place of a schema that depends on the account.
struct SchemaRequest {
  explicit SchemaRequest(json::Document partial) : partial_input(std::move(partial)) {}

  size_t task = 0;               ///< place in the plugin's list of task types
  std::string source;            ///< x-tp.schemaFrom.source of the place; empty: the whole input
  json::Document partial_input;  ///< an object; its members may be missing and of any kind
  std::string known_etag;        ///< of the schema that the host holds already; empty: none
};

}  // namespace task_plugin
