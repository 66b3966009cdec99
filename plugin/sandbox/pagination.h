// SPDX-License-Identifier: Apache-2.0
// Lists in pages, by offset (`page`, `per_page`) or by cursor (`page[size]`, `page[after]`,
// `page[before]`).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "http.h"
#include "json.h"

namespace sandbox {

using WriteItem = std::function<void(JsonWriter&, std::size_t)>;

/// One page of a list of `total` items. `write(json, i)` writes item i; `name` is the list's key
/// and `url` the address of the list without a query.
Response list_response(const Request& request, std::string_view name, const std::string& url,
                       std::size_t total, const WriteItem& write);

/// The same for lists that come whole unless the request asks for pages.
Response whole_list_response(const Request& request, std::string_view name, const std::string& url,
                             std::size_t total, const WriteItem& write);

/// The same for lists that know no cursors: what asks for one is passed over.
Response offset_list_response(const Request& request, std::string_view name, const std::string& url,
                              std::size_t total, const WriteItem& write);

/// The same for lists that know no offsets; `count` is the number of items on the page.
Response cursor_list_response(const Request& request, std::string_view name, const std::string& url,
                              std::size_t total, const WriteItem& write);

/// True when the request asks for pages by cursor.
bool asks_for_cursor(const Request& request);

}  // namespace sandbox
