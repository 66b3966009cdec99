// SPDX-License-Identifier: Apache-2.0
// Secrets that this program holds only in disguise, and a search for every form of them.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace canary {

enum class Kind {
  kClientSecret,
  kRefreshToken,
  kAccessToken,
  kCode,
  kVerifier,
  kApiToken,
  kPassword,
};
inline constexpr std::array kKinds = {Kind::kClientSecret, Kind::kRefreshToken, Kind::kAccessToken,
                                      Kind::kCode,         Kind::kVerifier,     Kind::kApiToken,
                                      Kind::kPassword};
std::string_view NameOf(Kind kind);

// Memory for plain text: in one piece that never moves, and overwritten in the end.
class Plain {
 public:
  Plain();
  ~Plain();
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  Plain& operator<<(std::string_view text);
  Plain& operator<<(Kind secret);
  // As the inside of a JSON string.
  Plain& InJson(Kind secret);

  std::string& text() { return text_; }

 private:
  std::string text_;
};

// Where a secret turned up, as "refresh_token, JSON" and so on; empty when it did not.
std::vector<std::string> FindIn(std::string_view haystack);

// The same for all memory of this process that it may write to, with the name of the mapping.
std::vector<std::string> FindInMemory();

// The same for the arguments of all processes that can be seen.
std::vector<std::string> FindInArguments();

// The same for all files below the folder, but for those with this ending.
std::vector<std::string> FindInFiles(const std::string& folder, std::string_view but_for);

}  // namespace canary
