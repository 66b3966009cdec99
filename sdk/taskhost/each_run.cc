// SPDX-License-Identifier: Apache-2.0
// One thread that never waits for anything but "something has changed".
#include "taskhost/each_run.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>

#include "host/error.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/output.h"
#include "taskhost/report.h"
#include "taskhost/time_text.h"

namespace taskhost {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using task_host::Result;

// How often an item is tried again in one run when the service says after which time.
constexpr int kMostRepeats = 5;
// When the plugin's queue is full and it does not say for how long.
constexpr std::int64_t kQueueFullMs = 500;
// Results that no intent takes to the disk with it.
constexpr seconds kSyncEvery{1};
// How long an interrupt leaves the items in flight to end by themselves.
constexpr seconds kPatience{30};
constexpr std::size_t kMostOpenBytes = std::size_t{64} << 20;

}  // namespace

EachRun::EachRun(Session& session, const EachSettings& settings, EachLines& lines,
                 EachJournal& journal, EachProgress& progress, EachSummary& summary,
                 Language language)
    : session_(session),
      settings_(settings),
      lines_(lines),
      journal_(journal),
      progress_(progress),
      summary_(summary),
      language_(language) {}

void EachRun::Run() {
  const auto mailbox = mailbox_;
  const auto look = [mailbox] {
    mailbox->Ring();
    return true;
  };
  const InterruptWatcher::CancelScope scope(session_.interrupts(), look,
                                            [mailbox] { mailbox->AskToCancel(); });
  while (true) {
    TakeEnded();
    if (session_.interrupts().interrupted()) StopStepByStep();
    bool has_read = false;
    if (!stopping_) {
      SubmitDue();
      has_read = HasRoom() && TakeBatch();
      SubmitReady();
    }
    journal_.Flush();
    if (IsDone()) break;
    const Time now = steady_clock::now();
    ShowProgress(now);
    if (!journal_.is_synced() && now - synced_ >= kSyncEvery) {
      journal_.Sync();
      synced_ = now;
    }
    if (!has_read || !HasRoom()) Wait();
  }
  progress_.Clear();
  journal_.Sync();
}

bool EachRun::IsDone() const {
  if (!open_.empty()) return false;
  return stopping_ || (lines_.at_end() && ready_.empty());
}

bool EachRun::HasRoom() const {
  return !stopping_ && !lines_.at_end() && ready_.empty() && open_bytes_ < kMostOpenBytes &&
         open_.size() + settings_.chunk <= settings_.in_flight;
}

bool EachRun::TakeBatch() {
  std::optional<EachBatch> batch = lines_.Next();
  if (!batch) return false;
  for (const auto& [line, result] : batch->refused) {
    Record(line, journal_.StateOf(line).attempts, result);
  }
  for (EachItem& item : batch->items) {
    open_bytes_ += item.input.size();
    ready_.push_back(std::move(item));
  }
  return true;
}

void EachRun::SubmitReady() {
  while (!ready_.empty() && open_.size() < settings_.in_flight) {
    const std::size_t count =
        std::min({settings_.chunk, settings_.in_flight - open_.size(), ready_.size()});
    const auto end = ready_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<EachItem> items(std::make_move_iterator(ready_.begin()),
                                std::make_move_iterator(end));
    ready_.erase(ready_.begin(), end);
    Submit(std::move(items));
  }
}

void EachRun::SubmitDue() {
  const Time now = steady_clock::now();
  std::vector<EachItem> items;
  while (!waiting_.empty() && waiting_.begin()->first <= now && items.size() < settings_.chunk) {
    auto found = open_.extract(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    items.push_back(std::move(found.mapped().item));
    ++items.back().repeats;
  }
  if (!items.empty()) Submit(std::move(items));
}

void EachRun::Submit(std::vector<EachItem> items) {
  std::vector<task_host::TaskRequest> requests;
  std::vector<std::uint64_t> repeated;
  auto lines = std::make_shared<std::vector<std::uint64_t>>();
  for (EachItem& item : items) {
    if (item.attempt > 0) repeated.push_back(item.line);
    if (settings_.deadline_ms > 0 && item.deadline_unix_ms == 0) {
      item.deadline_unix_ms = NowUnixMs() + settings_.deadline_ms;
    }
    task_host::TaskRequest request;
    request.task_type = settings_.task;
    request.input_json = item.input;
    request.execution_id = journal_.run();
    request.idempotency_key = journal_.KeyOf(item.line);
    request.item_index = item.line - 1;
    request.deadline_unix_ms = item.deadline_unix_ms;
    ++item.attempt;
    // After attempts that did nothing, this is the first one as far as the plugin is concerned.
    request.attempt = item.may_be_done ? item.attempt : 1;
    if (item.may_be_done) request.first_attempt_unix_ms = item.first_attempt_unix_ms;
    request.schema_version = settings_.schema_version;
    request.dry_run = settings_.dry_run;
    requests.push_back(std::move(request));
    lines->push_back(item.line);
  }
  if (!repeated.empty()) journal_.Repeat(repeated, NowUnixMs());
  try {
    std::vector<task_host::Operation> operations = session_.connection().Submit(
        requests,
        [mailbox = mailbox_, lines](std::size_t index) { mailbox->Put((*lines)[index]); });
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::uint64_t line = items[i].line;
      OpenItem& open = open_.emplace(line, OpenItem{std::move(items[i])}).first->second;
      open.operation.emplace(std::move(operations[i]));
    }
  } catch (const task_host::Refused& refused) {
    Result result = InLanguage(language_, refused.result());
    if (result.status == TP_E_RATE_LIMITED && result.retry_after_ms < 0) {
      result.retry_after_ms = kQueueFullMs;
    }
    for (EachItem& item : items) End(std::move(item), result);
  }
}

void EachRun::TakeEnded() {
  for (const std::uint64_t line : mailbox_->Take()) {
    auto found = open_.extract(line);
    OpenItem& open = found.mapped();
    const Result result = InLanguage(language_, open.operation->Wait());
    End(std::move(open.item), result);
  }
}

void EachRun::End(EachItem item, Result result) {
  // That this attempt has done nothing says nothing of those before it.
  if (item.may_be_done && result.retry == TP_RETRY_SAFE) result.retry = TP_RETRY_IF_IDEMPOTENT;
  if (PutBack(item, result)) return;
  open_bytes_ -= item.input.size();
  Record(item.line, item.attempt, result);
}

bool EachRun::PutBack(EachItem& item, const Result& result) {
  const bool passes = result.status == TP_E_RATE_LIMITED || result.status == TP_E_UNAVAILABLE;
  const bool may_repeat = result.retry == TP_RETRY_SAFE || result.retry == TP_RETRY_IF_IDEMPOTENT;
  if (!passes || !may_repeat || result.retry_after_ms < 0) return false;
  if (stopping_ || item.repeats >= kMostRepeats) return false;
  if (item.deadline_unix_ms > 0 && result.retry_after_ms >= item.deadline_unix_ms - NowUnixMs()) {
    return false;
  }
  item.may_be_done = item.may_be_done || result.retry != TP_RETRY_SAFE;
  const std::uint64_t line = item.line;
  waiting_.emplace(steady_clock::now() + milliseconds(result.retry_after_ms), line);
  open_.emplace(line, OpenItem{std::move(item), std::nullopt, result});
  return true;
}

void EachRun::Record(std::uint64_t line, std::uint32_t attempts, const Result& result) {
  const ResultRecord record{line, attempts, IsFinal(result), ExitCode(result)};
  journal_.Add(record, JsonDocument(result, settings_.help(result.error_code)));
  summary_.Add(record);
}

void EachRun::StopStepByStep() {
  const Time now = steady_clock::now();
  if (!stopping_) {
    stopping_ = true;
    patience_ = now + kPatience;
    for (const auto& [due, line] : waiting_) {
      auto found = open_.extract(line);
      End(std::move(found.mapped().item), found.mapped().last);
    }
    waiting_.clear();
    progress_.Clear();
    if (!open_.empty()) {
      WriteAll(STDERR_FILENO, Say(language_, Text::kEachStopping, open_.size()) + "\n");
    }
  }
  if (cancelled_ || (!mailbox_->cancel_asked() && now < patience_)) return;
  cancelled_ = true;
  for (const auto& [line, open] : open_) {
    session_.connection().instance()->Cancel(open.operation->id());
  }
}

void EachRun::Wait() {
  pollfd events[] = {{mailbox_->descriptor(), POLLIN, 0}, {lines_.descriptor(), POLLIN, 0}};
  poll(events, HasRoom() ? 2 : 1, WaitMs(steady_clock::now()));
}

int EachRun::WaitMs(Time now) const {
  Time until = progress_.next();
  if (!waiting_.empty()) until = std::min(until, waiting_.begin()->first);
  if (!journal_.is_synced()) until = std::min(until, synced_ + kSyncEvery);
  if (stopping_ && !cancelled_) until = std::min(until, patience_);
  if (HasRoom() && lines_.linger_until()) until = std::min(until, *lines_.linger_until());
  const auto left = std::chrono::ceil<milliseconds>(until - now).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60000));
}

void EachRun::ShowProgress(Time now) {
  EachProgress::State state;
  state.ended = summary_.ended();
  state.skipped = summary_.skipped();
  state.failed = summary_.failed();
  state.items = lines_.items();
  state.bytes = lines_.bytes();
  state.read_all = lines_.at_end();
  progress_.Show(state, now);
}

}  // namespace taskhost
