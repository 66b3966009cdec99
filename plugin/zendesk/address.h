// SPDX-License-Identifier: Apache-2.0
// Where an account lives. Credentials go to this address and to no other.
#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "plugin/transport/message.h"

namespace zendesk {

using transport::Message;

/// The account's name from what a person enters: "acme", or the address pasted from a browser,
/// "https://acme.zendesk.com/agent/...". Nothing when it is neither: a name that is not a plain
/// label could turn the request, with its credentials, to another host.
std::optional<std::string> NormalizeSubdomain(std::string_view text);

/// A base address that cannot be used, and why.
class BadAddress : public std::invalid_argument {
 public:
  explicit BadAddress(Message message)
      : std::invalid_argument(message.InEnglish()), message_(std::move(message)) {}

  const Message& message() const noexcept { return message_; }

 private:
  Message message_;
};

/// The origin of an address such as "http://127.0.0.1:4010/": scheme, host and port in one
/// spelling, without a slash at the end. Plain HTTP is for loopback alone; hosts other than
/// loopback must be among `allowed_origins`, which the host's policy names. Throws BadAddress.
std::string CheckBaseUrl(std::string_view base_url, std::span<const std::string> allowed_origins);

/// An account and the origin at which it answers.
struct Address {
  std::string subdomain;  ///< normalised
  std::string origin;     ///< "https://acme.zendesk.com", or the checked base_url

  /// The page on which an agent sees a ticket.
  std::string AgentTicketUrl(int64_t ticket_id) const;
};

/// One part of a path, or one value of a query: everything but unreserved characters
/// percent-encoded, so that no value can change the path.
std::string EncodePathPart(std::string_view text);

/// The path of a request as a log may show it, when that is another: keys and IDs of custom objects
/// and records are text that a workflow fills in, so anything may stand there, and the token of an
/// upload gives the files to whoever has it. Else empty.
std::string PathForLog(std::string_view path);

}  // namespace zendesk
