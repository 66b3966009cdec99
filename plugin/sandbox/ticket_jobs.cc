// SPDX-License-Identifier: Apache-2.0
// Each item is a write of its own, at the time when the job comes to it.
#include "ticket_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "body.h"
#include "errors.h"
#include "id_list.h"
#include "job_answer.h"
#include "property_reader.h"
#include "ticket_write.h"
#include "tickets.h"

namespace sandbox {
namespace {

constexpr Id kAccountId = 360000000000011;

// What the items of one job have in common. They outlive the request.
struct Batch {
  Account& account;
  Id caller_id;
  ClientInfo client;
  Seconds queued_at;
  JsonDocument body{};

  const User& caller() const { return account.users.at(caller_id); }
};

std::shared_ptr<Batch> make_batch(const Call& call) {
  return std::make_shared<Batch>(
      Batch{call.account, call.caller.id, client_of(call.request), call.account.now()});
}

Response not_an_object() {
  return named_error(400, "ParameterInvalid", "A ticket must be an object");
}

std::string create(const Batch& batch, std::size_t index, const Json& ticket) {
  const JobResult result{index, "create", {}};
  if (!ticket.IsObject()) return result.failure(not_an_object());
  const TicketOutcome outcome = create_ticket(batch.account, batch.caller(), ticket, batch.client);
  if (outcome.refusal) return result.failure(*outcome.refusal);
  JsonWriter json;
  json.begin_object().field("index", index).field("id", outcome.ticket->id);
  json.field("account_id", kAccountId).end_object();
  return json.text();
}

void take_words(const Json* list, std::vector<std::string>& out) {
  if (!list || !list->IsArray()) return;
  for (const Json& word : list->GetArray()) {
    if (word.IsString()) out.emplace_back(text_of(word));
  }
}

// The change with `additional_tags` and `remove_tags`, which jobs know, turned into `tags`.
JsonDocument with_tags(const Json& change, const Ticket& ticket) {
  JsonDocument result;
  result.CopyFrom(change, result.GetAllocator());
  std::vector<std::string> removed, tags = ticket.tags;
  take_words(member(change, "additional_tags"), tags);
  take_words(member(change, "remove_tags"), removed);
  Json list(rapidjson::kArrayType);
  for (const std::string& tag : tags) {
    if (std::find(removed.begin(), removed.end(), tag) == removed.end()) {
      list.PushBack(Json(tag, result.GetAllocator()), result.GetAllocator());
    }
  }
  result.RemoveMember("tags");
  result.AddMember("tags", list, result.GetAllocator());
  return result;
}

std::string update(const Batch& batch, std::size_t index, const std::optional<Id>& id,
                   const Json& change, bool is_bulk) {
  const JobResult result{index, "update", id ? fmt::to_string(*id) : ""};
  const auto found = id ? batch.account.tickets.find(*id) : batch.account.tickets.end();
  if (found == batch.account.tickets.end()) return result.failure(record_not_found());
  Ticket& ticket = found->second;
  // One change for all never overwrites what came after it.
  if (is_bulk && ticket.updated_at > batch.queued_at) return result.failure(update_conflict());
  const bool moves_tags = member(change, "additional_tags") || member(change, "remove_tags");
  const JsonDocument tagged = moves_tags ? with_tags(change, ticket) : JsonDocument();
  const TicketOutcome outcome = update_ticket(batch.account, batch.caller(), ticket,
                                              moves_tags ? tagged : change, batch.client);
  if (outcome.refusal) return result.failure(*outcome.refusal);
  JsonWriter json;
  json.begin_object().field("id", *id).field("action", "update");
  json.field("success", true).field("status", "Updated").end_object();
  return json.text();
}

Response start_update(const Call& call, std::vector<JobItem> items) {
  return start_job(call, 200, {"Bulk Update Ticket", "Updating ticket", std::move(items)});
}

Response update_all(const Call& call, const std::shared_ptr<Batch>& batch) {
  Response problem;
  const Json* change = object_of_body(call.request, "ticket", batch->body, problem);
  const auto ids = change ? ids_of_query(call.request, problem) : std::nullopt;
  if (!ids) return problem;
  std::vector<JobItem> items;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    items.emplace_back([batch, i, change, id = parse_integer((*ids)[i])] {
      return update(*batch, i, id, *change, true);
    });
  }
  return start_update(call, std::move(items));
}

}  // namespace

Response create_many_tickets(const Call& call) {
  Response problem;
  const auto batch = make_batch(call);
  const Json* tickets = read_body(call.request, batch->body, problem)
                            ? job_items(batch->body, "tickets", problem)
                            : nullptr;
  if (!tickets) return problem;
  std::vector<JobItem> items;
  for (rapidjson::SizeType i = 0; i < tickets->Size(); ++i) {
    items.emplace_back([batch, i, ticket = &(*tickets)[i]] { return create(*batch, i, *ticket); });
  }
  return start_job(call, 200, {"Bulk Create Ticket", "Creating ticket", std::move(items)});
}

Response update_many_tickets(const Call& call) {
  Response problem;
  const auto batch = make_batch(call);
  if (call.request.query.contains("ids")) return update_all(call, batch);
  const Json* tickets = read_body(call.request, batch->body, problem)
                            ? job_items(batch->body, "tickets", problem)
                            : nullptr;
  if (!tickets) return problem;
  std::vector<JobItem> items;
  for (rapidjson::SizeType i = 0; i < tickets->Size(); ++i) {
    const Json& change = (*tickets)[i];
    const Json* id = member(change, "id");
    items.emplace_back([batch, i, change = &change, id = id ? as_id(*id) : std::nullopt] {
      return update(*batch, i, id, *change, false);
    });
  }
  return start_update(call, std::move(items));
}

}  // namespace sandbox
