// SPDX-License-Identifier: Apache-2.0
// From HTTP to tickets and back: wrapper, warnings, Location, idempotency.
#include "tickets.h"

#include <fmt/format.h>

#include <algorithm>

#include "body.h"
#include "errors.h"
#include "id_list.h"
#include "json.h"
#include "pagination.h"
#include "ticket_keys.h"
#include "ticket_view.h"

namespace sandbox {
namespace {

// By cursor (`sort=-created_at`) or by offset (`sort_order=desc`).
bool is_newest_first(const Request& request) {
  const auto has = [&request](const char* name, std::string_view value) {
    const auto found = request.query.find(name);
    return found != request.query.end() && found->second == value;
  };
  return has("sort", "-created_at") || has("sort_order", "desc");
}

// What the account's own rules make of a ticket after a write, as the fault business_rule has it.
void apply_rules(const Call& call, const Ticket& written) {
  const auto rule =
      call.faults.take({Fault::Stage::kTicketWrite, call.request.method, call.request.path, false});
  if (!rule) return;
  JsonDocument change;
  parse_json(rule->change, change);
  update_ticket(call.account, call.caller, call.account.tickets.at(written.id), change,
                client_of(call.request));
}

Response written(const Call& call, TicketAction action, const Json& ticket, TicketOutcome outcome) {
  Response response;
  if (!outcome.refusal) apply_rules(call, *outcome.ticket);
  if (outcome.refusal) {
    response = std::move(*outcome.refusal);
  } else {
    JsonWriter json;
    json.begin_object();
    write_ticket(json.key("ticket"), call.account, *outcome.ticket);
    if (!outcome.audit.empty()) json.raw_field("audit", outcome.audit);
    json.end_object();
    response = json_response(action == TicketAction::kCreate ? 201 : 200, json.text());
    if (action == TicketAction::kCreate) {
      response.headers.emplace_back(
          "location", call.account.url(fmt::format("tickets/{}", outcome.ticket->id)));
    }
  }
  const auto keys = unpermitted_keys(action, ticket);
  if (!keys.empty()) {
    response.headers.emplace_back("x-zendesk-api-warn", warning_text(action, keys));
  }
  return response;
}

Response create_now(const Call& call) {
  Response problem;
  JsonDocument document;
  const Json* ticket = object_of_body(call.request, "ticket", document, problem);
  if (!ticket) return problem;
  return written(call, TicketAction::kCreate, *ticket,
                 create_ticket(call.account, call.caller, *ticket, client_of(call.request)));
}

}  // namespace

Ticket* find_ticket(const Call& call, const char* action, Response& problem) {
  const auto id = parse_integer(call.id);
  if (!id) {
    problem = titled_error(
        400, "Invalid attribute",
        fmt::format("You passed an invalid value for the id attribute. Invalid parameter: id must "
                    "be an integer from api/v2/tickets/{}",
                    action));
    return nullptr;
  }
  const auto found = call.account.tickets.find(*id);
  if (found != call.account.tickets.end()) return &found->second;
  problem = record_not_found();
  return nullptr;
}

ClientInfo client_of(const Request& request) {
  const std::string* agent = request.header("user-agent");
  return {agent ? *agent : "", request.client_address};
}

Response list_tickets(const Call& call) {
  std::vector<const Ticket*> tickets;
  const auto wanted = call.request.query.find("external_id");
  if (wanted == call.request.query.end()) {
    for (const auto& [id, ticket] : call.account.tickets) tickets.push_back(&ticket);
  } else {
    for (const Id id : call.account.ticket_index.with_external_id(wanted->second)) {
      tickets.push_back(&call.account.tickets.at(id));
    }
  }
  std::reverse(tickets.begin(), tickets.end());
  return list_response(
      call.request, "tickets", call.account.url("tickets"), tickets.size(),
      [&](JsonWriter& json, std::size_t i) { write_ticket(json, call.account, *tickets[i]); });
}

Response count_tickets(const Call& call) {
  JsonWriter json;
  json.begin_object().key("count").begin_object();
  json.field("value", call.account.tickets.size());
  json.field("refreshed_at", format_time(call.account.now()));
  json.end_object().end_object();
  return json_response(200, json.text());
}

Response show_many_tickets(const Call& call) {
  Response problem;
  const auto ids = ids_of_query(call.request, problem);
  if (!ids) return problem;
  std::vector<const Ticket*> tickets;
  for (const std::string& id : *ids) {
    const Ticket* ticket = call.account.find_ticket(parse_integer(id).value_or(0));
    if (ticket) tickets.push_back(ticket);
  }
  return list_response(
      call.request, "tickets", call.account.url("tickets/show_many"), tickets.size(),
      [&](JsonWriter& json, std::size_t i) { write_ticket(json, call.account, *tickets[i]); });
}

Response show_ticket(const Call& call) {
  Response problem;
  const Ticket* ticket = find_ticket(call, "show", problem);
  if (!ticket) return problem;
  JsonWriter json;
  json.begin_object();
  write_ticket(json.key("ticket"), call.account, *ticket);
  json.end_object();
  return json_response(200, json.text());
}

Response create_ticket(const Call& call) {
  const std::string* key = call.request.header("idempotency-key");
  if (!key || key->empty()) return create_now(call);
  const Seconds now = call.account.now();
  if (const auto* kept = call.idempotency.find(*key, now)) {
    if (!same_parameters(kept->body, call.request.body)) {
      return named_error(400, "IdempotentRequestError",
                         "Request parameters don't match the given idempotency key");
    }
    Response response = kept->response;
    response.headers.emplace_back("x-idempotency-lookup", "hit");
    return response;
  }
  Response response = create_now(call);
  if (response.status == 201) call.idempotency.keep(*key, call.request.body, response, now);
  response.headers.emplace_back("x-idempotency-lookup", "miss");
  return response;
}

Response update_ticket(const Call& call) {
  Response problem;
  Ticket* before = find_ticket(call, "update", problem);
  if (!before) return problem;
  JsonDocument document;
  const Json* ticket = object_of_body(call.request, "ticket", document, problem);
  if (!ticket) return problem;
  return written(
      call, TicketAction::kUpdate, *ticket,
      update_ticket(call.account, call.caller, *before, *ticket, client_of(call.request)));
}

Response delete_ticket(const Call& call) {
  Response problem;
  const Ticket* ticket = find_ticket(call, "destroy", problem);
  if (!ticket) return problem;
  call.account.ticket_index.remove(ticket->id, *ticket);
  call.account.tickets.erase(ticket->id);
  ++call.account.commits;
  return {204, {}, {}};
}

Response list_comments(const Call& call) {
  Response problem;
  const Ticket* ticket = find_ticket(call, "comments", problem);
  if (!ticket) return problem;
  const bool newest_first = is_newest_first(call.request);
  const std::size_t total = ticket->comments.size();
  return list_response(call.request, "comments",
                       call.account.url(fmt::format("tickets/{}/comments", ticket->id)), total,
                       [&](JsonWriter& json, std::size_t i) {
                         write_comment(json, call.account, *ticket,
                                       ticket->comments[newest_first ? total - 1 - i : i]);
                       });
}

Response list_audits(const Call& call) {
  Response problem;
  const Ticket* ticket = find_ticket(call, "audits", problem);
  if (!ticket) return problem;
  const bool newest_first = is_newest_first(call.request);
  const std::size_t total = ticket->audits.size();
  return list_response(call.request, "audits",
                       call.account.url(fmt::format("tickets/{}/audits", ticket->id)), total,
                       [&](JsonWriter& json, std::size_t i) {
                         json.raw(ticket->audits[newest_first ? total - 1 - i : i]);
                       });
}

}  // namespace sandbox
