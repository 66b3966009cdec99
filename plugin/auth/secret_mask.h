// SPDX-License-Identifier: Apache-2.0
// Asterisks in the place of secrets: a server may send back what it was sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/auth/secret.h"
#include "plugin/transport/http.h"

namespace zendesk::auth {

// Holds every form of some secrets, made once for all answers.
class SecretMask {
 public:
  void Add(std::string_view secret);
  void Clear() noexcept { forms_.clear(); }

  // Replaces every form in a text for people.
  void Mask(std::string& text) const;

  // The same in a whole answer, but for what is short or all digits, since it may be part of
  // anything. A body that is JSON stays so.
  void Mask(transport::Response& answer) const;

 private:
  struct Form {
    // Where a text holds it, from there on; npos when it does not.
    std::size_t FindIn(std::string_view text, std::size_t from = 0) const;

    Secret text;
    std::size_t rarest = 0;     // the place of its character that answers hold least often
    bool stands_out = false;    // long and mixed enough to be nothing else
    bool is_unescaped = false;  // in JSON it could only match what has another meaning
  };

  void Keep(std::string_view form, bool is_unescaped);
  template <typename Text>
  static void Replace(Text& text, const Form& form);

  std::vector<Form> forms_;
};

}  // namespace zendesk::auth
