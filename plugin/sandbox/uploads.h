// SPDX-License-Identifier: Apache-2.0
// Files that were sent and wait for the comment that takes them. Their contents are not kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "field.h"
#include "time_text.h"

namespace sandbox {

struct Attachment {
  Id id = 0;
  std::string file_name;
  std::string content_type;
  std::size_t size = 0;  ///< bytes
};

struct Upload {
  std::string token;
  Seconds expires_at = 0;
  std::vector<Attachment> attachments;
};

class Uploads {
 public:
  static constexpr Seconds kLifetime = 3600;
  static constexpr std::size_t kSizeLimit = 50 * 1024 * 1024;  ///< bytes of one file

  /// Since the start. What is in none of the others waits for a comment: nobody may ever take it.
  struct Counts {
    std::uint64_t made = 0;
    std::uint64_t attached = 0;
    std::uint64_t removed = 0;
    std::uint64_t expired = 0;
  };

  /// A new upload, with a token that nobody can guess, and no files yet.
  Upload& add(Seconds now);
  /// nullptr when the token is unknown, taken or expired.
  Upload* find(const std::string& token, Seconds now);
  bool remove(const std::string& token, Seconds now);
  /// For a comment; the token must have been found before.
  std::vector<Attachment> take(const std::string& token);

  /// Waiting now.
  std::size_t orphaned(Seconds now);
  const Counts& counts() const { return counts_; }

 private:
  void forget_expired(Seconds now);

  std::map<std::string, Upload> waiting_;  ///< by token
  Counts counts_;
};

}  // namespace sandbox
