// SPDX-License-Identifier: Apache-2.0
// One task among several that travel together.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "author/operation.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Ends once, by Complete(), Fail() or Release(); what comes later is ignored.
class BatchItem {
 public:
  /// `name` is that of the work, or one for this run of work without a name.
  BatchItem(std::shared_ptr<task_plugin::Operation> operation, Work work, std::string name)
      : operation_(std::move(operation)), work_(std::move(work)), name_(std::move(name)) {}

  const std::shared_ptr<task_plugin::Operation>& operation() const { return operation_; }
  const task_plugin::Input& input() const { return operation_->input(); }
  const Work& work() const { return work_; }
  /// By which the write can be found in the history of what it changed.
  const std::string& name() const { return name_; }

  bool is_open() const { return is_open_; }
  void Complete(task_plugin::Output output);
  void Fail(const Problem& problem, const Cost& cost);
  /// With whatever was thrown.
  void Fail(const std::exception_ptr& thrown, const Cost& cost);
  /// It goes on elsewhere.
  void Release() { is_open_ = false; }

  std::string json;                ///< what goes into the job, an object, without its id
  std::string id;                  ///< of what is written, in Zendesk's spelling, once it is known
  std::string external_id;         ///< of what is written; may be empty
  std::string name_in_job;         ///< by which Zendesk finds what is written; empty: by none
  std::vector<AskedPlace> places;  ///< of its custom fields or attributes in the input
  Effect effect = Effect::kWrite;
  bool is_done = false;      ///< Zendesk has said so
  bool is_unwanted = false;  ///< it was cancelled
  std::vector<task_plugin::Warning> warnings;

 private:
  const std::shared_ptr<task_plugin::Operation> operation_;
  const Work work_;
  const std::string name_;
  bool is_open_ = true;
};

using BatchItems = std::vector<BatchItem*>;

}  // namespace zendesk::tasks
