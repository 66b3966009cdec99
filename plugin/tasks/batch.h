// SPDX-License-Identifier: Apache-2.0
// Tasks that travel together in one of Zendesk's jobs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/tasks/batch_item.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What a look for the effect of an item has shown.
enum class Finding { kDone, kAbsent, kUnknown };

/// How the items of one task travel together.
struct BulkForm {
  /// What they must have in common, such as the custom object; nothing for an item that goes alone.
  /// Fills the item. `mark` is the external id for what is made without one; it may be empty.
  std::optional<std::string> (*plan)(BatchItem& item, const std::string& mark);
  /// Finds what has to be known before the job begins, and ends items that cannot be in it. What it
  /// returns is the group in Zendesk's spelling. Throws Problem.
  Task<std::string> (*prepare)(Client& client, std::string group, BatchItems items);
  /// Begins the job with a JSON list of items. Throws Problem.
  Task<Job> (*start)(Client& client, const std::string& group, const std::string& list,
                     Effect effect);
  /// Has the item been done? Fills its id and warnings. Throws no Problem.
  Task<Finding> (*look)(Client& client, std::string group, BatchItem& item);
  /// Completes items that were done, whose ids are known. Throws no Problem.
  Task<void> (*show)(Client& client, std::string group, BatchItems items);
  /// Finds the fields that a job's refusal of the item is about. Throws no Problem.
  Task<void> (*find_fields)(Client client, const std::string& group, const BatchItem& item,
                            Problem& refusal);
  /// Adds to a problem of one item what the task knows about it.
  void (*explain)(Problem& problem, const BatchItem& item);
  bool ids_are_numbers;
};

/// Up to kMostJobItems items of one group. [I/O thread] once it runs.
class Batch {
 public:
  /// Takes an item that has to go by itself after all. It may have been done already where that
  /// does no harm.
  using Alone = std::function<void(BatchItem& item, bool may_be_done)>;

  Batch(const BulkForm& form, std::string group) : form_(form), group_(std::move(group)) {
    cost_.in_job = true;
  }

  void Add(std::unique_ptr<BatchItem> item) { items_.push_back(std::move(item)); }
  const std::vector<std::unique_ptr<BatchItem>>& items() const { return items_; }

  /// Of the client that Run() gets.
  Cost& cost() { return cost_; }

  /// The whole way.
  Task<void> Run(Client client, Alone alone);

  /// Somebody does not want this item any more. True when it was the last one that is wanted: then
  /// the whole way is to be cancelled.
  bool Cancel(size_t index);

  /// Ends all items that are open.
  void FailAll(const Problem& problem);

 private:
  Task<Job> RunJob(Client& client);
  Task<void> Settle(Client& client, const Job& job);
  Task<void> Reconcile(Client& client, const Problem& why, bool has_ended);
  Task<bool> LookOnce(Client& client, bool absent_is_undone);
  void Decide(const Problem& refusal);
  void Fail(BatchItem& item, Problem problem);
  void FailUnclear(BatchItem& item, const Problem& why);
  Task<void> Refuse(const Client& client, BatchItem& item, Problem refusal);
  void SendAlone(BatchItem& item, bool may_be_done);
  std::string ListForJob();
  BatchItem* ItemOf(const JobResult& result);
  BatchItems Open() const;

  const BulkForm& form_;
  std::string group_;
  std::vector<std::unique_ptr<BatchItem>> items_;
  Cost cost_;
  BatchItems in_job_;         // in the order of the job's list
  bool may_be_done_ = false;  // the request for the job was on its way
  bool has_begun_ = false;    // Zendesk has the job
  Alone alone_;
};

}  // namespace zendesk::tasks
