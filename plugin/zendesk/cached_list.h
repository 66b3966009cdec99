// SPDX-License-Identifier: Apache-2.0
// Something that is read from Zendesk seldom and used often: one read, however many ask for it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "plugin/transport/bell.h"
#include "plugin/zendesk/problem.h"

namespace zendesk {

/// How long what was read is good for.
struct CacheTimes {
  std::chrono::steady_clock::duration time_to_live = std::chrono::minutes(10);
  /// What is younger is not read again, whoever misses something in it.
  std::chrono::steady_clock::duration just_read = std::chrono::seconds(1);
};

/// [I/O thread] for all. Must outlive those who ask.
template <typename T>
class CachedList {
 public:
  /// What was read, which never changes.
  using Snapshot = std::shared_ptr<const T>;
  /// Throws Problem.
  using Read = std::function<transport::Task<Snapshot>()>;

  explicit CachedList(CacheTimes times = CacheTimes()) : times_(times) {}

  /// What was read within the time to live, or is read now, by `read` or by another's. Throws
  /// Problem: Zendesk's refusal, which all get who wait for the same read, or, when the deadline
  /// comes first or the task is cancelled, one that concerns nobody else.
  transport::Task<Snapshot> Get(transport::Deadline deadline, Read read) {
    const auto is_good = [this] { return snapshot_ != nullptr && Age() < times_.time_to_live; };
    co_return co_await Await(deadline, std::move(read), is_good);
  }

  /// The same by somebody who has missed something in `seen`: another snapshot, or `seen` itself
  /// when it was just read.
  transport::Task<Snapshot> Refresh(Snapshot seen, transport::Deadline deadline, Read read) {
    const auto is_good = [this, &seen] {
      return snapshot_ != nullptr && (snapshot_ != seen || Age() < times_.just_read);
    };
    co_return co_await Await(deadline, std::move(read), is_good);
  }

 private:
  // One read, as those see it who wait for its end.
  struct Round {
    std::optional<Problem> refusal;
  };

  // Whatever ends the read, also the end of its coroutine: the next one may read.
  class Reading {
   public:
    explicit Reading(CachedList& list) : list_(list), round_(std::make_shared<Round>()) {
      list_.round_ = round_;
    }
    ~Reading() {
      list_.round_.reset();
      list_.ended_.Ring();
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    void Refuse(const Problem& problem) { round_->refusal = problem; }

   private:
    CachedList& list_;
    const std::shared_ptr<Round> round_;
  };

  std::chrono::steady_clock::duration Age() const {
    return std::chrono::steady_clock::now() - read_at_;
  }

  // A deadline and a cancel are the reader's own.
  static bool ConcernsAll(const Problem& problem) {
    return problem.kind != Problem::Kind::kCancelled && problem.kind != Problem::Kind::kTimeout;
  }

  template <typename IsGood>
  transport::Task<Snapshot> Await(transport::Deadline deadline, Read read, IsGood is_good) {
    while (!is_good()) {
      if (round_ == nullptr) co_return co_await ReadNow(read);
      const std::shared_ptr<const Round> round = round_;
      co_await AwaitEnd(deadline);
      if (round->refusal) throw *round->refusal;
    }
    co_return snapshot_;
  }

  transport::Task<void> AwaitEnd(transport::Deadline deadline) {
    try {
      co_await ended_.Await(deadline);
    } catch (const transport::Failure& failure) {
      throw ProblemOfFailure(failure, Effect::kRead);
    }
  }

  transport::Task<Snapshot> ReadNow(const Read& read) {
    Reading reading(*this);
    const auto began = std::chrono::steady_clock::now();
    try {
      Snapshot next = co_await read();
      snapshot_ = std::move(next);
    } catch (const Problem& problem) {
      if (ConcernsAll(problem)) reading.Refuse(problem);
      throw;
    }
    read_at_ = began;
    co_return snapshot_;
  }

  const CacheTimes times_;
  Snapshot snapshot_;
  std::chrono::steady_clock::time_point read_at_;
  std::shared_ptr<Round> round_;  // while one reads
  transport::Bell ended_;
};

}  // namespace zendesk
