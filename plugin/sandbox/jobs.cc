// SPDX-License-Identifier: Apache-2.0
// Jobs advance when somebody looks: nobody can tell the difference, and a stopped clock stops them.
#include "jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "ulid.h"

namespace sandbox {
namespace {

std::size_t items_before_end(const Job& job) {
  const bool ends_early = job.trouble && job.trouble->kind != JobTrouble::Kind::kLosesResults;
  return ends_early ? std::min(job.trouble->items, job.total) : job.total;
}

std::string result_of(const JobItem& item) {
  try {
    return item();
  } catch (const std::exception&) {
    return R"({"success":false,"error":"InternalServerError","details":"Internal Server Error"})";
  }
}

// Puts results in an order that depends on the seed alone.
void shuffle(std::vector<std::string>& results, std::uint64_t seed) {
  for (std::size_t i = results.size(); i > 1; --i) {
    std::swap(results[i - 1], results[scramble(seed + i) % i]);
  }
}

}  // namespace

std::shared_ptr<const Job> Jobs::add(JobOrder order, Time now) {
  const std::uint64_t number = scramble(seed_ + ++counts_.added);
  auto job = std::make_shared<Job>();
  job->id = fmt::format("V3-{:016x}{:016x}", number, scramble(number));
  job->seed = number;
  job->type = order.type;
  job->verb = order.verb;
  job->total = order.items.size();
  job->created_at = now;
  job->items = std::move(order.items);
  job->trouble = order.trouble;
  in_flight_.push_back(job);
  all_.push_back(job);
  by_id_[job->id] = job;
  counts_.largest_in_flight = std::max(counts_.largest_in_flight, in_flight_.size());
  return job;
}

std::size_t Jobs::due(const Job& job, Time now) const {
  if (item_time_.count() == 0) return job.total;
  const auto intervals = (now - job.created_at) / item_time_;
  return intervals < 1 ? 0 : std::min(static_cast<std::size_t>(intervals - 1), job.total);
}

void Jobs::work(Job& job, Time now) {
  const bool has_waited = item_time_.count() == 0 || now - job.created_at >= item_time_;
  if (has_waited) job.status = Job::Status::kWorking;
  const std::size_t last = items_before_end(job);
  const std::size_t until = std::min(due(job, now), last);
  for (; job.done < until; ++job.done) job.results.push_back(result_of(job.items[job.done]));
  if (has_waited && job.done == last) end(job, now);
}

void Jobs::end(Job& job, Time now) {
  const std::size_t lost = job.trouble ? job.trouble->items : 0;
  job.ended_at = now;
  job.items.clear();
  if (job.trouble && job.trouble->kind != JobTrouble::Kind::kLosesResults) {
    const bool is_killed = job.trouble->kind == JobTrouble::Kind::kIsKilled;
    job.status = is_killed ? Job::Status::kKilled : Job::Status::kFailed;
    ++(is_killed ? counts_.killed : counts_.failed);
    job.results.clear();
    return;
  }
  job.status = Job::Status::kCompleted;
  ++counts_.completed;
  shuffle(job.results, job.seed);
  job.results.resize(job.results.size() - std::min(lost, job.results.size()));
}

void Jobs::run(Time now) {
  for (const auto& job : in_flight_) work(*job, now);
  std::erase_if(in_flight_, [](const auto& job) {
    return job->status != Job::Status::kQueued && job->status != Job::Status::kWorking;
  });
  while (!all_.empty() && all_.front()->items.empty() && now - all_.front()->ended_at >= kKept) {
    by_id_.erase(all_.front()->id);
    all_.pop_front();
  }
}

std::shared_ptr<const Job> Jobs::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const Job>> Jobs::newest_first() const {
  return {all_.rbegin(), all_.rend()};
}

}  // namespace sandbox
