// SPDX-License-Identifier: Apache-2.0
// Requests out, answers or problems back.
#include "plugin/zendesk/client.h"

#include <fmt/format.h>

#include "plugin/transport/wipe.h"
#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/time_text.h"
#include "plugin/zendesk/warn_header.h"

namespace zendesk {

using transport::Method;

namespace {

constexpr int kTooManyRequests = 429;

std::string TicketPath(int64_t id) {
  return fmt::format("/api/v2/tickets/{}", id);
}

std::string RecordsPath(std::string_view object) {
  return fmt::format("/api/v2/custom_objects/{}/records", EncodePathPart(object));
}

std::string RecordPath(std::string_view object, std::string_view id) {
  return fmt::format("{}/{}", RecordsPath(object), EncodePathPart(id));
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

// What the headers of the account's limit stand for at this address.
std::string_view BucketOf(const Call& call) {
  return call.route.endpoint == Endpoint::kProfiles ? "profiles" : "";
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
  const bool has_name = !work_.key.empty();
  const std::string key = Key();
  Call call(Effect::kIdempotentWrite, Endpoint::kCreateTicket);
  call.idempotency_key = key;
  try {
    co_return co_await SendFor<TicketReply>(Method::kPost, "/api/v2/tickets", std::move(body), call);
  } catch (Problem& problem) {
    // Nobody knows the key any more when this run of the task is over.
    if (!has_name) MakeUnkeyed(problem);
    throw;
  }
}

Task<std::vector<int64_t>> Client::FindTickets(std::string external_id) {
  std::string path = fmt::format("/api/v2/tickets?external_id={}", EncodePathPart(external_id));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::vector<int64_t> ids;
  std::optional<Message> complaint;
  if (!ReadTicketList(response.body, external_id, ids, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  co_return ids;
}

Task<TicketAnswer> Client::UpdateTicket(int64_t id, std::string body, Effect effect,
                                        bool is_safe_update) {
  Call call(effect, Route(Endpoint::kUpdateTicket, id));
  call.rereads_conflicts = is_safe_update;
  return SendFor<TicketReply>(Method::kPut, TicketPath(id), std::move(body), call);
}

Task<AuditSearch> Client::FindOperation(int64_t id, std::string operation) {
  // More than the updates of one ticket that Zendesk allows in ten minutes.
  std::string path =
      fmt::format("{}/audits?page%5Bsize%5D=50&sort=-created_at&sort_order=desc", TicketPath(id));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  AuditSearch search;
  std::optional<Message> complaint;
  if (!ReadAuditList(response.body, operation, search, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  co_return search;
}

Task<TicketAnswer> Client::ShowTicket(int64_t id) {
  return SendFor<TicketReply>(Method::kGet, TicketPath(id), {}, Call(Effect::kRead));
}

Task<ProfileAnswer> Client::ShowProfile(const ProfileKey& key) {
  return SendForProfile(Method::kGet, key.Text(), {}, Effect::kRead);
}

Task<ProfileAnswer> Client::PatchProfile(const ProfileKey& key, std::string body) {
  return SendForProfile(Method::kPatch, key.Text(), std::move(body), Effect::kIdempotentWrite);
}

Task<ProfileAnswer> Client::PutProfile(const ProfileKey& key, std::string body, Effect effect) {
  return SendForProfile(Method::kPut, key.Text(), std::move(body), effect);
}

Task<std::unique_ptr<transport::Turn>> Client::TakeTurn(const ProfileKey& key) {
  auto turn = std::make_unique<transport::Turn>(
      around_.turns, fmt::format("{}\n{}", account_.address().origin, key.Text()));
  try {
    co_await turn->Await(deadline_);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, Effect::kIdempotentWrite);
  }
  co_return turn;
}

Task<UserAnswer> Client::CreateOrUpdateUser(std::string body) {
  return SendFor<UserReply>(Method::kPost, "/api/v2/users/create_or_update", std::move(body),
                            Call(Effect::kIdempotentWrite, Endpoint::kWriteUser));
}

Task<CallerAnswer> Client::ShowCaller() {
  return SendFor<CallerReply>(Method::kGet, "/api/v2/users/me", {}, Call(Effect::kRead));
}

Task<CurrentTokenAnswer> Client::ShowToken() {
  return SendFor<CurrentTokenReply>(Method::kGet, "/api/v2/oauth/tokens/current", {},
                                    Call(Effect::kRead));
}

// Zendesk refuses a stranger, or knows nobody; both have a form of its own.
Task<void> Client::Knock() {
  const transport::Request request = NewRequest(Method::kGet, "/api/v2/users/me");
  const Call call(Effect::kRead);
  const transport::Response response = co_await SendOnce(request, call);
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
  return Try("/api/v2/tickets/count", Endpoint::kOther);
}

Task<void> Client::TryProfiles(int64_t user_id) {
  try {
    co_await Try(fmt::format("/api/v2/users/{}/profiles", user_id), Endpoint::kProfiles);
  } catch (Problem& problem) {
    TellProfilesApart(problem);
    throw;
  }
}

Task<void> Client::TryCustomObjects() {
  return Try("/api/v2/custom_objects", Endpoint::kOther);
}

Task<void> Client::Try(std::string path, Endpoint endpoint) {
  co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead, endpoint));
}

Task<RecordAnswer> Client::CreateRecord(std::string_view object, std::string body) {
  return SendFor<RecordReply>(Method::kPost, RecordsPath(object), std::move(body),
                              Call(Effect::kWrite));
}

Task<RecordAnswer> Client::UpdateRecord(std::string_view object, std::string_view id,
                                        std::string body) {
  return SendFor<RecordReply>(Method::kPatch, RecordPath(object, id), std::move(body),
                              Call(Effect::kIdempotentWrite));
}

Task<RecordAnswer> Client::ShowRecord(std::string_view object, std::string_view id) {
  return SendFor<RecordReply>(Method::kGet, RecordPath(object, id), {}, Call(Effect::kRead));
}

Task<std::optional<FoundRecord>> Client::FindRecord(std::string object, std::string external_id) {
  std::string path = fmt::format("{}?filter%5Bexternal_ids%5D={}", RecordsPath(object),
                                 EncodePathPart(external_id));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::optional<FoundRecord> found;
  std::optional<Message> complaint;
  if (!ReadRecordList(response.body, external_id, found, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  const auto date = response.Header("Date");
  if (const auto now = date ? ReadHttpDate(*date) : std::nullopt; now && found)
    found->asked_at_unix_ms = now;
  co_return found;
}

Task<ProfileAnswer> Client::SendForProfile(Method method, std::string key, std::string body,
                                           Effect effect) {
  std::string path = fmt::format("/api/v2/user_profiles?identifier={}", EncodePathPart(key));
  try {
    co_return co_await SendFor<ProfileReply>(method, std::move(path), std::move(body),
                                             Call(effect, Endpoint::kProfiles));
  } catch (Problem& problem) {
    TellProfilesApart(problem);
    throw;
  }
}

template <typename Reply>
Task<Answer<Reply>> Client::SendFor(Method method, std::string path, std::string body, Call call) {
  transport::Response response = co_await Send(method, std::move(path), std::move(body), call);
  Answer<Reply> answer;
  std::optional<Message> complaint;
  if (!ReadReply(response.body, answer.reply, complaint))
    throw WithoutSecrets(BadReply(response, call.effect, *std::move(complaint)));
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

// Attempts, until one succeeds or another could not help.
Task<transport::Response> Client::Send(Method method, std::string path, std::string body,
                                       Call call) {
  transport::Request request = NewRequest(method, path);
  if (call.effect != Effect::kRead) request.headers.emplace_back("Content-Type: application/json");
  if (!call.idempotency_key.empty())
    request.headers.push_back(fmt::format("Idempotency-Key: {}", call.idempotency_key));
  request.headers.emplace(request.headers.begin());  // SetAuthorization's
  request.body = std::move(body);

  Repeats repeats(repeats_, deadline_, call.rereads_conflicts, around_.chance);
  bool may_be_done = false;
  for (;;) {
    std::optional<Problem> problem;
    try {
      co_return co_await Attempt(request, call);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    const auto wait = repeats.WaitAfter(*problem);
    if (!wait) {
      if (may_be_done) AddUnclearAttempt(*problem, call.effect);
      throw WithoutSecrets(*std::move(problem));
    }
    const bool is_unclear = problem->retry == Problem::Retry::kIfIdempotent;
    may_be_done = may_be_done || (is_unclear && call.effect != Effect::kRead);
    co_await AwaitRepeat(*wait, call.effect, may_be_done);
  }
}

Task<bool> Client::AwaitAnother(Problem problem) {
  problem.retry = Problem::Retry::kSafe;
  Repeats repeats(repeats_, deadline_, false, around_.chance);
  const auto wait = repeats.WaitAfter(problem);
  if (!wait) co_return false;
  co_await AwaitRepeat(*wait, Effect::kRead, false);
  co_return true;
}

Task<void> Client::AwaitRepeat(std::chrono::milliseconds wait, Effect effect, bool may_be_done) {
  ++cost_.attempts;
  cost_.waited += wait;
  around_.counters.repeats.Add(1);
  around_.counters.waited_ms.Add(wait.count());
  try {
    co_await around_.transport.SleepUntil(std::chrono::steady_clock::now() + wait);
  } catch (const transport::Failure& failure) {
    Problem problem = ProblemOfFailure(failure, effect);
    if (may_be_done) AddUnclearAttempt(problem, effect);
    throw problem;
  }
}

// Without credentials and body.
transport::Request Client::NewRequest(Method method, std::string_view path) const {
  transport::Request request(method, fmt::format("{}{}", account_.address().origin, path));
  request.headers.emplace_back("Accept: application/json");
  request.headers.insert(request.headers.end(), around_.headers.begin(), around_.headers.end());
  request.log_path = PathForLog(path);
  request.traceparent = work_.traceparent;
  request.timeouts = account_.timeouts();
  request.deadline = deadline_;
  return request;
}

// Any answer.
Task<transport::Response> Client::SendOnce(const transport::Request& request, const Call& call) {
  Admission admission;
  if (!governor_.TryAdmit(call.route, admission)) co_await AwaitAdmission(call, admission);
  ++cost_.api_calls;
  around_.counters.api_calls.Add(1);
  if (notes_ != nullptr) notes_->WillSend();
  transport::Response response;
  try {
    response = co_await around_.transport.Send(request);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, call.effect);
  }
  // Before its texts are read, of which copies would stay in memory, or cut, which could leave half
  // a secret.
  Mask(response);
  governor_.Take(response, admission);
  if (notes_ != nullptr) notes_->Take(response, BucketOf(call));
  co_return response;
}

Task<void> Client::AwaitAdmission(const Call& call, Admission& admission) {
  const auto began = std::chrono::steady_clock::now();
  std::optional<Problem> problem;
  try {
    co_await governor_.Admit(call.route, admission, deadline_, repeats_.longest_wait);
  } catch (const transport::Closed& closed) {
    problem = ProblemOfClosure(closed);
  } catch (const transport::Failure& failure) {
    problem = ProblemOfFailure(failure, call.effect);
  }
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  cost_.waited += waited;
  around_.counters.waited_ms.Add(waited.count());
  if (problem) throw *std::move(problem);
}

// With credentials that hold: a token that has ended is replaced, and the request sent again.
Task<transport::Response> Client::Attempt(transport::Request& request, const Call& call) {
  // Others that use the connection may renew its token at any moment, which ends ours. Tokens that
  // are refused as soon as they are made show that renewing is of no use.
  constexpr int kMostReplacements = 8;
  constexpr int kMostRenewals = 3;
  if (credentials_ = session_->Fresh(around_.transport); credentials_ == nullptr)
    co_await ReplaceCredentials();
  int renewals = 0;
  for (int replacements = 0;; ++replacements) {
    SetAuthorization(request, *credentials_);
    transport::Response response = co_await SendOnce(request, call);
    const bool is_hopeless = replacements == kMostReplacements || renewals == kMostRenewals;
    if (!RefusesToken(response) || is_hopeless) co_return Accept(std::move(response), call);
    const std::uint64_t before = session_->renewals();
    if (!co_await ReplaceCredentials()) co_return Accept(std::move(response), call);
    if (session_->renewals() != before) ++renewals;
  }
}

// A 2xx answer; throws Problem for any other.
transport::Response Client::Accept(transport::Response response, const Call& call) const {
  if (response.status == kTooManyRequests) around_.counters.refusals.Add(1);
  // No refusal: what became of the request is anybody's guess.
  if (response.status < 200)
    throw WithoutSecrets(BadReply(response, call.effect, Message("That is no final status.")));
  if (response.status >= 300) throw WithoutSecrets(ProblemOfResponse(response, call.effect));
  return response;
}

// Other credentials than those of the last request; false when there are none.
Task<bool> Client::ReplaceCredentials() {
  std::shared_ptr<const auth::Credentials> next;
  try {
    next = co_await session_->Replace(around_.transport, credentials_, deadline_);
  } catch (const auth::NoToken& no_token) {
    throw WithoutSecrets(ProblemOfNoToken(no_token));
  }
  around_.counters.renewals.Add(session_->TakeNewRenewals());
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
    co_await session_->SignIn(around_.transport, signed_in);
  } catch (const auth::NoToken& no_token) {
    throw WithoutSecrets(ProblemOfNoToken(no_token));
  }
}

Task<void> Client::RevokeToken() {
  co_await Send(Method::kDelete, "/api/v2/oauth/tokens/current", std::string(),
                Call(Effect::kIdempotentWrite));
}

}  // namespace zendesk
