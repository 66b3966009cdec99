// SPDX-License-Identifier: Apache-2.0
// The signature of a message, by the rules of Standard Webhooks (standardwebhooks.com), which many
// receivers can check already.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace webhook {

// The key in a secret: what "whsec_" stands before is base64, all else the bytes themselves.
// Nothing when that is no base64, or too short to protect anything.
std::optional<std::string> KeyOf(std::string_view secret);

// The header webhook-signature: "v1," and HMAC-SHA256 over "<id>.<unix seconds>.<body>" in base64.
std::string Sign(std::string_view key, std::string_view id, std::int64_t unix_seconds,
                 std::string_view body);

// A name that no other message has: "msg_" and 128 random bits.
std::string NewMessageId();

}  // namespace webhook
