// SPDX-License-Identifier: Apache-2.0
// Work that Zendesk does after it has answered: up to 100 items, one after the other, all jobs side
// by side.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Does one item and tells as JSON what came of it.
using JobItem = std::function<std::string()>;

/// How a job is to go wrong.
struct JobTrouble {
  enum class Kind { kLosesResults, kFails, kIsKilled };
  Kind kind = Kind::kLosesResults;
  std::size_t items = 0;  ///< results that are lost, or items that are done before the end
};

struct Job {
  enum class Status { kQueued, kWorking, kCompleted, kFailed, kKilled };

  std::string id;
  std::uint64_t seed = 0;  ///< of the order of its results
  std::string_view type;   ///< `Bulk Create Ticket`
  std::string_view verb;   ///< `Creating ticket`
  std::size_t total = 0;
  std::chrono::milliseconds created_at{0};
  Status status = Status::kQueued;
  std::size_t done = 0;
  std::chrono::milliseconds ended_at{0};
  std::vector<std::string> results;  ///< JSON; in no order once the job is completed
  std::vector<JobItem> items;        ///< empty once the job has ended
  std::optional<JobTrouble> trouble;
};

/// What to do.
struct JobOrder {
  std::string_view type;
  std::string_view verb;
  std::vector<JobItem> items;
  std::optional<JobTrouble> trouble{};
};

class Jobs {
 public:
  using Time = std::chrono::milliseconds;
  static constexpr std::size_t kInFlight = 30;
  static constexpr std::size_t kItems = 100;
  static constexpr std::chrono::hours kKept{24};

  struct Counts {
    std::uint64_t added = 0, completed = 0, failed = 0, killed = 0, refused = 0;
    std::size_t largest_in_flight = 0;
  };

  Jobs() = default;
  /// A job waits as long as one item takes, then does one item after the other. With 0 all is done
  /// at the next run().
  Jobs(Time item_time, std::uint64_t seed) : item_time_(item_time), seed_(seed) {}

  std::size_t in_flight() const { return in_flight_.size(); }
  /// There must be room for it.
  std::shared_ptr<const Job> add(JobOrder order, Time now);
  void note_refusal() { ++counts_.refused; }
  /// Does what is due, and forgets what has ended a day ago.
  void run(Time now);

  /// nullptr when there is no such job, or no more.
  std::shared_ptr<const Job> find(const std::string& id) const;
  std::vector<std::shared_ptr<const Job>> newest_first() const;
  const Counts& counts() const { return counts_; }

 private:
  std::size_t due(const Job& job, Time now) const;
  void work(Job& job, Time now);
  void end(Job& job, Time now);

  Time item_time_{0};
  std::uint64_t seed_ = 0;
  Counts counts_;
  std::vector<std::shared_ptr<Job>> in_flight_;
  std::deque<std::shared_ptr<Job>> all_;  ///< oldest first
  std::map<std::string, std::shared_ptr<Job>> by_id_;
};

}  // namespace sandbox
