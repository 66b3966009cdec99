// SPDX-License-Identifier: Apache-2.0
// Zendesk's jobs: many writes in one request, which Zendesk does after it has answered.
// developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/zendesk/problem.h"

namespace zendesk {

/// What became of one item.
struct JobResult {
  std::optional<int64_t> index;  ///< its place among the items; jobs that update may not tell it
  std::string id;                ///< of what was written, in its own spelling; may be empty
  bool has_failed = false;
  std::string error;    ///< Zendesk's name for what is wrong with it
  std::string details;  ///< Zendesk's sentence about that
};

struct Job {
  enum class State {
    kOpen,       ///< queued or at work
    kCompleted,  ///< as a whole; items may have failed
    kEndedEarly  ///< failed or killed, and some items may have been done
  };

  std::string id;
  State state = State::kOpen;
  int64_t total = 0;
  int64_t progress = 0;            ///< items that are done; 0 also while it waits
  std::vector<JobResult> results;  ///< of a completed job, in no order, perhaps not all
};

/// More items than these, and Zendesk refuses the whole job.
inline constexpr size_t kMostJobItems = 100;

/// Reads {"job_status":{...}}. False, with a reason in `complaint`, when the body is not one. A
/// state that is not known counts as open.
bool ReadJob(std::string_view body, Job& job, std::optional<Message>& complaint);

/// A job that is queued or at work.
struct OpenJob {
  std::string type;  ///< such as "Bulk Create Ticket"; may be empty
};

/// Reads {"job_statuses":[...]}: those that are on their way. False, with a reason in `complaint`,
/// when the body is not such a list.
bool ReadOpenJobs(std::string_view body, std::vector<OpenJob>& open,
                  std::optional<Message>& complaint);

/// Why an item of a job has failed, in the form of a call of its own.
Problem ProblemOfJobResult(const JobResult& result);

/// When to look at a job, so that few looks are needed and little time is lost. Knows no clock.
class JobPace {
 public:
  /// Of all jobs of an account: how long an item takes, as far as that has been seen.
  using PerItem = std::chrono::duration<double, std::milli>;
  static constexpr PerItem kGuess{20};  // and the least

  /// `per_item` must outlive it, and learns.
  JobPace(int64_t total, PerItem& per_item) : total_(total), per_item_(per_item) {}

  /// How long to wait before the next look, `elapsed` after the job was begun.
  std::chrono::milliseconds NextWait(const Job& job, std::chrono::milliseconds elapsed);

  /// The job has ended, so long after it was begun.
  void Learn(std::chrono::milliseconds elapsed);

 private:
  const int64_t total_;
  PerItem& per_item_;
  int looks_ = 0;
};

}  // namespace zendesk
