// SPDX-License-Identifier: Apache-2.0
// In the order in which the tasks came.
#include "plugin/tasks/bulk.h"

#include <algorithm>
#include <map>
#include <set>

namespace zendesk::tasks {
namespace {

// Zendesk does not say how long a request may be; this much is taken from everybody.
constexpr size_t kMostBytes = size_t{1} << 20;

// The same moment, told in milliseconds by another clock.
constexpr std::chrono::milliseconds kSameDeadline(100);

// The items of one group, on their way into batches.
class Collector {
 public:
  Collector(const BulkForm& form, std::string group) : form_(form), group_(std::move(group)) {}

  void Add(std::unique_ptr<BatchItem> item, BulkPlan& plan) {
    if (targets_.contains(TargetOf(*item))) {
      plan.alone.push_back(std::move(item));
      return;
    }
    if (!items_.empty() && !HasRoomFor(*item)) Close(plan);
    bytes_ += item->json.size() + item->id.size();
    if (const std::string& target = TargetOf(*item); !target.empty()) targets_.insert(target);
    items_.push_back(std::move(item));
  }

  void Close(BulkPlan& plan) {
    if (items_.size() == 1) {
      plan.alone.push_back(std::move(items_.front()));
    } else if (!items_.empty()) {
      auto batch = std::make_shared<Batch>(form_, group_);
      for (auto& item : items_) batch->Add(std::move(item));
      plan.batches.push_back(std::move(batch));
    }
    items_.clear();
    targets_.clear();
    bytes_ = 0;
  }

 private:
  // What an update changes.
  static const std::string& TargetOf(const BatchItem& item) {
    if (!item.name_in_job.empty()) return item.name_in_job;
    return item.id.empty() ? item.external_id : item.id;
  }

  bool HasRoomFor(const BatchItem& item) const {
    const auto deadline = items_.front()->operation()->request().deadline;
    const auto own = item.operation()->request().deadline;
    const bool is_same =
        own == deadline || std::max(own, deadline) - std::min(own, deadline) < kSameDeadline;
    return is_same && items_.size() < kMostJobItems && bytes_ + item.json.size() <= kMostBytes;
  }

  const BulkForm& form_;
  const std::string group_;
  std::vector<std::unique_ptr<BatchItem>> items_;
  std::set<std::string> targets_;
  size_t bytes_ = 0;
};

}  // namespace

BulkPlan PlanBulk(const BulkForm& form, const Account& account,
                  std::vector<std::unique_ptr<BatchItem>> items) {
  BulkPlan plan;
  std::map<std::string, Collector> groups;
  for (auto& item : items) {
    auto group = form.plan(*item, account.MarkOf(item->work().key));
    if (!group) {
      plan.alone.push_back(std::move(item));
      continue;
    }
    groups.try_emplace(*group, form, *group).first->second.Add(std::move(item), plan);
  }
  for (auto& [name, group] : groups) group.Close(plan);
  return plan;
}

}  // namespace zendesk::tasks
