// SPDX-License-Identifier: Apache-2.0
// GET /sandbox/state: numbers about all that the sandbox holds and has done.
#include "application.h"
#include "json.h"

namespace sandbox {
namespace {

std::size_t count_comments(const Account& account) {
  std::size_t count = 0;
  for (const auto& [id, ticket] : account.tickets) count += ticket.comments.size();
  return count;
}

void write_oauth(JsonWriter& json, const Account& account, std::int64_t largest_in_flight) {
  const Oauth& oauth = account.oauth;
  json.begin_object().field("tokens_alive", oauth.tokens.alive(account.now()));
  json.field("tokens_issued", oauth.tokens.issued());
  json.field("renewals_asked", oauth.renewals_asked).field("renewals", oauth.renewals);
  json.field("renewals_refused", oauth.renewals_refused);
  json.field("dead_refresh_tokens_used", oauth.dead_refresh_tokens_used);
  json.field("largest_renewals_in_flight", largest_in_flight).end_object();
}

void write_jobs(JsonWriter& json, const Jobs& jobs) {
  const Jobs::Counts& counts = jobs.counts();
  json.begin_object().field("added", counts.added).field("in_flight", jobs.in_flight());
  json.field("largest_in_flight", counts.largest_in_flight);
  json.field("completed", counts.completed).field("failed", counts.failed);
  json.field("killed", counts.killed).field("refused", counts.refused).end_object();
}

void write_uploads(JsonWriter& json, std::size_t orphaned, const Uploads::Counts& counts) {
  json.begin_object().field("orphaned", orphaned).field("made", counts.made);
  json.field("attached", counts.attached).field("removed", counts.removed);
  json.field("expired", counts.expired).end_object();
}

}  // namespace

std::string Application::state_json() {
  const std::size_t orphaned = account_.uploads.orphaned(account_.now());
  JsonWriter json;
  json.begin_object().field("tickets", account_.tickets.size());
  json.field("comments", count_comments(account_));
  json.field("profiles", account_.profiles.all().size());
  json.field("records", account_.record_count());
  json.field("users", account_.users.size()).field("commits", account_.commits);
  json.field("open_connections", connections_.open());
  json.field("connections_opened", connections_.opened_since_start());
  json.field("largest_open_connections", connections_.largest());
  json.field("requests", journal_.size()).field("faults", faults_.size());
  json.key("faults_struck").begin_object();
  for (const auto& [name, count] : faults_.struck()) json.field(name, count);
  json.end_object().field("too_many_requests", too_many_requests_);
  calls_.write(json.key("api_calls"));
  write_uploads(json.key("uploads"), orphaned, account_.uploads.counts());
  write_jobs(json.key("jobs"), account_.jobs);
  write_oauth(json.key("oauth"), account_, renewals_in_flight_.largest());
  json.end_object();
  return json.text();
}

}  // namespace sandbox
