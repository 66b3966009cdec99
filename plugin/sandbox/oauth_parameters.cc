// SPDX-License-Identifier: Apache-2.0
// Both forms of a body end up as texts by name.
#include "oauth_parameters.h"

#include "json.h"

namespace sandbox {
namespace {

std::optional<OauthParameters> of_json(const std::string& body) {
  JsonDocument json;
  if (!parse_json(body, json) || !json.IsObject()) return std::nullopt;
  OauthParameters parameters;
  const Json& object = json;
  for (const auto& [name, value] : object.GetObject()) {
    if (value.IsNull()) continue;
    parameters.values[std::string(text_of(name))] =
        value.IsString() ? std::string(text_of(value)) : to_text(value);
  }
  const Json* scope = member(json, "scope");
  parameters.scope_is_list = scope && scope->IsArray();
  return parameters;
}

}  // namespace

std::string OauthParameters::text(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

std::optional<OauthParameters> read_oauth_parameters(const Request& request) {
  const std::string* type = request.header("content-type");
  if (!type) return std::nullopt;
  if (lower(*type).find("json") != std::string::npos) return of_json(request.body);
  if (!lower(*type).starts_with("application/x-www-form-urlencoded")) return std::nullopt;
  OauthParameters parameters{parse_form(request.body)};
  parameters.scope_is_list = parameters.values.contains("scope[]");
  return parameters;
}

}  // namespace sandbox
