// SPDX-License-Identifier: Apache-2.0
// The store of idempotency keys; forgets what is older than two hours, also when the clock goes
// back.
#include "idempotency.h"

#include "json.h"

namespace sandbox {

const IdempotencyStore::Entry* IdempotencyStore::find(const std::string& key, Seconds now) {
  for (; !ends_.empty() && ends_.front().first <= now; ends_.pop_front()) {
    const auto ended = entries_.find(ends_.front().second);
    if (ended != entries_.end() && ended->second.ends_at <= now) entries_.erase(ended);
  }
  const auto found = entries_.find(key);
  return found == entries_.end() || found->second.ends_at <= now ? nullptr : &found->second;
}

void IdempotencyStore::keep(const std::string& key, const std::string& body,
                            const Response& response, Seconds now) {
  entries_.insert_or_assign(key, Entry{body, response, now + kLifetime});
  ends_.emplace_back(now + kLifetime, key);
}

bool same_parameters(const std::string& a, const std::string& b) {
  if (a == b) return true;
  JsonDocument left, right;
  return parse_json(a, left) && parse_json(b, right) && left == right;
}

}  // namespace sandbox
