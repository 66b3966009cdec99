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
                 const WriteItem& write) {
  json.key(name).begin_array();
  for (std::size_t i = first; i < last; ++i) write(json, i);
  json.end_array();
}

std::string cursor_at(std::size_t index) {
  return fmt::format("{}{}", kCursorPrefix, index);
}

struct Range {
  std::size_t size = 0, first = 0, last = 0;
  const char* bad = nullptr;  ///< name of the parameter that makes no sense
};

Range cursor_range(const Request& request, std::size_t total) {
  const std::size_t size = std::min(number(request, "page[size]", kMaximumSize), kMaximumSize);
  if (size == 0) return {0, 0, 0, "page[size]"};
  for (const char* name : {"page[after]", "page[before]"}) {
    const auto cursor = request.query.find(name);
    if (cursor == request.query.end()) continue;
    const auto at = cursor->second.starts_with(kCursorPrefix)
                        ? parse_integer(std::string_view(cursor->second).substr(2))
                        : std::nullopt;
    if (!at || *at < 0) return {0, 0, 0, name};
    const std::size_t index = std::min(static_cast<std::size_t>(*at), total);
    if (cursor->first == "page[after]") return {size, index, std::min(index + size, total)};
    return {size, index - std::min(size, index), index};
  }
  return {size, 0, std::min(size, total)};
}

// The request's address without its own paging, ready for another.
std::string link_start(const Request& request, const std::string& url) {
  std::string result = url + '?';
  for (const auto& [name, value] : request.query_pairs) {
    if (name == "page" || name == "per_page" || name.starts_with("page[")) continue;
    result += fmt::format("{}={}&", encode(name), encode(value));
  }
  return result;
}

Response cursor_page(const Request& request, std::string_view name, const std::string& url,
                     std::size_t total, bool with_count, const WriteItem& write) {
  const Range range = cursor_range(request, total);
  if (range.bad) return bad_parameter(range.bad);
  const bool has_more = range.last < total;
  std::optional<std::string> after, before;
  if (has_more) after = cursor_at(range.last);
  if (range.first > 0) before = cursor_at(range.first);
  JsonWriter json;
  json.begin_object();
  write_items(json, name, range.first, range.last, write);
  json.key("meta").begin_object().field("has_more", has_more);
  json.field("after_cursor", after).field("before_cursor", before).end_object();
  const std::string start =
      fmt::format("{}page%5Bsize%5D={}&", link_start(request, url), range.size);
  if (before) before = fmt::format("{}page%5Bbefore%5D={}", start, *before);
  if (after) after = fmt::format("{}page%5Bafter%5D={}", start, *after);
  json.key("links").begin_object().field("prev", before).field("next", after).end_object();
  if (with_count) json.field("count", range.last - range.first);
  json.end_object();
  return json_response(200, json.text());
}

Response offset_page(const Request& request, std::string_view name, const std::string& url,
                     std::size_t total, const WriteItem& write) {
  const std::size_t size = std::min(number(request, "per_page", kMaximumSize), kMaximumSize);
  const std::size_t page = number(request, "page", 1);
  if (size == 0) return bad_parameter("per_page");
  if (page == 0 || page > kMaximumPage) return bad_parameter("page");
  const std::size_t first = std::min((page - 1) * size, total);
  const std::size_t last = std::min(first + size, total);
  const auto page_link = [&](bool there, std::size_t to) {
    return there ? std::optional(
                       fmt::format("{}page={}&per_page={}", link_start(request, url), to, size))
                 : std::nullopt;
  };
  JsonWriter json;
  json.begin_object();
  write_items(json, name, first, last, write);
  json.field("next_page", page_link(last < total, page + 1));
  json.field("previous_page", page_link(page > 1, page - 1)).field("count", total).end_object();
  return json_response(200, json.text());
}

}  // namespace

bool asks_for_cursor(const Request& request) {
  return request.parameter("page[size]") || request.parameter("page[after]") ||
         request.parameter("page[before]");
}

Response list_response(const Request& request, std::string_view name, const std::string& url,
                       std::size_t total, const WriteItem& write) {
  return asks_for_cursor(request) ? cursor_page(request, name, url, total, false, write)
                                  : offset_page(request, name, url, total, write);
}

Response whole_list_response(const Request& request, std::string_view name, const std::string& url,
                             std::size_t total, const WriteItem& write) {
  if (asks_for_cursor(request) || request.parameter("page") || request.parameter("per_page")) {
    return list_response(request, name, url, total, write);
  }
  JsonWriter json;
  json.begin_object();
  write_items(json, name, 0, total, write);
  json.field("next_page", nullptr).field("previous_page", nullptr).field("count", total);
  json.end_object();
  return json_response(200, json.text());
}

Response cursor_list_response(const Request& request, std::string_view name, const std::string& url,
                              std::size_t total, const WriteItem& write) {
  return cursor_page(request, name, url, total, true, write);
}

Response offset_list_response(const Request& request, std::string_view name, const std::string& url,
                              std::size_t total, const WriteItem& write) {
  return offset_page(request, name, url, total, write);
}

}  // namespace sandbox
