// SPDX-License-Identifier: Apache-2.0
// What a token may do, in Zendesk's words: `read`, `write`, `impersonate`, `tickets:read` and so
// on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

using Scopes = std::vector<std::string>;

/// Words with spaces between them; nullopt when there is none or one that Zendesk does not know.
std::optional<Scopes> parse_scopes(std::string_view text);

std::string scope_text(const Scopes& scopes);

/// True when `granted` allows everything that `wanted` does: `read` allows `tickets:read`.
bool covers(const Scopes& granted, const Scopes& wanted);

/// `read` or `write` when the scopes do not suffice for the request; `path` is without `.json`.
std::optional<std::string_view> missing_scope(const Scopes& scopes, std::string_view method,
                                              std::string_view path);

/// What people are asked to allow: `Read tickets`.
std::string scope_for_people(std::string_view scope);

}  // namespace sandbox
