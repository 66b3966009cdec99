// SPDX-License-Identifier: Apache-2.0
// Every search walks over all tickets: a sandbox has few.
#include "ticket_search.h"

#include <algorithm>
#include <functional>

#include "body.h"
#include "errors.h"
#include "pagination.h"
#include "ticket_query.h"
#include "ticket_view.h"

namespace sandbox {
namespace {

using Tickets = std::vector<const Ticket*>;

// The last changed first.
Tickets tickets_that(const Account& account, const std::function<bool(const Ticket&)>& fit) {
  Tickets result;
  for (const auto& [id, ticket] : account.tickets) {
    if (fit(ticket)) result.push_back(&ticket);
  }
  std::sort(result.begin(), result.end(), [](const Ticket* a, const Ticket* b) {
    return a->updated_at != b->updated_at ? a->updated_at > b->updated_at : a->id > b->id;
  });
  return result;
}

WriteItem writer_of(const Account& account, const Tickets& tickets) {
  return [&account, &tickets](JsonWriter& json, std::size_t i) {
    write_ticket(json, account, *tickets[i]);
  };
}

bool is_problem(const Ticket& ticket) {
  return ticket.type == "problem";
}

}  // namespace

Response search(const Call& call) {
  const std::string* text = call.request.parameter("query");
  if (!text) return parameter_missing("query");
  const TicketQuery query(call.account, call.caller, *text);
  const Tickets tickets =
      tickets_that(call.account, [&](const Ticket& ticket) { return query.fits(ticket); });
  return offset_list_response(call.request, "results", call.account.url("search"), tickets.size(),
                              [&](JsonWriter& json, std::size_t i) {
                                JsonWriter item;
                                write_ticket(item, call.account, *tickets[i]);
                                std::string object = item.text();
                                object.insert(1, R"("result_type":"ticket",)");
                                json.raw(object);
                              });
}

Response list_problems(const Call& call) {
  const Tickets tickets = tickets_that(call.account, is_problem);
  return list_response(call.request, "tickets", call.account.url("problems"), tickets.size(),
                       writer_of(call.account, tickets));
}

Response autocomplete_problems(const Call& call) {
  Response problem;
  JsonDocument body;
  const std::string* parameter = call.request.parameter("text");
  std::string text = parameter ? *parameter : "";
  if (!parameter && call.request.method == "POST") {
    if (!read_body(call.request, body, problem)) return problem;
    const Json* value = member(body, "text");
    if (value && value->IsString()) text = text_of(*value);
  }
  if (text.empty()) return parameter_missing("text");
  const Tickets tickets = tickets_that(call.account, [&](const Ticket& ticket) {
    return is_problem(ticket) &&
           lower(ticket.subject.value_or("")).find(lower(text)) != std::string::npos;
  });
  return offset_list_response(call.request, "tickets", call.account.url("problems/autocomplete"),
                              tickets.size(), writer_of(call.account, tickets));
}

}  // namespace sandbox
