// SPDX-License-Identifier: Apache-2.0
// A list of secrets, the longest first.
#include "host/secret_mask.h"

#include <algorithm>

#include "host/json.h"
#include "host/text.h"

namespace task_host {
namespace {

void ReplaceAll(std::string& text, const std::string& what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

SecretMask::~SecretMask() {
  for (std::string& secret : secrets_) Wipe(secret);
}

void SecretMask::Add(std::string_view secret) {
  if (secret.empty()) return;
  std::string plain(secret);
  const WipeAtEnd wipe_plain(plain);
  std::string clean = ToUtf8(secret);
  const WipeAtEnd wipe_clean(clean);
  std::string escaped = Json(std::string_view(clean)).Serialize();
  const WipeAtEnd wipe_escaped(escaped);
  escaped.erase(0, 1);  // its quotes
  escaped.pop_back();
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string* text : {&plain, &escaped}) {
    if (std::find(secrets_.begin(), secrets_.end(), *text) != secrets_.end()) continue;
    // A secret may hold a shorter one; masking the short one first would leave the rest readable.
    const auto at = std::find_if(secrets_.begin(), secrets_.end(), [&](const std::string& other) {
      return other.size() < text->size();
    });
    secrets_.insert(at, *text);
  }
}

std::string SecretMask::Mask(std::string_view text) const {
  std::string masked(text);
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string& secret : secrets_) ReplaceAll(masked, secret, "***");
  return masked;
}

}  // namespace task_host
