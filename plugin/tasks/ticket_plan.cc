// SPDX-License-Identifier: Apache-2.0
// Names first, then the ticket as it is, then the body.
#include "plugin/tasks/ticket_plan.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <utility>

#include "plugin/tasks/attachments.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/earlier_follow_up.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/names.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/side_effects.h"
#include "plugin/tasks/ticket_match.h"
#include "plugin/tasks/ticket_read.h"
#include "plugin/tasks/ticket_tags.h"
#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/work_key.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

bool IsSafeUpdate(const Input& input) {
  const bool is_told = input.Knows("safe_update") && input.Boolean("safe_update").value_or(false);
  return is_told || ChangesTags(input);
}

// Whoever makes the ticket with this external id, or in the place of this closed one, uses the same
// key, so that Zendesk makes one even where two look for it at the same moment and find none.
std::string SharedKey(const Client& client, const TicketWork& work) {
  const bool is_of_id = work.ticket_id == 0;
  const std::string key = is_of_id ? work.external_id : fmt::format("{}", work.ticket_id);
  WorkName name;
  name.account = client.address().origin;
  name.task = is_of_id ? "ticket_of_external_id" : "ticket_in_place_of";
  name.host_key = key;
  return WorkKey(name);
}

TicketPlan PlanCreation(const Client& client, const Input& input, const TicketWork& work,
                        TicketExtras extras) {
  TicketPlan plan;
  if (work.matches) {
    extras.operation = work.operation;
    plan.idempotency_key = SharedKey(client, work);
  }
  extras.names = *work.names;
  extras.external_id = work.external_id;
  if (work.has_files) {
    extras.upload_token = kUploadToken;
    // Zendesk's key is of no help to another run, which would have another token.
    if (extras.operation.empty()) extras.operation = client.work().key;
  }
  TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, extras);
  plan.body = std::move(body.json);
  plan.warnings = std::move(body.warnings);
  return plan;
}

std::optional<std::string> SubjectOf(const TicketAnswer& ticket) {
  rapidjson::Document document;
  if (!ParseTree(ticket.json(), document)) return std::nullopt;
  const auto subject = TextOf(document, "subject");
  return subject ? std::optional<std::string>(*subject) : std::nullopt;
}

// Where the input says which ticket is meant.
std::string NamesTicket(const Input& input) {
  return input.Knows("ticket_id") ? "/ticket_id" : "/external_id";
}

// In place of an update of a ticket that is closed.
TicketPlan PlanSuccessor(const Client& client, const Input& input, const TicketWork& work,
                         TicketAnswer closed) {
  if (!work.adds_comment) {
    std::vector<task_plugin::Fault> faults;
    faults.push_back({"/comment_body",
                      "required",
                      input.Say("{}: the ticket is closed, and a new one begins with a comment.",
                                input.Title("comment_body")),
                      std::string(input.Title("comment_body")),
                      {},
                      input.Say("Add a comment, or change a ticket that is not closed.")});
    ThrowIfAny(std::move(faults), input);
  }
  const bool is_follow_up = input.Text("if_closed") == "follow_up";
  TicketExtras extras;
  if (auto tags = AddedTags(input); !tags.empty()) extras.tags = std::move(tags);
  extras.predecessor.emplace();
  if (is_follow_up) {
    extras.predecessor->followup_source_id = work.ticket_id;
    extras.operation = work.operation;
  }
  extras.predecessor->requester_id = closed.reply.requester_id;
  extras.predecessor->subject = SubjectOf(closed);
  TicketPlan plan = PlanCreation(client, input, work, std::move(extras));
  plan.warnings.push_back(
      {"ticket_was_closed",
       is_follow_up
           ? input.Say("Ticket {} is closed, so a follow-up ticket takes its place.",
                       work.ticket_id)
           : input.Say("Ticket {} is closed, so a new ticket takes its place.", work.ticket_id),
       NamesTicket(input)});
  plan.before = std::move(closed);
  return plan;
}

Asked AskedBy(const TicketPlan& plan, const Input& input, const ResolvedNames& names) {
  if (plan.request == TicketRequest::kAddTags) return Asked(plan.body);
  if (plan.request == TicketRequest::kRemoveTags) return Asked(R"({"tags":[]})");
  return Asked(WithoutName(plan.body), PlacesOf(input, names));
}

// Costs no read where something is written: a ticket that has not been read is read for a dry run.
Task<void> TellSideEffects(Client& client, const Input& input, const TicketWork& work,
                           TicketPlan& plan) {
  const bool reads = client.work().dry_run != nullptr && MayHaveSideEffects(input);
  if (!plan.before && !reads) co_return;
  TicketAnswer now;
  if (!plan.before) now = co_await BeforeWriting(client.ShowTicket(plan.ticket_id));
  const TicketAnswer& known = plan.before ? *plan.before : now;
  const auto warnings = co_await ForeseeSideEffects(client, input, *work.names, known);
  plan.warnings.insert(plan.warnings.end(), warnings.begin(), warnings.end());
}

Task<TicketPlan> PlanUpdate(Client& client, const Input& input, TicketWork& work);

// What takes the place of a ticket that is closed: the newest of its follow-ups that is not, else a
// new ticket.
Task<TicketPlan> PlanInPlaceOf(Client& client, const Input& input, TicketWork& work,
                               TicketAnswer closed) {
  std::vector<int64_t> follow_ups;
  if (input.Text("if_closed") == "follow_up") follow_ups = FollowUpsOf(closed);
  const int64_t open = co_await FindOpenFollowUp(client, follow_ups);
  TicketPlan plan;
  if (open == 0) {
    plan = PlanSuccessor(client, input, work, std::move(closed));
  } else {
    const int64_t closed_id = std::exchange(work.ticket_id, open);
    plan = co_await PlanUpdate(client, input, work);
    plan.warnings.push_back(
        {"ticket_was_closed",
         input.Say("Ticket {} is closed, so its follow-up ticket {} was changed instead.",
                   closed_id, open),
         NamesTicket(input)});
  }
  plan.follow_ups.insert(plan.follow_ups.end(), follow_ups.begin(), follow_ups.end());
  co_return plan;
}

Task<TicketPlan> PlanUpdate(Client& client, const Input& input, TicketWork& work) {
  TicketExtras extras;
  extras.names = *work.names;
  extras.operation = work.operation;
  if (work.has_files) extras.upload_token = kUploadToken;
  // Tags alone have an address of their own, where Zendesk itself adds to those that there are.
  TicketBody body = BuildTicketBody(input, TicketWrite::kUpdate, extras);
  const bool is_safe = IsSafeUpdate(input);
  const bool adds = !AddedTags(input).empty();
  const bool removes = !RemovedTags(input).empty();
  const bool are_tags_alone = adds != removes && body.is_empty;
  const bool writes_all_tags = (adds || removes) && !are_tags_alone;

  TicketPlan plan;
  plan.request = TicketRequest::kUpdate;
  plan.ticket_id = work.ticket_id;
  plan.effect = work.update_effect();
  plan.is_safe_update = is_safe;
  if (is_safe || RestsOnReading(input)) {
    StampUse use = is_safe ? StampUse::kGuard : StampUse::kNone;
    if (writes_all_tags) use = StampUse::kAllTags;
    plan.before = co_await ReadBeforeUpdate(client, plan.ticket_id, use);
    if (ReplacesClosed(input) && plan.before->reply.status == "closed")
      co_return co_await PlanInPlaceOf(client, input, work, *std::move(plan.before));
  }
  co_await TellSideEffects(client, input, work, plan);
  if (is_safe) extras.updated_stamp = plan.before->reply.updated_at;
  if (body.is_empty && !adds && !removes) {
    plan.request = TicketRequest::kNone;
    plan.body = std::move(body.json);
  } else if (are_tags_alone) {
    plan.request = adds ? TicketRequest::kAddTags : TicketRequest::kRemoveTags;
    plan.body = BuildTagBody(adds ? AddedTags(input) : RemovedTags(input), extras.updated_stamp);
  } else {
    if (writes_all_tags) extras.tags = ApplyTagChanges(input, plan.before->reply.tags);
    if (is_safe) body = BuildTicketBody(input, TicketWrite::kUpdate, extras);
    plan.body = std::move(body.json);
  }
  plan.warnings.insert(plan.warnings.begin(), body.warnings.begin(), body.warnings.end());
  co_return plan;
}

}  // namespace

TicketWork::TicketWork(const Input& input, const Client& client, TicketWrite task)
    : task(task),
      matches(MatchesExternalId(input)),
      adds_comment(AddsComment(input)),
      has_files(HasAttachments(input)),
      operation(matches || (task == TicketWrite::kUpdate && adds_comment) ? client.Key()
                                                                          : std::string()),
      external_id(ExternalIdFor(input, client.Mark())),
      ticket_id(task == TicketWrite::kUpdate ? *input.Integer("ticket_id") : 0) {}

bool ReplacesClosed(const Input& input) {
  return input.Knows("if_closed") && input.Text("if_closed").value_or("fail") != "fail";
}

bool RestsOnReading(const Input& input) {
  return IsSafeUpdate(input) || ReplacesClosed(input);
}

Task<TicketPlan> PlanTicket(Client& client, const Input& input, TicketWork& work) {
  if (!work.names) work.names = co_await ResolveNames(client, input);
  if (work.matches) work.ticket_id = co_await FindMatch(client, input, work.external_id);
  TicketPlan plan;
  if (work.ticket_id == 0) {
    plan = PlanCreation(client, input, work, TicketExtras());
  } else {
    plan = co_await PlanUpdate(client, input, work);
  }
  plan.asked = AskedBy(plan, input, *work.names);
  co_return plan;
}

}  // namespace zendesk::tasks
