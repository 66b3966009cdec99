// SPDX-License-Identifier: Apache-2.0
// By connection type. Dates: support.zendesk.com, "Removal of API tokens", "Removal of password
// access".
#include "plugin/tasks/doctor_credential.h"

#include <algorithm>
#include <chrono>

#include "author/error.h"
#include "plugin/tasks/time_text.h"

namespace zendesk::tasks {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;
using State = Report::State;

constexpr std::string_view kApiToken = "api_token";
constexpr std::string_view kByHost = "oauth_access_token";
constexpr std::string_view kByCode = "oauth_authorization_code";

constexpr sys_days kLastDayOfApiTokens{std::chrono::year{2027} / 4 / 30};

int64_t MinutesUntil(int64_t unix_ms, int64_t now) {
  return std::max<int64_t>(
      0, std::chrono::floor<std::chrono::minutes>(milliseconds(unix_ms - now)).count());
}

void ReportApiToken(int64_t now, Report& report) {
  const sys_days today = std::chrono::floor<days>(sys_time<milliseconds>(milliseconds(now)));
  const int64_t left = (kLastDayOfApiTokens - today).count();
  report.Add(Check::kCredential, State::kWarning,
             left >= 0 ? Message("The API token works. Zendesk ends all API tokens on 30 April "
                                 "2027, days left until then: {}. Change to OAuth before.",
                                 left)
                       : Message("The API token still works, although Zendesk ended API tokens on "
                                 "30 April 2027. Change to OAuth."));
}

// Tokens that the workflow engine gave to the connection.
Message OfHost(const CredentialLife& life, bool is_told, int64_t now) {
  if (life.expires_at) {
    return Message(
        "The access token works for {} more minutes, until {}. The workflow engine has "
        "to renew it.",
        MinutesUntil(*life.expires_at, now), TimeText(*life.expires_at));
  }
  if (is_told) return Message("The access token works, and does not expire by itself.");
  return Message("The access token works. How long it does is not known.");
}

Message OfGrant(const CredentialLife& life, int64_t now) {
  if (!life.expires_at) {
    return Message(
        "The access token works, and is renewed by itself. How long this one lives is "
        "not known.");
  }
  return Message(
      "The access token is renewed by itself. This one lives for {} more minutes, until "
      "{}.",
      MinutesUntil(*life.expires_at, now), TimeText(*life.expires_at));
}

}  // namespace

void RefuseDeadCredential(std::string_view type, const task_plugin::Texts& texts) {
  if (type != "password") return;
  throw task_plugin::Error(
      task_plugin::Status::kUnauthenticated, "zendesk.passwords_ended",
      texts.Say("Zendesk accepts no passwords since January 2026, so this one was not sent. Change "
                "to an OAuth connection."));
}

void ExplainRefusal(Problem& problem, std::string_view type) {
  if (type != kApiToken || problem.kind != Problem::Kind::kUnauthenticated) return;
  problem.sentences = {
      Message("Zendesk does not accept the e-mail address with this API token: one of the two is "
              "wrong, or the token was deleted, or switched off because nobody used it for 30 "
              "days, or it is after 30 April 2027, on which API tokens end.")};
}

CredentialLife LifeOf(std::string_view type, const Client& client, const CurrentTokenReply* token) {
  CredentialLife life;
  if (type == kApiToken) {
    // To the end of the day.
    life.ends_at = sys_time<milliseconds>(kLastDayOfApiTokens + days(1)).time_since_epoch().count();
    return life;
  }
  if (token != nullptr) life.expires_at = token->expires_at_unix_ms;
  if (token != nullptr && type == kByCode) life.ends_at = token->refresh_expires_at_unix_ms;
  if (const int64_t known = client.session().expires_at_unix_ms(); known != 0)
    life.expires_at = known;
  return life;
}

void ReportCredential(std::string_view type, const CredentialLife& life, bool is_told,
                      int64_t now_unix_ms, Report& report) {
  if (type == kApiToken) return ReportApiToken(now_unix_ms, report);
  report.Add(Check::kCredential, State::kOk,
             type == kByHost ? OfHost(life, is_told, now_unix_ms) : OfGrant(life, now_unix_ms));
  if (type == kByCode && life.ends_at) {
    report.Add(Check::kCredential, State::kOk,
               Message("Nobody has to sign in again, as long as a task is run before {}.",
                       TimeText(*life.ends_at)));
  }
}

}  // namespace zendesk::tasks
