// SPDX-License-Identifier: Apache-2.0
// A request passes its buckets from the most special one to the account's, so that what waits for
// one ticket keeps nobody from another.
#include "plugin/zendesk/governor.h"

#include <algorithm>

#include "plugin/zendesk/retry_after.h"

namespace zendesk {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using transport::Deadline;
using transport::Task;

namespace {

Bucket::Shape OfUsers() {
  Bucket::Shape shape;
  shape.untold = 1;
  return shape;
}

// Zendesk refuses two updates of one ticket at the same moment, and allows 30 in ten minutes, of
// which nobody wants the second half to take as long.
Bucket::Shape OfOneTicket() {
  Bucket::Shape shape;
  shape.window = seconds(600);
  shape.at_once = 1;
  shape.is_paced = false;
  return shape;
}

Bucket::Shape OfJobs() {
  Bucket::Shape shape;
  shape.at_once = 30;
  return shape;
}

}  // namespace

Governor::Governor() : user_writes_(OfUsers()), jobs_(OfJobs()) {}

std::optional<RateLevel> Admission::Stage::LevelIn(const RateHeaders& headers) const {
  return header.empty() ? headers.account : headers.Find(header);
}

bool Governor::TryAdmit(const Route& route, Admission& admission) {
  Plan(route, admission);
  for (auto& stage : admission.stages_) {
    if (!stage) continue;
    auto passage = stage->bucket->TryPass();
    if (!passage) return false;
    stage->passage.emplace(*std::move(passage));
  }
  return true;
}

Task<void> Governor::Admit(Admission& admission, Deadline deadline, milliseconds longest,
                           steady_clock::time_point since) {
  for (auto& stage : admission.stages_) {
    if (!stage || stage->passage) continue;
    transport::Passage passage = co_await stage->bucket->Pass(deadline, longest, since);
    stage->passage.emplace(std::move(passage));
  }
}

Task<transport::Passage> Governor::TakeJobPlace(Deadline deadline) {
  // The jobs in front are this plugin's own work, so there is no point in coming back later.
  constexpr std::chrono::hours kLongest(24);
  return jobs_.Pass(deadline, kLongest, steady_clock::now());
}

void Governor::Plan(const Route& route, Admission& admission) {
  auto& [special, endpoint, account] = admission.stages_;
  const auto set = [](auto& stage, Bucket& bucket, std::string_view header) {
    stage.emplace(Admission::Stage{&bucket, header, std::nullopt});
  };
  switch (route.endpoint) {
    case Endpoint::kProfiles:
      return set(account, profiles_, "");
    case Endpoint::kCreateTicket:
      set(endpoint, ticket_creates_, "ticket-request-create-by-user-and-ip");
      break;
    case Endpoint::kUpdateTicket:
      set(special, OfTicket(route.ticket_id), "per-ticket-updates");
      set(endpoint, ticket_updates_, "tickets-update");
      break;
    case Endpoint::kWriteUser:
      set(endpoint, user_writes_, "users-update");
      break;
    case Endpoint::kOther:
      break;
  }
  set(account, account_, "");
}

// Those of tickets that nobody updates any more are let go whenever there are twice as many as were
// left the last time, so that this costs little for each.
Bucket& Governor::OfTicket(int64_t id) {
  if (tickets_.size() >= crowd_) {
    const Deadline now = steady_clock::now();
    std::erase_if(tickets_, [&](const auto& ticket) {
      return ticket.first != id && ticket.second.IsIdle(now);
    });
    crowd_ = std::max(kCrowd, 2 * tickets_.size());
  }
  return tickets_.try_emplace(id, OfOneTicket()).first->second;
}

void Governor::Take(const transport::Response& response, Admission& admission) {
  const RateHeaders headers = ReadRateHeaders(response);
  for (auto& stage : admission.stages_) {
    if (!stage || !stage->passage) continue;
    stage->bucket->Learn(*stage->passage, stage->LevelIn(headers));
  }
  constexpr int kTooManyRequests = 429;
  if (response.status != kTooManyRequests) return;
  if (const auto wait_ms = ReadRetryAfter(response))
    Close(steady_clock::now() + milliseconds(*wait_ms), headers, admission);
}

// Zendesk does not say which limit it was. One that is not told, or of which nothing is left, may
// be; the most special one costs the fewest if it was another. An answer that tells nothing at all
// is taken for the account's.
void Governor::Close(Deadline until, const RateHeaders& headers, Admission& admission) {
  const bool tells_nothing = !headers.account && headers.endpoints.empty();
  if (tells_nothing) return admission.stages_.back()->bucket->CloseUntil(until);
  for (auto& stage : admission.stages_) {
    if (!stage) continue;
    const auto level = stage->LevelIn(headers);
    if (level && level->remaining > 0) continue;
    return stage->bucket->CloseUntil(until);
  }
}

}  // namespace zendesk
