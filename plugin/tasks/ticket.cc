// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, send, read.
#include "plugin/tasks/ticket.h"

#include <fmt/format.h>

#include "plugin/tasks/attachments.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_ticket.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/names.h"
#include "plugin/tasks/open_job.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/tasks/ticket_output.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

// Tags that were not read whole would be lost by writing the others back, and without a stamp
// Zendesk would not notice that somebody else has changed the ticket meanwhile.
Task<TicketAnswer> ShowBeforeWriting(Client& client, int64_t id) {
  TicketAnswer answer = co_await BeforeWriting(client.ShowTicket(id));
  if (answer.reply.has_tags && !answer.reply.updated_at.empty()) co_return answer;
  Problem problem(Problem::Kind::kUnavailable, "zendesk.bad_reply",
                  Message("Zendesk's answer does not hold the ticket's tags and the time of its "
                          "last change, so tags can be neither added nor removed. Nothing was "
                          "written."));
  problem.retry = Problem::Retry::kSafe;
  throw problem;
}

// By which a ticket that may have been created can be found.
void AddExternalId(Problem& problem, const std::string& external_id) {
  if (IsUnclear(problem) && !external_id.empty())
    problem.handles.push_back({"external_id", external_id});
}

// What an update is about, in all its attempts.
struct TicketUpdate {
  TicketUpdate(const Input& input, const Client& client)
      : id(*input.Integer("ticket_id")),
        changes_tags(input.Has("additional_tags") || input.Has("remove_tags")),
        adds_comment(AddsComment(input)),
        operation(adds_comment ? client.Key() : std::string()) {}

  // All else of an update leaves the same when it is done twice.
  Effect effect() const { return adds_comment ? Effect::kWrite : Effect::kIdempotentWrite; }

  const int64_t id;
  const bool changes_tags;
  const bool adds_comment;
  const std::string operation;  // by which it is found among the ticket's audits; empty: not needed
  std::string upload_token;     // of its files; empty: it has none
};

Task<Output> WriteUpdate(Client& client, const Input& input, const TicketUpdate& update,
                         const ResolvedNames& names) {
  TicketExtras extras;
  extras.names = names;
  extras.operation = update.operation;
  extras.upload_token = update.upload_token;
  if (update.changes_tags) {
    TicketAnswer now = co_await ShowBeforeWriting(client, update.id);
    extras.tag_update.emplace();
    extras.tag_update->tags = ApplyTagChanges(input, std::move(now.reply.tags));
    extras.tag_update->updated_stamp = std::move(now.reply.updated_at);
  }
  TicketBody body = BuildTicketBody(input, TicketWrite::kUpdate, extras);
  const TicketAnswer answer = co_await client.UpdateTicket(update.id, std::move(body.json),
                                                           update.effect(), update.changes_tags);
  co_return MakeTicketOutput(input, client, answer, std::move(body.warnings));
}

// Among the ticket's audits; nothing when they cannot be read.
Task<std::optional<AuditSearch>> Search(Client& client, const TicketUpdate& update) {
  return TryRead(client.FindOperation(update.id, update.operation, client.work().since_unix_ms));
}

// The same for an update that may show late; nothing, too, when there is no time for it.
Task<std::optional<AuditSearch>> SearchAgain(Client& client, const TicketUpdate& update,
                                             bool may_show_late) {
  return LookAgain<std::optional<AuditSearch>>(
      client, may_show_late, [&client, &update] { return Search(client, update); },
      [](const auto& search) { return search && !search->found && search->is_all; });
}

// The end of an update that was made, though its answer was lost: well, whatever becomes of a look
// at the ticket.
Task<Output> ShowUpdated(Client& client, const Input& input, const TicketUpdate& update) {
  std::vector<Warning> warnings;
  warnings.push_back(UpdateFound(input));
  const auto answer = co_await TryRead(client.ShowTicket(update.id));
  if (!answer) co_return MakeBareTicketOutput(input, client, update.id, std::move(warnings));
  co_return MakeTicketOutput(input, client, *answer, std::move(warnings));
}

void AddOperation(Problem& problem, const TicketUpdate& update) {
  if (!IsUnclear(problem)) return;
  problem.handles.push_back({"ticket_id", fmt::format("{}", update.id)});
  problem.handles.push_back({"operation", update.operation});
}

// An update of the same work that was made in another run, whose outcome nobody knew.
Task<std::optional<Output>> FindEarlierUpdate(Client& client, const Input& input,
                                              const TicketUpdate& update) {
  const bool has_name = !client.work().key.empty();
  if (!update.adds_comment || !client.work().is_repeated || !has_name) co_return std::nullopt;
  co_await RequireNoOpenJob(client, "Ticket");
  const bool may_show_late = client.work().may_show_late();
  const auto search = co_await SearchAgain(client, update, may_show_late);
  if (search && search->found) co_return co_await ShowUpdated(client, input, update);
  if (search && search->is_all) co_return std::nullopt;
  Problem problem =
      OutcomeUnknown(Message("An earlier attempt may have made this update, and the ticket's "
                             "history does not tell. Nothing was sent this time."));
  AddOperation(problem, update);
  throw problem;
}

// It was looked for, and not made.
void MarkAbsent(Problem& problem) {
  problem.retry = Problem::Retry::kSafe;
  problem.sentences.push_back(Message("The ticket's history shows that it was not done."));
}

}  // namespace

Task<Output> CreateTicket(Client client, const Input& input) {
  std::string external_id = ExternalIdFor(input, client.Mark());
  if (client.work().is_repeated) {
    if (auto earlier = co_await FindEarlierTicket(client, input, external_id)) {
      std::vector<Warning> warnings;
      warnings.push_back({"ticket_found",
                          input.Say("An earlier attempt had created the ticket; it is told by its "
                                    "external ID. Nothing was written this time."),
                          "/external_id"});
      co_return MakeTicketOutput(input, client, *earlier, std::move(warnings));
    }
  }
  const std::vector<Attachment> attachments = OpenAttachments(client.open_file(), input);
  TicketExtras extras;
  extras.names = co_await ResolveNames(client, input);
  extras.external_id = external_id;
  // Zendesk's key is of no help to another run, which would have another token.
  if (!attachments.empty()) extras.operation = client.work().key;
  extras.upload_token = co_await UploadAttachments(client, input, attachments);
  TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, extras);
  std::optional<Problem> problem;
  try {
    const TicketAnswer answer = co_await client.CreateTicket(std::move(body.json));
    co_return MakeTicketOutput(input, client, answer, std::move(body.warnings));
  } catch (Problem& thrown) {
    problem.emplace(std::move(thrown));
  }
  co_await RemoveUnusedUpload(client, extras.upload_token, *problem);
  AddExternalId(*problem, external_id);
  throw *std::move(problem);
}

Task<Output> UpdateTicket(Client client, const Input& input) {
  TicketUpdate update(input, client);
  if (auto earlier = co_await FindEarlierUpdate(client, input, update))
    co_return *std::move(earlier);
  const std::vector<Attachment> attachments = OpenAttachments(client.open_file(), input);
  const ResolvedNames names = co_await ResolveNames(client, input);
  update.upload_token = co_await UploadAttachments(client, input, attachments);
  // With safe updates a conflict means that nothing was written, so reading again and writing again
  // is right; three times in a row somebody else was faster by seconds each time, and the host
  // should decide.
  constexpr int kMostConflicts = 3;
  int conflicts = 0;
  bool may_be_done = false;
  bool was_unclear = false;
  for (int writes = 1;; ++writes) {
    std::optional<Problem> problem;
    try {
      co_return co_await WriteUpdate(client, input, update, names);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    const bool is_conflict = update.changes_tags && problem->kind == Problem::Kind::kConflict;
    // It may have met itself: this was not its first attempt.
    if (is_conflict) may_be_done = may_be_done || problem->retry != Problem::Retry::kSafe;
    if (update.adds_comment && (IsUnclear(*problem) || (is_conflict && was_unclear))) {
      was_unclear = true;
      const auto search = co_await SearchAgain(client, update, MayShowLate(*problem));
      if (search && search->found) co_return co_await ShowUpdated(client, input, update);
      const bool is_absent = search && search->is_all && !MayComeLater(*problem);
      if (is_absent && writes < kMostWrites && co_await client.AwaitAnother(*problem)) continue;
      if (is_absent) {
        MarkAbsent(*problem);
        may_be_done = false;
      }
    } else if (is_conflict && ++conflicts < kMostConflicts) {
      continue;
    }
    if (may_be_done && problem->retry != Problem::Retry::kIfIdempotent)
      AddUnclearAttempt(*problem, update.effect());
    co_await RemoveUnusedUpload(client, update.upload_token, *problem);
    ExplainMissingTicket(*problem, input);
    AddOperation(*problem, update);
    throw *std::move(problem);
  }
}

}  // namespace zendesk::tasks
