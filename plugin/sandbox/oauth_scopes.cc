// SPDX-License-Identifier: Apache-2.0
// Scopes by their words, and which ones a request needs.
#include "oauth_scopes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plan.h"

namespace sandbox {
namespace {

constexpr std::array<std::string_view, 10> kResources{
    "tickets", "users",    "auditlogs", "organizations", "hc",
    "apps",    "triggers", "targets",   "automations",   "webhooks"};

bool has(const Scopes& scopes, std::string_view scope) {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool is_scope(std::string_view word) {
  if (word == "read" || word == "write" || word == "impersonate") return true;
  const auto colon = word.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view resource = word.substr(0, colon), right = word.substr(colon + 1);
  const bool is_known =
      std::find(kResources.begin(), kResources.end(), resource) != kResources.end();
  return is_known && (right == "read" || (right == "write" && resource != "auditlogs"));
}

// The resource with scopes of its own; profiles, records, audits of tickets and settings have none.
std::string_view resource_of(std::string_view path) {
  if (feature_of(path)) return {};
  if (path.starts_with("/api/v2/tickets/") && path.ends_with("/audits")) return {};
  for (const std::string_view resource : kResources) {
    const std::string collection = fmt::format("/api/v2/{}", resource);
    if (path == collection || path.starts_with(collection + "/")) return resource;
  }
  return {};
}

}  // namespace

std::optional<Scopes> parse_scopes(std::string_view text) {
  Scopes scopes;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty() || has(scopes, word)) continue;
    if (!is_scope(word)) return std::nullopt;
    scopes.emplace_back(word);
  }
  return scopes.empty() ? std::nullopt : std::optional(scopes);
}

std::string scope_text(const Scopes& scopes) {
  return fmt::format("{}", fmt::join(scopes, " "));
}

bool covers(const Scopes& granted, const Scopes& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](std::string_view scope) {
    return has(granted, scope) || has(granted, scope.substr(scope.find(':') + 1));
  });
}

std::optional<std::string_view> missing_scope(const Scopes& scopes, std::string_view method,
                                              std::string_view path) {
  const std::string_view right = method == "GET" || method == "HEAD" ? "read" : "write";
  // Whoever holds a token may look at it and end it.
  if (path == "/api/v2/oauth/tokens/current") {
    return scopes.empty() ? std::optional(right) : std::nullopt;
  }
  if (has(scopes, right)) return std::nullopt;
  const std::string_view resource = resource_of(path);
  if (!resource.empty() && has(scopes, fmt::format("{}:{}", resource, right))) return std::nullopt;
  return right;
}

std::string scope_for_people(std::string_view scope) {
  if (scope == "impersonate") return "Act on behalf of customers";
  const auto colon = scope.find(':');
  const std::string_view right = colon == std::string_view::npos ? scope : scope.substr(colon + 1);
  const std::string_view what =
      colon == std::string_view::npos ? "everything that you may" : scope.substr(0, colon);
  return fmt::format("{} {}", right == "read" ? "Read" : "Change", what);
}

}  // namespace sandbox
