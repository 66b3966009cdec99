// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, send, read.
#include "plugin/tasks/ticket.h"

#include <fmt/format.h>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/ticket_body.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Output MakeOutput(const Input& input, const Address& address, const TicketAnswer& answer,
                  std::vector<Warning> warnings) {
  ObjectWriter writer(answer.reply.size + 512);
  writer.IntegerOrNull("id", answer.reply.id);
  writer.TextOrNull("url", answer.reply.url);
  writer.Text("agent_url", address.AgentTicketUrl(answer.reply.id));
  writer.TextOrNull("status", answer.reply.status);
  WriteAnswer(input, writer, "ticket", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped);
}

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

// The ticket that an attempt of two hours ago may have made, whose key Zendesk may have forgotten.
Task<std::optional<TicketAnswer>> FindEarlier(Client& client, const Input& input) {
  const std::string external_id(input.Text("external_id").value_or(""));
  if (external_id.empty()) {
    Problem problem(Problem::Kind::kConflict, "zendesk.outcome_unknown",
                    Message("This ticket was first tried to be created nearly two hours ago or "
                            "more. Zendesk may have forgotten that, and without an external ID "
                            "nobody can tell whether the ticket exists. Nothing was sent."));
    problem.retry = Problem::Retry::kUnknownOutcome;
    throw problem;
  }
  const std::vector<int64_t> ids = co_await BeforeWriting(client.FindTickets(external_id));
  if (ids.empty()) co_return std::nullopt;
  if (ids.size() > 1) {
    Problem problem(Problem::Kind::kConflict, "zendesk.outcome_unknown",
                    Message("Several tickets have this external ID, so nobody can tell whether an "
                            "earlier attempt has created one: {}. Nothing was written.",
                            fmt::format("{}", fmt::join(ids, ", "))));
    problem.retry = Problem::Retry::kUnknownOutcome;
    problem.fields.push_back({"external_id", "DuplicateValue",
                              input.Say("Several tickets have this external ID."), 0, ""});
    throw problem;
  }
  co_return co_await BeforeWriting(client.ShowTicket(ids.front()));
}

// An update names one thing that Zendesk may not have: the ticket.
void ExplainMissing(Problem& problem, const Input& input) {
  if (problem.code != "zendesk.not_found") return;
  problem.sentences = {Message("Zendesk does not find the ticket.")};
  problem.fields.push_back({"ticket_id", "RecordNotFound",
                            input.Say("There is no ticket with this number, or the user of the "
                                      "connection may not see it."),
                            0, ""});
}

}  // namespace

Task<Output> CreateTicket(Client client, const Input& input) {
  if (client.work().key_may_be_forgotten) {
    if (auto earlier = co_await FindEarlier(client, input)) {
      std::vector<Warning> warnings;
      warnings.push_back({"ticket_found",
                          input.Say("An earlier attempt had created the ticket; it is told by its "
                                    "external ID. Nothing was written this time."),
                          "/external_id"});
      co_return MakeOutput(input, client.address(), *earlier, std::move(warnings));
    }
  }
  TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, std::nullopt);
  const TicketAnswer answer = co_await client.CreateTicket(std::move(body.json));
  co_return MakeOutput(input, client.address(), answer, std::move(body.warnings));
}

Task<Output> UpdateTicket(Client client, const Input& input) {
  const int64_t id = *input.Integer("ticket_id");
  const bool changes_tags = input.Has("additional_tags") || input.Has("remove_tags");
  // With safe updates a conflict means that nothing was written, so reading again and writing again
  // is right; three times in a row somebody else was faster by seconds each time, and the host
  // should decide.
  constexpr int kMostAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    try {
      std::optional<TagUpdate> tag_update;
      if (changes_tags) {
        TicketAnswer now = co_await ShowBeforeWriting(client, id);
        tag_update.emplace();
        tag_update->tags = ApplyTagChanges(input, std::move(now.reply.tags));
        tag_update->updated_stamp = std::move(now.reply.updated_at);
      }
      TicketBody body = BuildTicketBody(input, TicketWrite::kUpdate, tag_update);
      const TicketAnswer answer = co_await client.UpdateTicket(id, std::move(body.json));
      co_return MakeOutput(input, client.address(), answer, std::move(body.warnings));
    } catch (Problem& problem) {
      const bool overtaken = changes_tags && problem.kind == Problem::Kind::kConflict;
      if (overtaken && attempt < kMostAttempts) continue;
      ExplainMissing(problem, input);
      throw;
    }
  }
}

}  // namespace zendesk::tasks
