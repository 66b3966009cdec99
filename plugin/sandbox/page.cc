// SPDX-License-Identifier: Apache-2.0
// The page's Content-Security-Policy names its script and its style by their hashes.
#include "page.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace sandbox {

std::string hash_of_element(std::string_view html, std::string_view element) {
  const std::string begin_tag = fmt::format("<{}>", element),
                    end_tag = fmt::format("</{}>", element);
  const std::size_t begin = html.find(begin_tag) + begin_tag.size();
  const std::string_view text = html.substr(begin, html.find(end_tag, begin) - begin);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 45> base64{};
  const int size = EVP_EncodeBlock(base64.data(), digest.data(), digest.size());
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(size)};
}

Response page_response() {
  static const std::string kPolicy = fmt::format(
      "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; connect-src 'self'; "
      "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'",
      hash_of_element(kPageHtml, "script"), hash_of_element(kPageHtml, "style"));
  return {200,
          {{"content-type", "text/html; charset=utf-8"},
           {"content-security-policy", kPolicy},
           {"x-content-type-options", "nosniff"},
           {"referrer-policy", "no-referrer"},
           {"cache-control", "no-store"}},
          std::string(kPageHtml)};
}

}  // namespace sandbox
