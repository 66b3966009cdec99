// SPDX-License-Identifier: Apache-2.0
// Requests out, answers or problems back.
#include "plugin/zendesk/client.h"

#include <fmt/format.h>

#include "plugin/zendesk/warn_header.h"

namespace zendesk {

using transport::Method;

namespace {

std::string TicketPath(int64_t id) {
  return fmt::format("/api/v2/tickets/{}", id);
}

std::string RecordsPath(std::string_view object) {
  return fmt::format("/api/v2/custom_objects/{}/records", EncodePathPart(object));
}

// Profiles belong to a plan and have to be switched on. Where they are not, Zendesk does not know
// the address, or forbids it as a whole; what the profiles' own service refuses has another name.
void TellProfilesApart(Problem& problem) {
  const bool lacking =
      problem.code == "zendesk.feature_unavailable" ||
      (problem.code == "zendesk.permission_denied" && problem.zendesk_name == "Forbidden");
  if (!lacking) return;
  problem.code = "zendesk.profiles_unavailable";
  problem.sentences.insert(
      problem.sentences.begin(),
      Message("This Zendesk account does not offer profiles, or not to this user."));
}

// The problem, with the secrets hidden in whatever of it are words of the server's.
Problem WithoutSecrets(Problem problem, const auth::Credentials& credentials) {
  for (Message& sentence : problem.sentences) {
    for (std::string& argument : sentence.args()) credentials.Mask(argument);
  }
  credentials.Mask(problem.request_id);
  credentials.Mask(problem.zendesk_name);
  for (FieldProblem& field : problem.fields) {
    credentials.Mask(field.field);
    credentials.Mask(field.code);
    credentials.Mask(field.description);
    credentials.Mask(field.ticket_field_type);
  }
  return problem;
}

}  // namespace

std::string ProfileKey::Text() const {
  return fmt::format("{}:{}:email:{}", source, type, email);
}

Task<TicketAnswer> Client::CreateTicket(std::string body) {
  return CallFor<TicketReply>(Method::kPost, "/api/v2/tickets", std::move(body), Effect::kWrite);
}

Task<TicketAnswer> Client::UpdateTicket(int64_t id, std::string body) {
  return CallFor<TicketReply>(Method::kPut, TicketPath(id), std::move(body), Effect::kWrite);
}

Task<TicketAnswer> Client::ShowTicket(int64_t id) {
  return CallFor<TicketReply>(Method::kGet, TicketPath(id), {}, Effect::kRead);
}

Task<ProfileAnswer> Client::ShowProfile(const ProfileKey& key) {
  return CallForProfile(Method::kGet, key.Text(), {}, Effect::kRead);
}

Task<ProfileAnswer> Client::PatchProfile(const ProfileKey& key, std::string body) {
  return CallForProfile(Method::kPatch, key.Text(), std::move(body), Effect::kIdempotentWrite);
}

Task<ProfileAnswer> Client::PutProfile(const ProfileKey& key, std::string body, Effect effect) {
  return CallForProfile(Method::kPut, key.Text(), std::move(body), effect);
}

Task<std::unique_ptr<transport::Turn>> Client::TakeTurn(const ProfileKey& key) {
  auto turn = std::make_unique<transport::Turn>(
      turns_, fmt::format("{}\n{}", account_.address().origin, key.Text()));
  try {
    co_await turn->Await(deadline_);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, Effect::kIdempotentWrite);
  }
  co_return turn;
}

Task<UserAnswer> Client::CreateOrUpdateUser(std::string body) {
  return CallFor<UserReply>(Method::kPost, "/api/v2/users/create_or_update", std::move(body),
                            Effect::kIdempotentWrite);
}

Task<CallerAnswer> Client::ShowCaller() {
  return CallFor<CallerReply>(Method::kGet, "/api/v2/users/me", {}, Effect::kRead);
}

// users/me answers in accounts whose Support has ended as well; the count of tickets does not.
Task<void> Client::TryTickets() {
  return Try("/api/v2/tickets/count");
}

Task<void> Client::TryProfiles(int64_t user_id) {
  try {
    co_await Try(fmt::format("/api/v2/users/{}/profiles", user_id));
  } catch (Problem& problem) {
    TellProfilesApart(problem);
    throw;
  }
}

Task<void> Client::TryCustomObjects() {
  return Try("/api/v2/custom_objects");
}

Task<void> Client::Try(std::string path) {
  co_await Call(Method::kGet, std::move(path), std::string(), Effect::kRead);
}

Task<RecordAnswer> Client::CreateRecord(std::string_view object, std::string body) {
  return CallFor<RecordReply>(Method::kPost, RecordsPath(object), std::move(body), Effect::kWrite);
}

Task<RecordAnswer> Client::UpdateRecord(std::string_view object, std::string_view id,
                                        std::string body) {
  return CallFor<RecordReply>(Method::kPatch,
                              fmt::format("{}/{}", RecordsPath(object), EncodePathPart(id)),
                              std::move(body), Effect::kIdempotentWrite);
}

Task<std::optional<std::string>> Client::FindRecord(std::string object, std::string external_id) {
  std::string path = fmt::format("{}?filter%5Bexternal_ids%5D={}", RecordsPath(object),
                                 EncodePathPart(external_id));
  const transport::Response response =
      co_await Call(Method::kGet, std::move(path), std::string(), Effect::kRead);
  std::optional<std::string> id;
  std::optional<Message> complaint;
  if (!ReadRecordList(response.body, external_id, id, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)), *credentials_);
  co_return id;
}

Task<ProfileAnswer> Client::CallForProfile(Method method, std::string key, std::string body,
                                           Effect effect) {
  std::string path = fmt::format("/api/v2/user_profiles?identifier={}", EncodePathPart(key));
  try {
    co_return co_await CallFor<ProfileReply>(method, std::move(path), std::move(body), effect);
  } catch (Problem& problem) {
    TellProfilesApart(problem);
    throw;
  }
}

template <typename Reply>
Task<Answer<Reply>> Client::CallFor(Method method, std::string path, std::string body,
                                    Effect effect) {
  transport::Response response = co_await Call(method, std::move(path), std::move(body), effect);
  Answer<Reply> answer;
  std::optional<Message> complaint;
  credentials_->MaskInJson(response.body);
  if (!ReadReply(response.body, answer.reply, complaint))
    throw WithoutSecrets(BadReply(response, effect, *std::move(complaint)), *credentials_);
  answer.status = response.status;
  answer.body = std::move(response.body);
  if (const auto warning = response.Header("X-Zendesk-API-Warn"))
    answer.dropped = ReadWarnHeader(*warning);
  for (std::string& key : answer.dropped.keys) credentials_->Mask(key);
  credentials_->Mask(answer.dropped.other);
  co_return answer;
}

Task<transport::Response> Client::Call(Method method, std::string path, std::string body,
                                       Effect effect) {
  transport::Request request(method, account_.address().origin + path);
  request.headers.emplace_back(credentials_->AuthorizationHeader());
  request.headers.emplace_back("Accept: application/json");
  if (effect != Effect::kRead) request.headers.emplace_back("Content-Type: application/json");
  request.headers.insert(request.headers.end(), headers_.begin(), headers_.end());
  request.log_path = PathForLog(path);
  request.body = std::move(body);
  request.timeouts = account_.timeouts();
  request.deadline = deadline_;

  transport::Response response;
  try {
    response = co_await transport_.Send(std::move(request));
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, effect);
  }
  // No refusal: what became of the request is anybody's guess.
  if (response.status < 200) {
    throw WithoutSecrets(BadReply(response, effect, Message("That is no final status.")),
                         *credentials_);
  }
  if (response.status >= 300)
    throw WithoutSecrets(ProblemOfResponse(response, effect), *credentials_);
  co_return response;
}

}  // namespace zendesk
