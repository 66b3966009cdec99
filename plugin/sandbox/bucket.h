// SPDX-License-Identifier: Apache-2.0
// Counting requests against a limit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>

#include "time_text.h"

namespace sandbox {

/// A fixed window of time with room for `total` requests.
class Bucket {
 public:
  explicit Bucket(std::int64_t total, Seconds window = 60) : total_(total), window_(window) {}

  void count(Seconds now) {
    if (is_over(now)) {
      start_ = now;
      used_ = 0;
    }
    ++used_;
  }
  std::int64_t total() const { return total_; }
  std::int64_t remaining() const { return std::max<std::int64_t>(total_ - used_, 0); }
  bool is_overdrawn() const { return used_ > total_; }
  bool is_over(Seconds now) const { return now >= start_ + window_ || now < start_; }
  Seconds resets_in(Seconds now) const { return std::max<Seconds>(start_ + window_ - now, 1); }
  void set_total(std::int64_t total) { total_ = total; }

 private:
  std::int64_t total_;
  Seconds window_;
  Seconds start_ = 0;
  std::int64_t used_ = 0;
};

/// A bucket for each key. Those whose window is over are forgotten.
template <typename Key>
class Buckets {
 public:
  explicit Buckets(std::int64_t total, Seconds window = 60) : fresh_(total, window) {}

  void set_total(std::int64_t total) {
    fresh_.set_total(total);
    for (auto& [key, bucket] : buckets_) bucket.set_total(total);
  }

  /// The bucket of the key, with one more request in it.
  const Bucket& count(const Key& key, Seconds now) {
    if (buckets_.size() >= crowd_) forget(now);
    Bucket& bucket = buckets_.try_emplace(key, fresh_).first->second;
    bucket.count(now);
    return bucket;
  }

 private:
  // Only after the number has doubled, so that a request costs little on average.
  void forget(Seconds now) {
    std::erase_if(buckets_, [now](const auto& entry) { return entry.second.is_over(now); });
    crowd_ = std::max(kCrowd, 2 * buckets_.size());
  }

  static constexpr std::size_t kCrowd = 1024;
  Bucket fresh_;
  std::map<Key, Bucket> buckets_;
  std::size_t crowd_ = kCrowd;
};

}  // namespace sandbox
