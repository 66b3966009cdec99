// SPDX-License-Identifier: Apache-2.0
// What a task needs from Zendesk's answer about a ticket.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zendesk {

/// Read in one pass over the bytes, without a tree of them: an answer has some five thousand, and a
/// task needs six values.
struct TicketReply {
  int64_t id = 0;
  std::optional<std::string> url;     ///< as Zendesk gave it
  std::optional<std::string> status;  ///< "new", "open", ...
  std::string updated_at;             ///< the stamp for safe updates; empty when it is missing
  std::vector<std::string> tags;
  bool has_tags = false;  ///< the answer had a list of tags, and `tags` is all of it
  size_t begin = 0;       ///< where the ticket object stands in the body that was read
  size_t size = 0;
};

/// Reads {"ticket":{...},...}. Nothing, with a reason in `complaint`, when the body is not such a
/// document: no UTF-8, no JSON, more than 64 levels deep, no ticket, no id.
std::optional<TicketReply> ReadTicketReply(std::string_view body, std::string& complaint);

}  // namespace zendesk
