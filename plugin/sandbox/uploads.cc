// SPDX-License-Identifier: Apache-2.0
// Expired uploads are found out when somebody looks.
#include "uploads.h"

#include <utility>

#include "random_text.h"

namespace sandbox {

Upload& Uploads::add(Seconds now) {
  const std::string token = random_text().substr(0, 32);
  ++counts_.made;
  return waiting_[token] = {token, now + kLifetime, {}};
}

Upload* Uploads::find(const std::string& token, Seconds now) {
  forget_expired(now);
  const auto found = waiting_.find(token);
  return found == waiting_.end() ? nullptr : &found->second;
}

bool Uploads::remove(const std::string& token, Seconds now) {
  forget_expired(now);
  if (waiting_.erase(token) == 0) return false;
  ++counts_.removed;
  return true;
}

std::vector<Attachment> Uploads::take(const std::string& token) {
  auto node = waiting_.extract(token);
  ++counts_.attached;
  return std::move(node.mapped().attachments);
}

std::size_t Uploads::orphaned(Seconds now) {
  forget_expired(now);
  return waiting_.size();
}

void Uploads::forget_expired(Seconds now) {
  counts_.expired +=
      std::erase_if(waiting_, [now](const auto& entry) { return entry.second.expires_at <= now; });
}

}  // namespace sandbox
