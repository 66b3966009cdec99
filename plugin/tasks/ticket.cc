// SPDX-License-Identifier: Apache-2.0
// Plan, send, read, and plan again where that is right.
#include "plugin/tasks/ticket.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "plugin/tasks/attachments.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_follow_up.h"
#include "plugin/tasks/earlier_ticket.h"
#include "plugin/tasks/earlier_update.h"
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_requester.h"
#include "plugin/tasks/ticket_changes.h"
#include "plugin/tasks/ticket_match.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/ticket_plan.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

// By which a ticket that may have been created can be found.
void AddExternalId(Problem& problem, const std::string& external_id) {
  if (IsUnclear(problem) && !external_id.empty())
    problem.handles.push_back({"external_id", external_id});
}

// It was looked for, and not made.
void MarkAbsent(Problem& problem) {
  problem.retry = Problem::Retry::kSafe;
  DropDoubt(problem);
  problem.sentences.push_back(Message("The ticket's history shows that it was not done."));
}

// A ticket that an earlier run of the work has created.
Task<std::optional<Output>> FindEarlierCreation(Client& client, const Input& input,
                                                const TicketWork& work) {
  if (!client.work().is_repeated) co_return std::nullopt;
  const auto earlier = co_await FindEarlierTicket(client, input, work.external_id);
  if (!earlier) co_return std::nullopt;
  std::vector<Warning> warnings;
  warnings.push_back(TicketFound(input));
  co_return MakeTicketOutput(input, client, *earlier, true, std::move(warnings));
}

// One task in all its attempts.
class TicketRun {
 public:
  TicketRun(Client& client, const Input& input, TicketWrite task)
      : client_(client), input_(input), work_(input, client, task) {}

  Task<Output> Run() {
    if (auto earlier = co_await FindEarlier()) co_return *std::move(earlier);
    const std::vector<FileToUpload> files = OpenAttachments(client_.open_file(), input_);
    const auto turn = co_await TakeTurn();
    for (;;) {
      std::optional<TicketPlan> plan;
      std::optional<Problem> problem;
      try {
        plan = co_await PlanTicket(client_, input_, work_);
        if (work_.has_files) {
          if (upload_token_.empty())
            upload_token_ = co_await UploadAttachments(client_, input_, files);
          PutUploadToken(upload_token_, plan->body);
        }
        co_return co_await Send(*plan);
      } catch (Problem& thrown) {
        problem.emplace(std::move(thrown));
      }
      if (WasSuspendedMeanwhile(*problem)) continue;
      const bool creates = plan ? plan->request == TicketRequest::kCreate : work_.ticket_id == 0;
      const bool is_safe = plan && plan->is_safe_update;
      std::optional<Problem> end;
      try {
        if (creates) {
          co_await SettleCreation(*std::move(problem));
        } else if (auto found = co_await SettleUpdate(is_safe, *std::move(problem))) {
          co_return *std::move(found);
        }
      } catch (Problem& thrown) {
        end.emplace(std::move(thrown));
      }
      if (!end) continue;
      co_await RemoveUnusedUpload(client_, upload_token_, *end);
      throw *std::move(end);
    }
  }

 private:
  Task<std::optional<Output>> FindEarlier() {
    if (work_.matches) return FindEarlierMatch(client_, input_, work_);
    if (work_.task == TicketWrite::kUpdate) return FindEarlierUpdate(client_, input_, work_);
    return FindEarlierCreation(client_, input_, work_);
  }

  // What was read holds no longer once another task has written the same.
  Task<std::unique_ptr<transport::Turn>> TakeTurn() {
    std::string thing;
    if (work_.matches) {
      thing = fmt::format("ticket_of:{}", work_.external_id);
    } else if (work_.task == TicketWrite::kUpdate && RestsOnReading(input_)) {
      thing = fmt::format("ticket:{}", work_.ticket_id);
    }
    if (thing.empty()) co_return nullptr;
    co_return co_await client_.TakeTurn(std::move(thing));
  }

  Task<Output> Send(TicketPlan& plan) {
    TicketAnswer answer;
    if (!plan.follow_ups.empty()) {
      auto earlier = co_await FindEarlierFollowUp(client_, input_, work_, plan.follow_ups);
      if (earlier) co_return *std::move(earlier);
    }
    switch (plan.request) {
      case TicketRequest::kCreate:
        // The successor of a closed ticket may be there already.
        if (work_.ticket_id != 0 && !work_.matches) {
          if (auto earlier = co_await FindEarlierCreation(client_, input_, work_))
            co_return *std::move(earlier);
        }
        answer = co_await client_.CreateTicket(std::move(plan.body), plan.idempotency_key);
        break;
      case TicketRequest::kUpdate:
        answer = co_await client_.UpdateTicket(plan.ticket_id, std::move(plan.body), plan.effect,
                                               plan.is_safe_update);
        break;
      case TicketRequest::kAddTags:
        co_await client_.AddTags(plan.ticket_id, std::move(plan.body));
        co_return co_await ShowTagged(plan);
      case TicketRequest::kRemoveTags:
        co_await client_.RemoveTags(plan.ticket_id, std::move(plan.body));
        co_return co_await ShowTagged(plan);
    }
    auto people = co_await FindAsked(client_, input_, *work_.names, answer, plan.ticket_id == 0);
    plan.asked.AskFor(std::move(people));
    co_await NameDifferences(client_, input_, answer, plan.asked);
    co_return MakeTicketOutput(input_, client_, answer, plan.ticket_id == 0,
                               std::move(plan.warnings), plan.asked);
  }

  // Zendesk answers a change of tags with the tags alone.
  Task<Output> ShowTagged(TicketPlan& plan) {
    if (client_.work().dry_run == nullptr) {
      co_return co_await ShowWritten(client_, input_, plan.ticket_id, false,
                                     std::move(plan.warnings), plan.asked);
    }
    co_return MakeBareTicketOutput(input_, client_, plan.ticket_id, false,
                                   std::move(plan.warnings));
  }

  // Since the look that is remembered: then it is right to look and to plan again.
  bool WasSuspendedMeanwhile(const Problem& problem) {
    const bool is_suspended = problem.code == "zendesk.requester_suspended";
    if (!is_suspended || !LeavesOutSuspended(input_) || std::exchange(was_suspended_, true))
      return false;
    client_.catalog().ForgetUsers();
    work_.names.reset();
    return true;
  }

  // Returns when it is right to plan again.
  Task<void> SettleCreation(Problem problem) {
    // Another one has made the ticket of this external id since this one has looked.
    if (work_.matches && problem.code == "zendesk.key_reused") {
      bool is_there = false;
      if (++reused_keys_ < kMostWrites) is_there = co_await AwaitMatch(client_, work_.external_id);
      if (is_there) co_return;
      throw UnseenMatch();
    }
    AddExternalId(problem, work_.external_id);
    throw problem;
  }

  // The end of an update that was made all the same; nothing when it is right to plan again.
  Task<std::optional<Output>> SettleUpdate(bool is_safe, Problem problem) {
    // It was closed after it was read.
    const bool is_closed = problem.code == "zendesk.ticket_closed";
    if (is_closed && ReplacesClosed(input_) && !std::exchange(was_closed_, true))
      co_return std::nullopt;
    const bool is_conflict = is_safe && problem.kind == Problem::Kind::kConflict;
    // It may have met itself: this was not its first attempt.
    if (is_conflict) may_be_done_ = may_be_done_ || problem.retry != Problem::Retry::kSafe;
    if (work_.adds_comment && (IsUnclear(problem) || (is_conflict && was_unclear_))) {
      was_unclear_ = true;
      const auto search = co_await FindUpdate(client_, work_, MayShowLate(problem));
      if (search && search->found) co_return co_await ShowUpdated(client_, input_, work_);
      const bool is_absent = search && search->is_all && !MayComeLater(problem);
      bool goes_on = false;
      if (is_absent && ++writes_ < kMostWrites) goes_on = co_await client_.AwaitAnother(problem);
      if (goes_on) co_return std::nullopt;
      if (is_absent) {
        MarkAbsent(problem);
        may_be_done_ = false;
      }
    } else if (is_conflict) {
      const bool goes_on = co_await AwaitOthers();
      if (goes_on) co_return std::nullopt;
      problem.sentences.push_back(
          Message("The ticket was changed by others each of the {} times.", conflicts_));
    }
    if (may_be_done_ && problem.retry != Problem::Retry::kIfIdempotent)
      AddUnclearAttempt(problem, work_.update_effect());
    if (work_.names && !work_.matches) ExplainMissingTicket(problem, input_);
    AddOperation(problem, work_);
    throw problem;
  }

  // After a conflict nothing was written, so reading again and writing again is right. Who was
  // slower so often leaves it to the host.
  Task<bool> AwaitOthers() {
    constexpr int kMostConflicts = 8;
    constexpr std::chrono::milliseconds kFirst(100);
    constexpr std::chrono::milliseconds kLongest(1000);
    if (++conflicts_ == kMostConflicts) co_return false;
    const auto wait = std::min(kFirst * (1 << (conflicts_ - 1)), kLongest);
    co_return co_await client_.AwaitOthers(wait);
  }

  Client& client_;
  const Input& input_;
  TicketWork work_;
  std::string upload_token_;  // of its files; empty before they are sent, and without any
  int writes_ = 0;
  int conflicts_ = 0;
  int reused_keys_ = 0;
  bool may_be_done_ = false;
  bool was_unclear_ = false;
  bool was_closed_ = false;
  bool was_suspended_ = false;
};

}  // namespace

Task<Output> CreateTicket(Client client, const Input& input) {
  TicketRun run(client, input, TicketWrite::kCreate);
  co_return co_await run.Run();
}

Task<Output> UpdateTicket(Client client, const Input& input) {
  TicketRun run(client, input, TicketWrite::kUpdate);
  co_return co_await run.Run();
}

}  // namespace zendesk::tasks
