// SPDX-License-Identifier: Apache-2.0
// Requests out, answers or problems back.
#include "plugin/zendesk/client.h"

#include <fmt/format.h>

#include "plugin/zendesk/warn_header.h"

namespace zendesk {

using transport::Method;

Task<TicketAnswer> Client::CreateTicket(std::string body) {
  return CallForTicket(Method::kPost, "/api/v2/tickets", std::move(body));
}

Task<TicketAnswer> Client::UpdateTicket(int64_t id, std::string body) {
  return CallForTicket(Method::kPut, fmt::format("/api/v2/tickets/{}", id), std::move(body));
}

Task<TicketAnswer> Client::ShowTicket(int64_t id) {
  return CallForTicket(Method::kGet, fmt::format("/api/v2/tickets/{}", id), {});
}

Task<TicketAnswer> Client::CallForTicket(Method method, std::string path, std::string body) {
  const Effect effect = method == Method::kGet ? Effect::kRead : Effect::kWrite;
  transport::Request request(method, account_.address().origin + path);
  request.headers.emplace_back(credentials_->AuthorizationHeader());
  request.headers.emplace_back("Accept: application/json");
  if (effect == Effect::kWrite) request.headers.emplace_back("Content-Type: application/json");
  request.body = std::move(body);
  request.timeouts = account_.timeouts();
  request.deadline = deadline_;

  transport::Response response;
  try {
    response = co_await transport_.Send(std::move(request));
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, effect);
  }
  if (response.status < 200 || response.status >= 300) throw ProblemOfResponse(response, effect);

  TicketAnswer answer;
  std::string complaint;
  auto ticket = ReadTicketReply(response.body, complaint);
  if (!ticket) throw BadReply(response, effect, complaint);
  answer.ticket = std::move(*ticket);
  answer.body = std::move(response.body);
  if (const auto warning = response.Header("X-Zendesk-API-Warn"))
    answer.dropped_keys = ReadWarnHeader(*warning);
  co_return answer;
}

}  // namespace zendesk
