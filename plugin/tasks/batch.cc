// SPDX-License-Identifier: Apache-2.0
// A job's outcome is told item by item. Zendesk knows no key for a job, so whatever is unclear is
// looked for before anything is sent again.
#include "plugin/tasks/batch.h"

#include <algorithm>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/errors.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {

using Kind = Problem::Kind;

namespace {

constexpr std::string_view kUntold = "zendesk.outcome_unknown";

// Does a refusal of the whole job say nothing of single items, which may be written all the same?
bool IsAboutTheJob(const Problem& refusal) {
  return refusal.kind == Kind::kRejected || refusal.kind == Kind::kNotFound ||
         refusal.kind == Kind::kPermissionDenied;
}

Problem Cancelled(bool was_sent) {
  Problem problem(Kind::kCancelled, "cancelled", Message("The task was cancelled."));
  problem.retry = Problem::Retry::kSafe;
  if (was_sent) problem.sentences.push_back(Message("It was sent, so it may have been done."));
  return problem;
}

bool IsNumber(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Problem NotTold(bool has_ended_early) {
  return OutcomeUnknown(has_ended_early
                            ? Message("Zendesk has ended its job before all was done.")
                            : Message("Zendesk's job has ended without a word about this item."));
}

}  // namespace

void BatchItem::Complete(task_plugin::Output output) {
  if (std::exchange(is_open_, false)) operation_->Complete(std::move(output));
}

void BatchItem::Fail(const Problem& problem, const Cost& cost) {
  Fail(std::make_exception_ptr(problem), cost);
}

void BatchItem::Fail(const std::exception_ptr& thrown, const Cost& cost) {
  if (!std::exchange(is_open_, false)) return;
  task_plugin::Error error = ToError(thrown, input());
  error.expense = ToExpense(cost);
  operation_->Fail(error);
}

Task<void> Batch::Run(Client client, Alone alone) {
  alone_ = std::move(alone);
  std::optional<Problem> problem;
  Job job;
  try {
    group_ = co_await form_.prepare(client, group_, Open());
    job = co_await RunJob(client);
  } catch (Problem& thrown) {
    problem.emplace(std::move(thrown));
  }
  if (!problem) {
    co_await Settle(client, job);
  } else if (has_begun_ || (may_be_done_ && MayBeDone(*problem))) {
    co_await Reconcile(client, *problem, false);
  } else {
    Decide(*problem);
  }
}

Task<Job> Batch::RunJob(Client& client) {
  if (Open().empty()) co_return Job();
  const transport::Passage place = co_await client.TakeJobPlace();
  const std::string list = ListForJob();
  if (in_job_.empty()) co_return Job();
  const bool is_idempotent = std::none_of(in_job_.begin(), in_job_.end(), [](const BatchItem* i) {
    return i->effect == Effect::kWrite;
  });
  may_be_done_ = true;
  const Effect effect = is_idempotent ? Effect::kIdempotentWrite : Effect::kWrite;
  Job job = co_await form_.start(client, group_, list, effect);
  has_begun_ = true;
  co_return co_await client.AwaitJob(std::move(job));
}

// Of those that are still wanted.
std::string Batch::ListForJob() {
  std::string list = "[";
  for (BatchItem* item : Open()) {
    in_job_.push_back(item);
    if (list.size() > 1) list += ',';
    if (item->id.empty()) {
      list += item->json;
      continue;
    }
    list += R"({"id":)";
    list += form_.ids_are_numbers ? item->id : Quoted(item->id);
    if (item->json != "{}") list += ',';
    list += std::string_view(item->json).substr(1);
  }
  list += ']';
  return list;
}

// Nothing was done, since the job was refused, or could not be asked for.
void Batch::Decide(const Problem& refusal) {
  if (!may_be_done_ || !IsAboutTheJob(refusal)) return FailAll(refusal);
  for (BatchItem* item : Open()) SendAlone(*item, false);
}

Task<void> Batch::Settle(Client& client, const Job& job) {
  BatchItems done;
  for (const JobResult& result : job.results) {
    BatchItem* const item = ItemOf(result);
    if (item == nullptr || !item->is_open() || item->is_done) continue;
    if (result.has_failed) {
      co_await Refuse(client, *item, ProblemOfJobResult(result));
    } else if (!result.id.empty()) {
      item->id = result.id;
      item->is_done = true;
      done.push_back(item);
    }
  }
  if (!done.empty()) co_await form_.show(client, group_, std::move(done));
  const bool has_ended_early = job.state == Job::State::kEndedEarly;
  if (!Open().empty()) co_await Reconcile(client, NotTold(has_ended_early), has_ended_early);
}

// An item that stays open is looked for.
Task<void> Batch::Refuse(const Client& client, BatchItem& item, Problem refusal) {
  if (refusal.retry == Problem::Retry::kUnknownOutcome) co_return;
  if (refusal.retry == Problem::Retry::kSafe && client.MayRepeat()) {
    SendAlone(item, false);
    co_return;
  }
  co_await form_.find_fields(client, group_, item, refusal);
  Fail(item, std::move(refusal));
}

// Nothing when the result cannot be that of one of ours.
BatchItem* Batch::ItemOf(const JobResult& result) {
  BatchItem* item = nullptr;
  if (result.index) {
    const auto index = static_cast<size_t>(*result.index);
    if (index < in_job_.size()) item = in_job_[index];
  } else {
    const auto found = std::find_if(in_job_.begin(), in_job_.end(), [&](const BatchItem* one) {
      return !result.id.empty() && one->id == result.id;
    });
    if (found != in_job_.end()) item = *found;
  }
  if (item == nullptr || result.id.empty()) return item;
  if (!item->id.empty() && item->id != result.id) return nullptr;
  return form_.ids_are_numbers && !IsNumber(result.id) ? nullptr : item;
}

// What has become of the items that are open? `has_ended` without them: what cannot be found was
// not done.
Task<void> Batch::Reconcile(Client& client, const Problem& why, bool has_ended) {
  // A job that Zendesk has may still be waiting for its turn, and what it has done may show late.
  const int most = client.MayRepeat() ? kMostLooks : 1;
  for (int look = 1; why.kind != Kind::kCancelled; ++look) {
    const bool is_readable = co_await LookOnce(client, has_ended && look > 1);
    if (Open().empty() || !is_readable || look == most) break;
    if (!co_await PauseAfter(client, look)) break;
  }
  for (BatchItem* item : Open()) FailUnclear(*item, why);
}

// False when Zendesk does not let itself be asked.
Task<bool> Batch::LookOnce(Client& client, bool absent_is_undone) {
  constexpr int kMostFailures = 3;
  int failures = 0;
  BatchItems done;
  for (BatchItem* item : Open()) {
    if (!item->is_open() || failures == kMostFailures) continue;
    const Finding finding = co_await form_.look(client, group_, *item);
    failures = finding == Finding::kUnknown ? failures + 1 : 0;
    if (!item->is_open()) continue;
    const bool is_harmless = absent_is_undone || item->effect == Effect::kIdempotentWrite;
    if (finding == Finding::kDone) {
      item->is_done = true;
      done.push_back(item);
    } else if (finding == Finding::kAbsent && is_harmless) {
      SendAlone(*item, true);
    }
  }
  if (!done.empty()) co_await form_.show(client, group_, std::move(done));
  co_return failures < kMostFailures;
}

void Batch::Fail(BatchItem& item, Problem problem) {
  form_.explain(problem, item);
  item.Fail(problem, cost_);
}

// Nobody knows what has become of it. Once Zendesk has a job, what keeps the job from being read is
// no fault of the item's.
void Batch::FailUnclear(BatchItem& item, const Problem& why) {
  const bool is_last_word = !has_begun_ || why.code == kUntold || why.kind == Kind::kCancelled ||
                            why.kind == Kind::kTimeout;
  Problem problem =
      is_last_word
          ? why
          : OutcomeUnknown(Message("Zendesk has a job for it, whose end could not be read."));
  if (is_last_word && has_begun_ && why.code != kUntold)
    problem.sentences.push_back(Message("Zendesk has a job for it, so it may be done."));
  const bool is_write = item.effect == Effect::kWrite;
  problem.retry = is_write ? Problem::Retry::kUnknownOutcome : Problem::Retry::kIfIdempotent;
  problem.retry_after_ms = -1;
  if (!item.external_id.empty()) problem.handles.push_back({"external_id", item.external_id});
  Fail(item, std::move(problem));
}

void Batch::FailAll(const Problem& problem) {
  for (BatchItem* item : Open()) item->Fail(problem, cost_);
}

void Batch::SendAlone(BatchItem& item, bool may_be_done) {
  item.Release();
  alone_(item, may_be_done);
}

// One that is done is about to be completed with what was done.
bool Batch::Cancel(size_t index) {
  BatchItem& item = *items_[index];
  if (!item.is_open()) return false;
  item.is_unwanted = true;
  const BatchItems open = Open();
  if (std::all_of(open.begin(), open.end(), [](const BatchItem* one) { return one->is_unwanted; }))
    return true;
  if (item.is_done) return false;
  const Problem problem = Cancelled(may_be_done_ && !has_begun_);
  if (may_be_done_) {
    FailUnclear(item, problem);
  } else {
    item.Fail(problem, cost_);
  }
  return false;
}

BatchItems Batch::Open() const {
  BatchItems open;
  for (const auto& item : items_) {
    if (item->is_open()) open.push_back(item.get());
  }
  return open;
}

}  // namespace zendesk::tasks
