// SPDX-License-Identifier: Apache-2.0
// The same members whatever is known, so that a next step finds them.
#include "plugin/tasks/ticket_output.h"

#include <fmt/format.h>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Output MakeTicketOutput(const Input& input, const Client& client, const TicketAnswer& answer,
                        bool created, std::vector<Warning> warnings, const Asked& asked) {
  TellDifferences(input, asked, answer.body, answer.reply,
                  {"ticket_id", fmt::format("{}", answer.reply.id)}, warnings);
  ObjectWriter writer(answer.reply.size + 512);
  writer.IntegerOrNull("id", answer.reply.id);
  writer.TextOrNull("url", answer.reply.url);
  writer.Text("agent_url", client.address().AgentTicketUrl(answer.reply.id));
  writer.TextOrNull("status", answer.reply.status);
  writer.Boolean("created", created);
  WriteAnswer(input, writer, "ticket", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped, client.cost());
}

Task<Output> ShowWritten(Client& client, const Input& input, int64_t id, bool created,
                         std::vector<Warning> warnings, const Asked& asked) {
  const auto answer = co_await TryRead(client.ShowTicket(id));
  if (!answer) co_return MakeBareTicketOutput(input, client, id, created, std::move(warnings));
  co_return MakeTicketOutput(input, client, *answer, created, std::move(warnings), asked);
}

Output MakeBareTicketOutput(const Input& input, const Client& client, int64_t id, bool created,
                            std::vector<Warning> warnings) {
  ObjectWriter writer;
  writer.Integer("id", id);
  writer.TextOrNull("url", std::nullopt);
  writer.Text("agent_url", client.address().AgentTicketUrl(id));
  writer.TextOrNull("status", std::nullopt);
  writer.Boolean("created", created);
  writer.Object("ticket", {});
  return FinishOutput(input, writer, std::move(warnings), Dropped(), client.cost());
}

Warning TicketFound(const Input& input) {
  return {"ticket_found",
          input.Say("An earlier attempt had created the ticket; it is told by its external ID. "
                    "Nothing was written this time."),
          "/external_id"};
}

Warning UpdateFound(const Input& input) {
  return {"update_found",
          input.Say("The update was made, though Zendesk's answer to it was lost; the ticket's "
                    "history shows it. The ticket is shown as it is now."),
          ""};
}

void ExplainMissingTicket(Problem& problem, const Input& input) {
  if (problem.code != "zendesk.not_found") return;
  problem.sentences = {Message("Zendesk does not find the ticket.")};
  problem.fields.push_back(
      Complaint("ticket_id", "RecordNotFound",
                input.Say("There is no ticket with this number, or the user of the connection may "
                          "not see it.")));
}

}  // namespace zendesk::tasks
