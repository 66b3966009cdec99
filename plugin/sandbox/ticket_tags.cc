// SPDX-License-Identifier: Apache-2.0
// Each change is a ticket write of the whole set, with all that a ticket write refuses and records.
#include "ticket_tags.h"

#include <functional>

#include "body.h"
#include "errors.h"
#include "tags.h"
#include "ticket_write.h"
#include "tickets.h"

namespace sandbox {
namespace {

using Change = std::function<void(Tags& tags, const Tags& given)>;

Response tags_response(int status, const Ticket& ticket) {
  JsonWriter json;
  json.begin_object().field("tags", ticket.tags).end_object();
  return json_response(status, json.text());
}

// Of the body; DELETE may also name them in the query. False and `problem` when there are none.
bool read_given(const Call& call, JsonDocument& body, Tags& given, Response& problem) {
  const std::string* query = call.request.parameter("tags");
  if (query && call.request.body.empty()) {
    body.SetObject();
    return read_tags(Json(*query, body.GetAllocator()), given);
  }
  if (!read_body(call.request, body, problem)) return false;
  const Json* tags = member(body, "tags");
  if (tags && read_tags(*tags, given)) return true;
  problem = parameter_missing("tags");
  return false;
}

Response change_tags(const Call& call, int status, const Change& change) {
  Response problem;
  Ticket* ticket = find_ticket(call, "tags", problem);
  JsonDocument body;
  Tags given;
  if (!ticket || !read_given(call, body, given, problem)) return problem;
  Tags tags(ticket->tags.begin(), ticket->tags.end());
  change(tags, given);
  JsonDocument write(rapidjson::kObjectType);
  auto& allocator = write.GetAllocator();
  Json list(rapidjson::kArrayType);
  for (const std::string& tag : tags) list.PushBack(Json(tag, allocator), allocator);
  write.AddMember("tags", list, allocator);
  for (const char* name : {"updated_stamp", "safe_update"}) {
    const Json* value = member(body, name);
    if (value) write.AddMember(Json(name, allocator), Json(*value, allocator), allocator);
  }
  const TicketOutcome outcome =
      update_ticket(call.account, call.caller, *ticket, write, client_of(call.request));
  return outcome.refusal ? *outcome.refusal : tags_response(status, *ticket);
}

}  // namespace

Response list_ticket_tags(const Call& call) {
  Response problem;
  const Ticket* ticket = find_ticket(call, "tags", problem);
  return ticket ? tags_response(200, *ticket) : problem;
}

Response set_ticket_tags(const Call& call) {
  return change_tags(call, 201, [](Tags& tags, const Tags& given) { tags = given; });
}

Response add_ticket_tags(const Call& call) {
  return change_tags(
      call, 200, [](Tags& tags, const Tags& given) { tags.insert(given.begin(), given.end()); });
}

Response remove_ticket_tags(const Call& call) {
  return change_tags(call, 200, [](Tags& tags, const Tags& given) {
    for (const std::string& tag : given) tags.erase(tag);
  });
}

}  // namespace sandbox
