// SPDX-License-Identifier: Apache-2.0
// Every copy that is made of a secret here is overwritten again.
#include "plugin/auth/encodings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "plugin/transport/url.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {

using transport::WipeAtEnd;

Secret Base64(std::string_view plain) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text((plain.size() + 2) / 3 * 4, '=');
  const WipeAtEnd wipe(text);
  std::size_t out = 0;
  for (std::size_t i = 0; i < plain.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, plain.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<unsigned char>(plain[i + k]) : 0u);
    }
    for (std::size_t k = 0; k <= count; ++k) text[out + k] = kAlphabet[group >> (18 - 6 * k) & 63];
    out += 4;
  }
  return Secret(text);
}

Secret JsonEscaped(std::string_view text) {
  std::string json;
  const WipeAtEnd wipe(json);
  // A control character may take six; no text is left behind by growing.
  json.reserve(text.size() * 6);
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c >= '\0' && c < ' ') {
      fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      json += c;
    }
  }
  return Secret(json);
}

void ForEachForm(std::string_view secret, const std::function<void(std::string_view)>& visit) {
  if (secret.empty()) return;
  visit(secret);
  visit(Base64(secret).view());
  std::string form = transport::PercentEncode(secret);
  const WipeAtEnd wipe(form);
  if (form != secret) visit(form);
  const Secret json = JsonEscaped(secret);
  if (json.view() != secret) visit(json.view());
}

}  // namespace zendesk::auth
