// SPDX-License-Identifier: Apache-2.0
// One page of one of Zendesk's lists, and what it says of the next.
// developer.zendesk.com/api-reference/introduction/pagination/
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/message.h"

namespace zendesk {

using transport::Message;

struct ListPage {
  std::vector<std::string_view> items;  ///< each object, byte for byte, in the body that was read
  bool has_more = false;
  /// Behind which the next page begins; empty when Zendesk counts this list's pages.
  std::string after_cursor;
};

/// Reads {"<name>":[{...},...],"meta":{...}} and the older {"<name>":[...],"next_page":"..."}.
/// Nothing, with a reason in `complaint`, when the body is not such a list. The addresses in it are
/// not for following: they may lead anywhere.
std::optional<ListPage> ReadListPage(std::string_view body, std::string_view name,
                                     std::optional<Message>& complaint);

}  // namespace zendesk
