// SPDX-License-Identifier: Apache-2.0
// Memory that held a secret is overwritten before it is given back.
#pragma once

#include <string.h>

#include <string>

namespace zendesk::transport {

// Overwrites the text, with the room behind it, and leaves it empty.
inline void Wipe(std::string& secret) noexcept {
  secret.resize(secret.capacity());
  explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

// Wipes the text at the end of the scope, also when an exception ends it.
class WipeAtEnd {
 public:
  explicit WipeAtEnd(std::string& text) : text_(text) {}
  ~WipeAtEnd() { Wipe(text_); }
  WipeAtEnd(const WipeAtEnd&) = delete;
  WipeAtEnd& operator=(const WipeAtEnd&) = delete;

 private:
  std::string& text_;
};

}  // namespace zendesk::transport
