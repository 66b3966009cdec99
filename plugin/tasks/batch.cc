// SPDX-License-Identifier: Apache-2.0
// A job's outcome is told item by item. Zendesk knows no key for a job, so whatever is unclear is
// looked for before anything is sent again.
#include "plugin/tasks/batch.h"

#include <algorithm>
#include <utility>

#include "author/json.h"
#include "plugin/tasks/errors.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {

namespace json = task_plugin::json;
using Kind = Problem::Kind;

namespace {

// Does a refusal of the whole job say nothing of single items, which may be written all the same?
bool IsAboutTheJob(const Problem& refusal) {
  return refusal.kind == Kind::kRejected || refusal.kind == Kind::kNotFound ||
         refusal.kind == Kind::kPermissionDenied;
}

Problem Cancelled() {
  Problem problem(Kind::kCancelled, "cancelled", Message("The task was cancelled."));
  problem.retry = Problem::Retry::kSafe;
  return problem;
}

std::string Quoted(std::string_view text) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  json::WriteText(writer, text);
  return std::string(json::View(buffer));
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
  if (!std::exchange(is_open_, false)) return;
  task_plugin::Error error = ToError(std::make_exception_ptr(problem), input());
  error.expense = ToExpense(cost);
  operation_->Fail(error);
}

Task<void> Batch::Run(Client client, Alone alone) {
  alone_ = std::move(alone);
  std::optional<Problem> problem;
  Job job;
  try {
    if (form_.prepare != nullptr) co_await form_.prepare(client, group_, Open());
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
  const transport::Passage place = co_await client.TakeJobPlace();
  std::string list = ListForJob();
  if (in_job_.empty()) co_return Job();
  const bool is_idempotent = std::none_of(in_job_.begin(), in_job_.end(), [](const BatchItem* i) {
    return i->effect == Effect::kWrite;
  });
  may_be_done_ = true;
  Job job = co_await form_.start(client, group_, std::move(list),
                                 is_idempotent ? Effect::kIdempotentWrite : Effect::kWrite);
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
  for (BatchItem* item : Open()) SendAlone(*item);
}

Task<void> Batch::Settle(Client& client, const Job& job) {
  BatchItems done;
  for (const JobResult& result : job.results) {
    BatchItem* const item = ItemOf(result);
    if (item == nullptr || !item->is_open()) continue;
    if (result.has_failed) {
      Fail(*item, ProblemOfJobResult(result));
      continue;
    }
    if (!result.id.empty()) item->id = result.id;
    if (item->id.empty() || std::find(done.begin(), done.end(), item) != done.end()) continue;
    done.push_back(item);
  }
  if (!done.empty()) co_await form_.show(client, group_, std::move(done));
  const bool has_ended_early = job.state == Job::State::kEndedEarly;
  if (!Open().empty()) co_await Reconcile(client, NotTold(has_ended_early), has_ended_early);
}

BatchItem* Batch::ItemOf(const JobResult& result) {
  if (result.index) {
    const auto index = static_cast<size_t>(*result.index);
    return index < in_job_.size() ? in_job_[index] : nullptr;
  }
  const auto found = std::find_if(in_job_.begin(), in_job_.end(), [&](const BatchItem* item) {
    return !result.id.empty() && item->id == result.id;
  });
  return found != in_job_.end() ? *found : nullptr;
}

// What has become of the items that are open? `has_ended` without them: what cannot be found was
// not done.
Task<void> Batch::Reconcile(Client& client, const Problem& why, bool has_ended) {
  // A job that Zendesk has may still be waiting for its turn.
  constexpr std::chrono::seconds kFirstPause(2);
  constexpr int kMostLooks = 3;
  const bool may_come = why.code != "zendesk.outcome_unknown" && client.MayRepeat();
  for (int look = 1; why.kind != Kind::kCancelled; ++look) {
    co_await LookOnce(client, has_ended);
    if (Open().empty() || !may_come || look == kMostLooks) break;
    try {
      co_await client.Pause(kFirstPause * (1 << (look - 1)));
    } catch (const Problem&) {
      break;
    }
  }
  for (BatchItem* item : Open()) FailUnclear(*item, why);
}

Task<void> Batch::LookOnce(Client& client, bool has_ended) {
  BatchItems done;
  for (BatchItem* item : Open()) {
    const Finding finding = co_await form_.look(client, group_, *item);
    if (!item->is_open()) continue;
    if (finding == Finding::kDone) done.push_back(item);
    const bool is_harmless = has_ended || item->effect == Effect::kIdempotentWrite;
    if (finding == Finding::kAbsent && is_harmless) SendAlone(*item);
  }
  if (!done.empty()) co_await form_.show(client, group_, std::move(done));
}

void Batch::Fail(BatchItem& item, Problem problem) {
  form_.explain(problem, item);
  item.Fail(problem, cost_);
}

// Whatever the reason why nobody knows, such as a limit on requests.
void Batch::FailUnclear(BatchItem& item, Problem problem) {
  const bool is_write = item.effect == Effect::kWrite;
  problem.retry = is_write ? Problem::Retry::kUnknownOutcome : Problem::Retry::kIfIdempotent;
  problem.retry_after_ms = -1;
  if (!item.external_id.empty()) problem.handles.push_back({"external_id", item.external_id});
  problem.sentences.push_back(Message("It was sent, so it may have been done."));
  Fail(item, std::move(problem));
}

void Batch::FailAll(const Problem& problem) {
  for (BatchItem* item : Open()) item->Fail(problem, cost_);
}

void Batch::SendAlone(BatchItem& item) {
  item.Release();
  alone_(item);
}

bool Batch::Cancel(size_t index) {
  BatchItem& item = *items_[index];
  if (!item.is_open()) return false;
  if (Open().size() == 1) return true;
  const Problem problem = Cancelled();
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
