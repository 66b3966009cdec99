// SPDX-License-Identifier: Apache-2.0
// Zendesk's answers to what cannot be done. It has several shapes for them; each maker names its
// own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http.h"

namespace sandbox {

/// Adds the content type.
Response json_response(int status, std::string body);
Response text_response(int status, std::string body);

/// `{"error":name,"description":description}`
Response named_error(int status, std::string_view name, std::string_view description);
/// `{"error":{"title":title,"message":message}}`
Response titled_error(int status, std::string_view title, std::string_view message);

/// `{"error":name,"error_description":description}`, as OAuth has it
Response oauth_error(int status, std::string_view name, std::string_view description);

/// `{"errors":[{"code":code,"title":title}]}`, with `id` if it is given
Response listed_error(int status, std::string_view code, std::string_view title,
                      const std::optional<std::string>& id = std::nullopt);

Response record_not_found();
Response invalid_endpoint();
/// For a host that is no account of Zendesk.
Response no_help_desk(std::string_view host);
Response parameter_missing(std::string_view parameter);
Response unparsable_json();
Response update_conflict();
Response forbidden();
/// `scope` is what the token lacks.
Response missing_scope_error(std::string_view scope);
/// For basic authentication and for none at all.
Response not_authenticated();
/// For bearer tokens.
Response invalid_token();
Response internal_error();

/// Gathers what is wrong with a record; Zendesk reports all of it at once, by field.
class ValidationErrors {
 public:
  void add(std::string_view field, std::string_view description,
           const std::optional<std::string>& code = "InvalidValue");
  /// Goes under `base` and names the ticket field, whose type reads like `FieldTagger`.
  void add_for_ticket_field(std::string_view description, const std::optional<std::string>& code,
                            std::int64_t ticket_field_id, std::string_view ticket_field_type);

  bool empty() const { return entries_.empty(); }
  Response response() const;  ///< 422

 private:
  struct Entry {
    std::string field;
    std::string json;
  };
  std::vector<Entry> entries_;
};

}  // namespace sandbox
