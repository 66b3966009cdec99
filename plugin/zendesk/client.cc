// SPDX-License-Identifier: Apache-2.0
// Requests out, answers or problems back.
#include "plugin/zendesk/client.h"

#include <fmt/format.h>

#include "plugin/transport/wipe.h"
#include "plugin/zendesk/error_body.h"
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

// Does a 401 say that the token has ended? Other reasons would not go away with another token.
bool RefusesToken(const transport::Response& response) {
  if (response.status != 401) return false;
  const ErrorBody body = ReadErrorBody(response.body);
  return body.name == "invalid_token" || body.name.starts_with("Couldn't authenticate");
}

// What the headers of the account's limit stand for at this address: profiles have a limit of their
// own, which Zendesk tells by the same names.
std::string_view BucketOf(std::string_view url) {
  return url.ends_with("/profiles") || url.find("/user_profiles") != url.npos ? "profiles" : "";
}

void SetAuthorization(transport::Request& request, const auth::Credentials& credentials) {
  transport::Wipe(request.headers.front());
  request.headers.front() = credentials.AuthorizationHeader();
}

}  // namespace

std::string ProfileKey::Text() const {
  return fmt::format("{}:{}:email:{}", source, type, email);
}

Task<TicketAnswer> Client::CreateTicket(std::string body) {
  const Effect effect = work_.key.empty() ? Effect::kWrite : Effect::kIdempotentWrite;
  return CallFor<TicketReply>(Method::kPost, "/api/v2/tickets", std::move(body), effect, work_.key);
}

Task<std::vector<int64_t>> Client::FindTickets(std::string external_id) {
  std::string path = fmt::format("/api/v2/tickets?external_id={}", EncodePathPart(external_id));
  const transport::Response response =
      co_await Call(Method::kGet, std::move(path), std::string(), Effect::kRead);
  std::vector<int64_t> ids;
  std::optional<Message> complaint;
  if (!ReadTicketList(response.body, external_id, ids, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  co_return ids;
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

Task<CurrentTokenAnswer> Client::ShowToken() {
  return CallFor<CurrentTokenReply>(Method::kGet, "/api/v2/oauth/tokens/current", {},
                                    Effect::kRead);
}

// Zendesk refuses a stranger, or knows nobody; both have a form of its own.
Task<void> Client::Knock() {
  const transport::Request request = NewRequest(Method::kGet, "/api/v2/users/me");
  const transport::Response response = co_await Send(request, Effect::kRead);
  std::optional<Message> complaint;
  CallerReply nobody;
  if (response.status >= 200 && response.status < 300) {
    if (!ReadReply(response.body, nobody, complaint))
      throw BadReply(response, Effect::kRead, *std::move(complaint));
    co_return;
  }
  if (response.status < 200)
    throw BadReply(response, Effect::kRead, Message("That is no final status."));
  const Problem problem = ProblemOfResponse(response, Effect::kRead);
  const bool is_refusal = problem.kind == Problem::Kind::kUnauthenticated ||
                          problem.kind == Problem::Kind::kPermissionDenied ||
                          problem.kind == Problem::Kind::kNotFound;
  if (!is_refusal || problem.code == "zendesk.account_not_found") throw problem;
  if (!problem.zendesk_name.empty()) co_return;
  const ErrorBody body = ReadErrorBody(response.body);
  throw BadReply(response, Effect::kRead,
                 body.text.empty() ? Message("It names no error of Zendesk's.")
                                   : Message("It says: {}", body.text));
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
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
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
                                    Effect effect, std::string_view idempotency_key) {
  transport::Response response =
      co_await Call(method, std::move(path), std::move(body), effect, idempotency_key);
  Answer<Reply> answer;
  std::optional<Message> complaint;
  if (!ReadReply(response.body, answer.reply, complaint))
    throw WithoutSecrets(BadReply(response, effect, *std::move(complaint)));
  answer.status = response.status;
  answer.body = std::move(response.body);
  if (const auto header = response.Header("X-Zendesk-API-Warn")) {
    std::string warning(*header);
    const transport::WipeAtEnd wipe(warning);
    Mask(warning);
    answer.dropped = ReadWarnHeader(warning);
  }
  co_return answer;
}

Task<transport::Response> Client::Call(Method method, std::string path, std::string body,
                                       Effect effect, std::string_view idempotency_key) {
  transport::Request request = NewRequest(method, path);
  if (effect != Effect::kRead) request.headers.emplace_back("Content-Type: application/json");
  if (!idempotency_key.empty())
    request.headers.push_back(fmt::format("Idempotency-Key: {}", idempotency_key));
  request.headers.emplace(request.headers.begin());  // SetAuthorization's
  request.body = std::move(body);

  transport::Response response = co_await SendAuthorized(request, effect);
  // No refusal: what became of the request is anybody's guess.
  if (response.status < 200)
    throw WithoutSecrets(BadReply(response, effect, Message("That is no final status.")));
  if (response.status >= 300) throw WithoutSecrets(ProblemOfResponse(response, effect));
  co_return response;
}

// Without credentials and body.
transport::Request Client::NewRequest(Method method, std::string_view path) const {
  transport::Request request(method, fmt::format("{}{}", account_.address().origin, path));
  request.headers.emplace_back("Accept: application/json");
  request.headers.insert(request.headers.end(), headers_.begin(), headers_.end());
  request.log_path = PathForLog(path);
  request.timeouts = account_.timeouts();
  request.deadline = deadline_;
  return request;
}

// Any answer.
Task<transport::Response> Client::Send(const transport::Request& request, Effect effect) {
  if (notes_ != nullptr) notes_->WillSend();
  transport::Response response;
  try {
    response = co_await transport_.Send(request);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, effect);
  }
  // Before its texts are read, of which copies would stay in memory, or cut, which could leave half
  // a secret.
  Mask(response);
  if (notes_ != nullptr) notes_->Take(response, BucketOf(request.url));
  co_return response;
}

// With credentials that hold: a token that has ended is replaced, and the request sent again.
Task<transport::Response> Client::SendAuthorized(transport::Request& request, Effect effect) {
  // Others that use the connection may renew its token at any moment, which ends ours. Tokens that
  // are refused as soon as they are made show that renewing is of no use.
  constexpr int kMostReplacements = 8;
  constexpr int kMostRenewals = 3;
  if (credentials_ = session_->Fresh(transport_); credentials_ == nullptr)
    co_await ReplaceCredentials();
  int renewals = 0;
  for (int replacements = 0;; ++replacements) {
    SetAuthorization(request, *credentials_);
    transport::Response response = co_await Send(request, effect);
    const bool is_hopeless = replacements == kMostReplacements || renewals == kMostRenewals;
    if (!RefusesToken(response) || is_hopeless) co_return response;
    const std::uint64_t before = session_->renewals();
    if (!co_await ReplaceCredentials()) co_return response;
    if (session_->renewals() != before) ++renewals;
  }
}

// Other credentials than those of the last request; false when there are none.
Task<bool> Client::ReplaceCredentials() {
  std::shared_ptr<const auth::Credentials> next;
  try {
    next = co_await session_->Replace(transport_, credentials_, deadline_);
  } catch (const auth::NoToken& no_token) {
    throw WithoutSecrets(ProblemOfNoToken(no_token));
  }
  if (next == nullptr) co_return false;
  credentials_ = std::move(next);
  co_return true;
}

void Client::Mask(std::string& text) const {
  if (credentials_ != nullptr) credentials_->mask().Mask(text);
  session_->Mask(text);
}

void Client::Mask(transport::Response& answer) const {
  if (credentials_ != nullptr) credentials_->mask().Mask(answer);
  session_->Mask(answer);
}

// The problem, with the secrets hidden in whatever of it are words of the server's.
Problem Client::WithoutSecrets(Problem problem) const {
  for (Message& sentence : problem.sentences) {
    for (std::string& argument : sentence.args()) Mask(argument);
  }
  Mask(problem.request_id);
  Mask(problem.zendesk_name);
  for (FieldProblem& field : problem.fields) {
    Mask(field.field);
    Mask(field.code);
    Mask(field.description);
    Mask(field.ticket_field_type);
  }
  return problem;
}

std::optional<std::string> Client::AuthorizationUrl(std::string_view redirect_uri,
                                                    std::string_view state,
                                                    std::string_view code_verifier) const {
  const auth::Grant* grant = session_->grant();
  if (grant == nullptr || grant->kind() != auth::Grant::Kind::kAuthorizationCode)
    return std::nullopt;
  return grant->AuthorizationUrl(account_.address().origin, redirect_uri, state, code_verifier);
}

Task<void> Client::RedeemCode(std::string_view code, std::string_view code_verifier,
                              std::string_view redirect_uri) {
  auth::SignedIn signed_in;
  signed_in.code = code;
  signed_in.code_verifier = code_verifier;
  signed_in.redirect_uri = redirect_uri;
  try {
    co_await session_->SignIn(transport_, signed_in);
  } catch (const auth::NoToken& no_token) {
    throw WithoutSecrets(ProblemOfNoToken(no_token));
  }
}

Task<void> Client::RevokeToken() {
  co_await Call(Method::kDelete, "/api/v2/oauth/tokens/current", std::string(),
                Effect::kIdempotentWrite);
}

}  // namespace zendesk
