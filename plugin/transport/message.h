// SPDX-License-Identifier: Apache-2.0
// A sentence for people that is not said yet, since nobody here knows their language.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace zendesk::transport {

// An English pattern, which is the key of its translations, and what it is to be filled with.
class Message {
 public:
  // `english` is a pattern of fmt's, checked by the compiler.
  template <typename... Args>
  explicit Message(fmt::format_string<Args...> english, Args&&... args)
      : english_(fmt::string_view(english).data(), fmt::string_view(english).size()),
        args_{fmt::to_string(args)...} {}

  std::string_view english() const noexcept { return english_; }
  const std::vector<std::string>& args() const noexcept { return args_; }
  std::vector<std::string>& args() noexcept { return args_; }

  // The whole sentence, for logs.
  std::string InEnglish() const;

 private:
  std::string_view english_;  // a literal
  std::vector<std::string> args_;
};

}  // namespace zendesk::transport
