// SPDX-License-Identifier: Apache-2.0
// Names first, then the ticket as it is, then the body.
#include "plugin/tasks/ticket_plan.h"

#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/names.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

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

TicketPlan PlanCreation(const Input& input, const TicketWork& work) {
  TicketExtras extras;
  extras.names = *work.names;
  extras.external_id = work.external_id;
  TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, extras);
  TicketPlan plan;
  plan.body = std::move(body.json);
  plan.warnings = std::move(body.warnings);
  return plan;
}

Task<TicketPlan> PlanUpdate(Client& client, const Input& input, const TicketWork& work) {
  TicketPlan plan;
  plan.write = TicketWrite::kUpdate;
  plan.ticket_id = work.ticket_id;
  plan.effect = work.update_effect();
  TicketExtras extras;
  extras.names = *work.names;
  extras.operation = work.operation;
  if (input.Has("additional_tags") || input.Has("remove_tags")) {
    plan.before = co_await ShowBeforeWriting(client, plan.ticket_id);
    extras.tag_update.emplace();
    extras.tag_update->tags = ApplyTagChanges(input, plan.before->reply.tags);
    extras.tag_update->updated_stamp = plan.before->reply.updated_at;
    plan.is_safe_update = true;
  }
  TicketBody body = BuildTicketBody(input, TicketWrite::kUpdate, extras);
  plan.body = std::move(body.json);
  plan.warnings = std::move(body.warnings);
  co_return plan;
}

}  // namespace

TicketWork::TicketWork(const Input& input, const Client& client, TicketWrite task)
    : task(task),
      ticket_id(task == TicketWrite::kUpdate ? *input.Integer("ticket_id") : 0),
      adds_comment(AddsComment(input)),
      operation(task == TicketWrite::kUpdate && adds_comment ? client.Key() : std::string()),
      external_id(task == TicketWrite::kCreate ? ExternalIdFor(input, client.Mark())
                                               : std::string()) {}

Task<TicketPlan> PlanTicket(Client& client, const Input& input, TicketWork& work) {
  if (!work.names) work.names = co_await ResolveNames(client, input);
  TicketPlan plan;
  if (work.task == TicketWrite::kCreate) {
    plan = PlanCreation(input, work);
  } else {
    plan = co_await PlanUpdate(client, input, work);
  }
  plan.asked = Asked(WithoutName(plan.body), PlacesOf(input, *work.names));
  co_return plan;
}

}  // namespace zendesk::tasks
