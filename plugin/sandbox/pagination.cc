// SPDX-License-Identifier: Apache-2.0
// Page arithmetic. A cursor is the index of the next item, in text that looks like nothing.
#include "pagination.h"

#include <fmt/format.h>

#include <algorithm>

#include "errors.h"

namespace sandbox {
namespace {

constexpr std::size_t kMaximumSize = 100;
constexpr std::size_t kMaximumPage = 100;
constexpr std::string_view kCursorPrefix = "at";

// A positive number from the query; `fallback` when it is not there, 0 when it is none.
std::size_t number(const Request& request, const std::string& name, std::size_t fallback) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return fallback;
  const auto value = parse_integer(found->second);
  return value && *value > 0 ? static_cast<std::size_t>(*value) : 0;
}

Response bad_parameter(std::string_view name) {
  return named_error(400, "InvalidPaginationParameter", fmt::format("{} is not valid", name));
}

void write_items(JsonWriter& json, std::string_view name, std::size_t first, std::size_t last,
                 const std::function<void(JsonWriter&, std::size_t)>& write) {
  json.key(name).begin_array();
  for (std::size_t i = first; i < last; ++i) write(json, i);
  json.end_array();
}

Response cursor_page(const Request& request, std::string_view name, const std::string& url,
                     std::size_t total,
                     const std::function<void(JsonWriter&, std::size_t)>& write) {
  const std::size_t size = std::min(number(request, "page[size]", kMaximumSize), kMaximumSize);
  if (size == 0) return bad_parameter("page[size]");
  std::size_t first = 0;
  if (const auto after = request.query.find("page[after]"); after != request.query.end()) {
    const auto at = after->second.starts_with(kCursorPrefix)
                        ? parse_integer(std::string_view(after->second).substr(2))
                        : std::nullopt;
    if (!at || *at < 0) return bad_parameter("page[after]");
    first = std::min(static_cast<std::size_t>(*at), total);
  }
  const std::size_t last = std::min(first + size, total);
  const bool has_more = last < total;
  const std::string cursor = fmt::format("{}{}", kCursorPrefix, last);
  JsonWriter json;
  json.begin_object();
  write_items(json, name, first, last, write);
  json.key("meta").begin_object().field("has_more", has_more);
  json.field("after_cursor", has_more ? std::optional(cursor) : std::nullopt);
  json.field("before_cursor", nullptr).end_object();
  json.key("links").begin_object().field("prev", nullptr).key("next");
  if (has_more) {
    json.value(fmt::format("{}?page%5Bsize%5D={}&page%5Bafter%5D={}", url, size, cursor));
  } else {
    json.value(nullptr);
  }
  json.end_object().end_object();
  return json_response(200, json.text());
}

}  // namespace

Response list_response(const Request& request, std::string_view name, const std::string& url,
                       std::size_t total,
                       const std::function<void(JsonWriter&, std::size_t)>& write) {
  if (request.query.contains("page[size]") || request.query.contains("page[after]")) {
    return cursor_page(request, name, url, total, write);
  }
  const std::size_t size = std::min(number(request, "per_page", kMaximumSize), kMaximumSize);
  const std::size_t page = number(request, "page", 1);
  if (size == 0) return bad_parameter("per_page");
  if (page == 0 || page > kMaximumPage) return bad_parameter("page");
  const std::size_t first = std::min((page - 1) * size, total);
  const std::size_t last = std::min(first + size, total);
  const auto link = [&](bool there, std::size_t to) {
    return there ? std::optional(fmt::format("{}?page={}&per_page={}", url, to, size))
                 : std::nullopt;
  };
  JsonWriter json;
  json.begin_object();
  write_items(json, name, first, last, write);
  json.field("next_page", link(last < total, page + 1));
  json.field("previous_page", link(page > 1, page - 1)).field("count", total).end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
