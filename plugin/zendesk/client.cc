// SPDX-License-Identifier: Apache-2.0
// What is asked of Zendesk, call by call.
#include "plugin/zendesk/client.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include "plugin/transport/wipe.h"
#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/time_text.h"
#include "plugin/zendesk/warn_header.h"

namespace zendesk {

using transport::Method;

namespace {

// What a dry run answers in Zendesk's place.
constexpr int kDryDone = 200;
constexpr int kDryMade = 201;

constexpr std::string_view kWriteUserPath = "/api/v2/users/create_or_update";

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

}  // namespace

std::string ProfileKey::Text() const {
  return fmt::format("{}:{}:{}:{}", source, type, kind, value);
}

Task<TicketAnswer> Client::CreateTicket(std::string body, std::string key) {
  const bool has_name = !work_.key.empty();
  if (key.empty()) key = Key();
  Call call(Effect::kIdempotentWrite, Endpoint::kCreateTicket);
  call.idempotency_key = key;
  try {
    co_return co_await SendFor<TicketReply>(Method::kPost, "/api/v2/tickets", std::move(body),
                                            call);
  } catch (Problem& problem) {
    // Nobody knows the key any more when this run of the task is over.
    if (!has_name) MakeUnkeyed(problem);
    throw;
  }
}

Task<std::vector<int64_t>> Client::FindTickets(std::string external_id, int64_t since_unix_ms) {
  std::string path = fmt::format("/api/v2/tickets?external_id={}", EncodePathPart(external_id));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::vector<int64_t> ids;
  std::optional<Message> complaint;
  if (!ReadTicketList(response.body, external_id, since_unix_ms, ids, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  co_return ids;
}

Task<TicketAnswer> Client::UpdateTicket(int64_t id, std::string body, Effect effect,
                                        bool is_safe_update) {
  Call call = OfOne(effect, Route(Endpoint::kUpdateTicket, id));
  call.rereads_conflicts = is_safe_update;
  return SendFor<TicketReply>(Method::kPut, TicketPath(id), std::move(body), call);
}

Task<void> Client::AddTags(int64_t id, std::string body) {
  return SendTags(Method::kPut, id, std::move(body));
}

Task<void> Client::RemoveTags(int64_t id, std::string body) {
  return SendTags(Method::kDelete, id, std::move(body));
}

Task<void> Client::SendTags(Method method, int64_t id, std::string body) {
  Call call(Effect::kIdempotentWrite, Route(Endpoint::kUpdateTicket, id));
  call.rereads_conflicts = true;
  const transport::Response response =
      co_await Send(method, fmt::format("{}/tags", TicketPath(id)), std::move(body), call);
  if (IsDry(call)) co_return;
  rapidjson::Document document;
  if (ParseTree(response.body, document) && ListOf(document, "tags") != nullptr) co_return;
  throw WithoutSecrets(BadReply(response, call.effect, Message("It holds no list of tags.")));
}

Task<AuditSearch> Client::FindOperation(int64_t id, std::string operation, int64_t since_unix_ms) {
  std::string path =
      fmt::format("{}/audits?page%5Bsize%5D=50&sort=-created_at&sort_order=desc", TicketPath(id));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  AuditSearch search;
  std::optional<Message> complaint;
  if (!ReadAuditList(response.body, operation, since_unix_ms, search, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  co_return search;
}

Task<TicketAnswer> Client::ShowTicket(int64_t id) {
  return SendFor<TicketReply>(Method::kGet, TicketPath(id), {}, OfOne(Effect::kRead));
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

Task<std::unique_ptr<transport::Turn>> Client::TakeTurn(std::string thing) {
  auto turn = std::make_unique<transport::Turn>(
      around_.turns, fmt::format("{}\n{}", account_.address().origin, thing));
  std::optional<transport::Rest> rest;
  if (!turn->IsFirst()) rest.emplace(place_);
  try {
    co_await turn->Await(deadline_);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, Effect::kIdempotentWrite);
  }
  co_return turn;
}

Task<UserAnswer> Client::CreateOrUpdateUser(std::string body) {
  return SendFor<UserReply>(Method::kPost, kWriteUserPath.data(), std::move(body),
                            Call(Effect::kIdempotentWrite, Endpoint::kWriteUser));
}

UserAnswer Client::PlanUser(std::string body, const UserAnswer* before) {
  PlannedWrite write(Method::kPost, kWriteUserPath.data(), std::move(body));
  if (before != nullptr) write.before = before->body;
  UserAnswer answer;
  answer.status = before != nullptr ? kDryDone : kDryMade;
  work_.dry_run->push_back(std::move(write));
  return answer;
}

Task<UserAnswer> Client::ShowUser(int64_t id) {
  return SendFor<UserReply>(Method::kGet, fmt::format("/api/v2/users/{}", id), {},
                            OfOne(Effect::kRead));
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
  Admission admission;
  if (!governor_.TryAdmit(call.route, admission)) co_await AwaitAdmission(call, admission);
  const transport::Response response = co_await SendOnce(request, call, admission);
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
  Problem bad = BadReply(response, Effect::kRead, Message("It names no error of Zendesk's."));
  bad.said = problem.said;
  throw bad;
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

Task<bool> Client::IsThere(std::string path) {
  try {
    co_await Try(std::move(path), Endpoint::kOther);
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kNotFound) throw;
    co_return false;
  }
  co_return true;
}

Task<std::string> Client::ShowThing(std::string path) {
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  co_return std::string(response.body);
}

Task<void> Client::Try(std::string path, Endpoint endpoint) {
  co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead, endpoint));
}

Task<RecordAnswer> Client::CreateRecord(std::string_view object, std::string body) {
  std::string path = RecordsPath(object);
  if (work_.dry_run != nullptr)
    return PlanRecord(PlannedWrite(Method::kPost, std::move(path), std::move(body)));
  return SendFor<RecordReply>(Method::kPost, std::move(path), std::move(body),
                              Call(Effect::kWrite));
}

// Where there are no records, or no object of this key, Zendesk knows the address no better for a
// look. Who may write need not be able to read.
Task<RecordAnswer> Client::PlanRecord(PlannedWrite write) {
  try {
    co_await Try(fmt::format("{}?page%5Bsize%5D=1", write.path), Endpoint::kOther);
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kPermissionDenied) throw;
  }
  RecordAnswer answer;
  answer.status = kDryMade;
  work_.dry_run->push_back(std::move(write));
  co_return answer;
}

Task<RecordAnswer> Client::UpdateRecord(std::string_view object, std::string_view id,
                                        std::string body) {
  return SendFor<RecordReply>(Method::kPatch, RecordPath(object, id), std::move(body),
                              OfOne(Effect::kIdempotentWrite));
}

Task<RecordAnswer> Client::UpsertRecord(std::string_view object, std::string_view by,
                                        std::string_view value, std::string body) {
  std::string path = fmt::format("{}?{}={}", RecordsPath(object), by, EncodePathPart(value));
  if (work_.dry_run != nullptr) {
    return PlanUpsert(PlannedWrite(Method::kPatch, std::move(path), std::move(body)),
                      std::string(object), std::string(by), std::string(value));
  }
  return SendFor<RecordReply>(Method::kPatch, std::move(path), std::move(body),
                              Call(Effect::kIdempotentWrite));
}

Task<RecordAnswer> Client::PlanUpsert(PlannedWrite write, std::string object, std::string by,
                                      std::string value) {
  const auto now = co_await FindRecordBy(std::move(object), std::move(by), std::move(value));
  if (now) write.before = now->body;
  RecordAnswer answer;
  answer.status = now ? kDryDone : kDryMade;
  work_.dry_run->push_back(std::move(write));
  co_return answer;
}

Task<RecordAnswer> Client::ShowRecord(std::string_view object, std::string_view id) {
  return SendFor<RecordReply>(Method::kGet, RecordPath(object, id), {}, OfOne(Effect::kRead));
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

// As paths have it; empty for what no path names.
template <typename Reply>
std::string IdOf(const Reply& reply) {
  if constexpr (requires { requires fmt::is_formattable<decltype(reply.id)>::value; })
    return fmt::format("{}", reply.id);
  return {};
}

template <typename Reply>
Task<Answer<Reply>> Client::SendFor(Method method, std::string path, std::string body, Call call) {
  std::string one;
  if (call.names_one) one = path.substr(path.rfind('/') + 1);
  transport::Response response = co_await Send(method, std::move(path), std::move(body), call);
  Answer<Reply> answer;
  answer.status = response.status;
  if (IsDry(call)) co_return answer;
  std::optional<Message> complaint;
  if (!ReadReply(response.body, answer.reply, complaint))
    throw WithoutSecrets(BadReply(response, call.effect, *std::move(complaint)));
  if (!one.empty() && one != IdOf(answer.reply)) {
    throw WithoutSecrets(BadReply(
        response, call.effect, Message("It is about another than the one with the ID {}.", one)));
  }
  if (const auto date = response.Header("Date")) answer.answered_at_unix_ms = ReadHttpDate(*date);
  answer.body = std::move(response.body);
  if (const auto header = response.Header("X-Zendesk-API-Warn")) {
    std::string warning(*header);
    const transport::WipeAtEnd wipe(warning);
    Mask(warning);
    answer.dropped = ReadWarnHeader(warning);
  }
  co_return answer;
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
