// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, send, read.
#include "plugin/tasks/ticket.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "author/json.h"
#include "plugin/tasks/ticket_body.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

void WriteOptional(json::Writer& writer, const char* key, const std::optional<std::string>& text) {
  json::WriteText(writer, key);
  if (text) {
    json::WriteText(writer, *text);
  } else {
    writer.Null();
  }
}

Output MakeOutput(const Address& address, const TicketAnswer& answer,
                  std::vector<Warning> warnings) {
  json::Buffer buffer(nullptr, answer.ticket.size + 512);
  json::Writer writer(buffer);
  writer.StartObject();
  json::WriteText(writer, "id");
  writer.Int64(answer.ticket.id);
  WriteOptional(writer, "url", answer.ticket.url);
  json::WriteText(writer, "agent_url");
  json::WriteText(writer, address.AgentTicketUrl(answer.ticket.id));
  WriteOptional(writer, "status", answer.ticket.status);
  json::WriteText(writer, "ticket");
  const std::string_view ticket = answer.ticket_json();
  writer.RawValue(ticket.data(), ticket.size(), rapidjson::kObjectType);
  writer.EndObject();
  if (!answer.dropped_keys.empty()) {
    warnings.push_back({"zendesk_ignored_fields",
                        fmt::format("Zendesk did not take these fields: {}.",
                                    fmt::join(answer.dropped_keys, ", ")),
                        ""});
  }
  return {std::string(json::View(buffer)), std::move(warnings)};
}

// A task that has only read so far has done nothing, whatever became of the read.
// Tags that were not read whole would be lost by writing the others back, and without a stamp
// Zendesk would not notice that somebody else has changed the ticket meanwhile.
Task<TicketAnswer> ShowBeforeWriting(Client& client, int64_t id) {
  try {
    TicketAnswer answer = co_await client.ShowTicket(id);
    if (answer.ticket.has_tags && !answer.ticket.updated_at.empty()) co_return answer;
    Problem problem(
        Problem::Kind::kUnavailable, "zendesk.bad_reply",
        "Zendesk's answer does not hold the ticket's tags and the time of its last change, so "
        "tags can be neither added nor removed. Nothing was written.");
    problem.retry = Problem::Retry::kSafe;
    throw problem;
  } catch (Problem& problem) {
    if (problem.retry == Problem::Retry::kIfIdempotent) problem.retry = Problem::Retry::kSafe;
    throw;
  }
}

}  // namespace

Task<Output> CreateTicket(Client client, const Input& input) {
  TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, std::nullopt);
  const TicketAnswer answer = co_await client.CreateTicket(std::move(body.json));
  co_return MakeOutput(client.address(), answer, std::move(body.warnings));
}

Task<Output> UpdateTicket(Client client, const Input& input) {
  const int64_t id = *input.Integer("ticket_id");
  const bool changes_tags = input.Has("additional_tags") || input.Has("remove_tags");
  // With safe updates a conflict means that nothing was written, so reading again and writing again
  // is right; three times in a row somebody else was faster by seconds each time, and the host
  // should decide.
  constexpr int kMostAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    std::optional<TagUpdate> tag_update;
    if (changes_tags) {
      TicketAnswer now = co_await ShowBeforeWriting(client, id);
      tag_update.emplace();
      tag_update->tags = ApplyTagChanges(input, std::move(now.ticket.tags));
      tag_update->updated_stamp = std::move(now.ticket.updated_at);
    }
    TicketBody body = BuildTicketBody(input, TicketWrite::kUpdate, tag_update);
    try {
      const TicketAnswer answer = co_await client.UpdateTicket(id, std::move(body.json));
      co_return MakeOutput(client.address(), answer, std::move(body.warnings));
    } catch (const Problem& problem) {
      const bool overtaken = changes_tags && problem.kind == Problem::Kind::kConflict;
      if (!overtaken || attempt == kMostAttempts) throw;
    }
  }
}

}  // namespace zendesk::tasks
