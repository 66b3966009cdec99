// SPDX-License-Identifier: Apache-2.0
// The store of idempotency keys; forgets what is older than two hours.
#include "idempotency.h"

#include "json.h"

namespace sandbox {

const IdempotencyStore::Entry* IdempotencyStore::find(const std::string& key, Seconds now) {
  while (!ends_.empty() && ends_.front().first <= now) {
    entries_.erase(ends_.front().second);
    ends_.pop_front();
  }
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

void IdempotencyStore::keep(const std::string& key, Entry entry, Seconds now) {
  entries_.insert_or_assign(key, std::move(entry));
  ends_.emplace_back(now + kLifetime, key);
}

bool same_parameters(const std::string& a, const std::string& b) {
  if (a == b) return true;
  JsonDocument left, right;
  return parse_json(a, left) && parse_json(b, right) && left == right;
}

}  // namespace sandbox
