// SPDX-License-Identifier: Apache-2.0
// Answers kept under the Idempotency-Key of the request that made a ticket.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>

#include "http.h"
#include "time_text.h"

namespace sandbox {

/// Only answers of writes that were stored are kept, so a refused request may be corrected and sent
/// again under its key.
class IdempotencyStore {
 public:
  static constexpr Seconds kLifetime = 2 * 60 * 60;

  struct Entry {
    std::string body;  ///< of the request
    Response response;
    Seconds ends_at = 0;
  };

  /// nullptr when the key is unknown or its time is over.
  const Entry* find(const std::string& key, Seconds now);
  void keep(const std::string& key, const std::string& body, const Response& response, Seconds now);

 private:
  std::map<std::string, Entry> entries_;
  std::deque<std::pair<Seconds, std::string>> ends_;  ///< in the order in which they were kept
};

/// Equal bytes or equal JSON: the order of keys does not count.
bool same_parameters(const std::string& a, const std::string& b);

}  // namespace sandbox
