// SPDX-License-Identifier: Apache-2.0
// Read by the same parser that will follow the address.
#include "address.h"

#include <curl/curl.h>

#include <memory>
#include <optional>

namespace webhook {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::optional<std::string> PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return std::nullopt;
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool IsThisMachine(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

AddressFault CheckAddress(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return AddressFault::kNoAddress;
  }
  const std::string scheme = PartOf(parsed.get(), CURLUPART_SCHEME).value_or("");
  const std::string host = PartOf(parsed.get(), CURLUPART_HOST).value_or("");
  if ((scheme != "https" && scheme != "http") || host.empty()) return AddressFault::kNoAddress;
  if (PartOf(parsed.get(), CURLUPART_USER) || PartOf(parsed.get(), CURLUPART_PASSWORD)) {
    return AddressFault::kHasSecrets;
  }
  return scheme == "http" && !IsThisMachine(host) ? AddressFault::kNotSecure : AddressFault::kNone;
}

}  // namespace webhook
