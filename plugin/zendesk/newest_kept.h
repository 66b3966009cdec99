// SPDX-License-Identifier: Apache-2.0
// Things by their names, of which the newest are kept, so that no account fills the memory.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

namespace zendesk {

/// [I/O thread]
template <typename Thing>
class NewestKept {
 public:
  explicit NewestKept(size_t most) : most_(most) {}

  /// The thing of that name, made when it is not kept; a new one takes the place of the oldest. Who
  /// holds one has it even if it is forgotten meanwhile.
  std::shared_ptr<Thing> For(const std::string& name) {
    const auto known = things_.find(name);
    if (known != things_.end()) return known->second;
    if (order_.size() == most_) {
      things_.erase(order_.front());
      order_.pop_front();
    }
    order_.push_back(name);
    return things_.try_emplace(name, std::make_shared<Thing>()).first->second;
  }

  void Forget() {
    things_.clear();
    order_.clear();
  }

  size_t size() const { return things_.size(); }

 private:
  const size_t most_;
  std::map<std::string, std::shared_ptr<Thing>> things_;
  std::deque<std::string> order_;  // the oldest first
};

}  // namespace zendesk
