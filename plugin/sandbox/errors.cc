// SPDX-License-Identifier: Apache-2.0
// The error bodies, with the texts that clients have seen.
#include "errors.h"

#include <fmt/format.h>

#include <algorithm>

#include "json.h"

namespace sandbox {

Response json_response(int status, std::string body) {
  return {status, {{"content-type", "application/json; charset=utf-8"}}, std::move(body)};
}

Response text_response(int status, std::string body) {
  return {status, {{"content-type", "text/plain; charset=utf-8"}}, std::move(body)};
}

Response named_error(int status, std::string_view name, std::string_view description) {
  JsonWriter json;
  json.begin_object().field("error", name).field("description", description).end_object();
  return json_response(status, json.text());
}

Response titled_error(int status, std::string_view title, std::string_view message) {
  JsonWriter json;
  json.begin_object().key("error").begin_object();
  json.field("title", title).field("message", message);
  json.end_object().end_object();
  return json_response(status, json.text());
}

Response oauth_error(int status, std::string_view name, std::string_view description) {
  JsonWriter json;
  json.begin_object().field("error", name).field("error_description", description).end_object();
  Response response = json_response(status, json.text());
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

Response listed_error(int status, std::string_view code, std::string_view title,
                      const std::optional<std::string>& id) {
  JsonWriter json;
  json.begin_object().key("errors").begin_array().begin_object().field("code", code);
  if (id) json.field("id", *id);
  json.field("title", title).end_object().end_array().end_object();
  return json_response(status, json.text());
}

Response record_not_found() {
  return named_error(404, "RecordNotFound", "Not found");
}

Response invalid_endpoint() {
  return named_error(404, "InvalidEndpoint", "Not found");
}

Response no_help_desk(std::string_view host) {
  return titled_error(404, fmt::format("No help desk at {}", host),
                      "There is no help desk configured at this address. This means that the "
                      "address is available and that you can claim it at "
                      "http://www.zendesk.com/signup");
}

Response parameter_missing(std::string_view parameter) {
  return named_error(400, "ParameterMissing", fmt::format("Parameter {} is required", parameter));
}

Response unparsable_json() {
  return named_error(400, "Unprocessable", "Server could not parse JSON");
}

Response update_conflict() {
  return named_error(409, "UpdateConflict",
                     "Safe Update prevented the update due to outdated ticket data.");
}

Response forbidden() {
  return titled_error(403, "Forbidden",
                      "You do not have access to this page. Please contact the account owner of "
                      "this help desk for further help.");
}

Response missing_scope_error(std::string_view scope) {
  return named_error(403, "Forbidden",
                     fmt::format("Missing the following required scopes: {}", scope));
}

Response not_authenticated() {
  Response response = json_response(401, R"({"error":"Couldn't authenticate you"})");
  response.headers.emplace_back("www-authenticate", "Basic realm=\"Web Password\"");
  return response;
}

Response invalid_token() {
  Response response = json_response(
      401, R"({"error":"invalid_token","error_description":"The access token provided is expired, )"
           R"(revoked, malformed or invalid for other reasons."})");
  response.headers.emplace_back("www-authenticate", "Bearer error=\"invalid_token\"");
  return response;
}

Response internal_error() {
  return json_response(500, R"({"status":500,"error":"Internal Server Error"})");
}

void ValidationErrors::add(std::string_view field, std::string_view description,
                           const std::optional<std::string>& code) {
  JsonWriter json;
  json.begin_object().field("description", description).field("error", code).end_object();
  entries_.push_back({std::string(field), json.text()});
}

void ValidationErrors::add_for_ticket_field(std::string_view description,
                                            const std::optional<std::string>& code,
                                            std::int64_t ticket_field_id,
                                            std::string_view ticket_field_type) {
  JsonWriter json;
  json.begin_object().field("description", description).field("error", code);
  json.field("ticket_field_id", ticket_field_id).field("ticket_field_type", ticket_field_type);
  json.end_object();
  entries_.push_back({"base", json.text()});
}

Response ValidationErrors::response() const {
  std::vector<std::string> fields;
  for (const Entry& entry : entries_) {
    if (std::find(fields.begin(), fields.end(), entry.field) == fields.end()) {
      fields.push_back(entry.field);
    }
  }
  JsonWriter json;
  json.begin_object().field("error", "RecordInvalid");
  json.field("description", "Record validation errors");
  json.key("details").begin_object();
  for (const std::string& field : fields) {
    json.key(field).begin_array();
    for (const Entry& entry : entries_) {
      if (entry.field == field) json.raw(entry.json);
    }
    json.end_array();
  }
  json.end_object().end_object();
  return json_response(422, json.text());
}

}  // namespace sandbox
