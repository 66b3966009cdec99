// SPDX-License-Identifier: Apache-2.0
// Zendesk's rules, from the account's own lists. What is found goes through the same table as
// Zendesk's own refusals, so that both read alike.
#include "plugin/tasks/foresight.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plugin/tasks/foresight_lookup.h"
#include "plugin/tasks/foresight_people.h"
#include "plugin/tasks/foresight_profile.h"
#include "plugin/tasks/foresight_record.h"
#include "plugin/tasks/foresight_settings.h"
#include "plugin/tasks/next_ticket.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/refusal.h"
#include "plugin/tasks/required_fields.h"
#include "plugin/zendesk/error_body.h"

namespace zendesk::tasks {
namespace {

constexpr int kBadRequest = 400;
constexpr int kUnprocessable = 422;

Task<std::vector<FieldProblem>> ForeseeTicket(Client& client, const PlannedWrite& write) {
  std::vector<FieldProblem> complaints;
  const NextTicket ticket(write);
  if (ticket.Before("status") == "closed") {
    complaints.push_back(Complaint("status", "closed"));
    co_return complaints;
  }
  if (NameOf(write.body) != "ticket") co_return complaints;  // tags alone
  co_await ForeseePeople(client, ticket, complaints);
  co_await ForeseeSettings(client, ticket, complaints);
  co_await ForeseeLookups(client, ticket, complaints);
  const bool is_refused = std::any_of(complaints.begin(), complaints.end(),
                                      [](const auto& one) { return one.code == "no_agent"; });
  const std::vector<FieldProblem> missing = co_await MissingFields(client, ticket, is_refused);
  complaints.insert(complaints.end(), missing.begin(), missing.end());
  co_return complaints;
}

}  // namespace

std::optional<Problem> RefusalOf(int status, std::vector<FieldProblem> complaints) {
  if (complaints.empty()) return std::nullopt;
  ErrorBody body;
  body.name = "RecordInvalid";
  body.fields = std::move(complaints);
  Problem problem = ProblemOfRefusal(status, body);
  if (status == kBadRequest) problem.sentences = {Message("Zendesk refuses some of the values.")};
  problem.fields = std::move(body.fields);
  return problem;
}

Task<std::optional<Problem>> ForeseeRefusal(Client& client, const PlannedWrite& write) {
  const std::string_view name = NameOf(write.body);
  if (name == "user") co_return std::nullopt;  // see PlanUser()
  if (name == "profile") co_return RefusalOf(kBadRequest, co_await ForeseeProfile(client, write));
  if (!ObjectOf(write).empty())
    co_return RefusalOf(kUnprocessable, co_await ForeseeRecord(client, write));
  co_return RefusalOf(kUnprocessable, co_await ForeseeTicket(client, write));
}

}  // namespace zendesk::tasks
