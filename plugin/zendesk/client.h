// SPDX-License-Identifier: Apache-2.0
// Zendesk's API for tasks: one call, one coroutine, and every failure a Problem.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/transport.h"
#include "plugin/transport/turns.h"
#include "plugin/zendesk/account.h"
#include "plugin/zendesk/answer_notes.h"
#include "plugin/zendesk/problem.h"
#include "plugin/zendesk/reply.h"
#include "plugin/zendesk/warn_header.h"
#include "plugin/zendesk/work_key.h"

namespace zendesk {

template <typename T>
using Task = transport::Task<T>;

/// What Zendesk answered about one thing, with the bytes it came in.
template <typename Reply>
struct Answer {
  Answer() = default;  // no aggregate, so that it is safe inside co_await; see transport/task.h

  /// The object, byte for byte.
  std::string_view json() const { return std::string_view(body).substr(reply.begin, reply.size); }

  Reply reply;
  int status = 0;  ///< HTTP, 2xx: 201 when something was made
  transport::WipedText body;
  Dropped dropped;  ///< what Zendesk says it did not take
};

using TicketAnswer = Answer<TicketReply>;
using ProfileAnswer = Answer<ProfileReply>;
using UserAnswer = Answer<UserReply>;
using CallerAnswer = Answer<CallerReply>;
using CurrentTokenAnswer = Answer<CurrentTokenReply>;
using RecordAnswer = Answer<RecordReply>;

/// By what Zendesk finds a profile.
struct ProfileKey {
  /// In Zendesk's spelling, "source:type:email:address". Source and type hold no colon.
  std::string Text() const;

  std::string source;
  std::string type;
  std::string email;
};

/// What a task knows of the work that it does, beyond its input.
struct Work {
  /// See WorkKey(); empty when nothing names the work.
  std::string key;
  /// It was first tried so long ago that Zendesk may have forgotten the key.
  bool key_may_be_forgotten = false;
};

/// One task's way to one account: it holds the session and the deadline with which the task began.
/// A token that is refused is renewed, and the call repeated, since a refusal means that nothing
/// was done. [I/O thread]
///
/// Every call throws Problem. A `body` is the whole document, with the object's name around it.
class Client {
 public:
  Client(transport::Transport& transport, transport::Turns& turns,
         const std::vector<std::string>& headers, const Account& account,
         transport::Deadline deadline, Work work)
      : transport_(transport),
        turns_(turns),
        headers_(headers),
        account_(account),
        session_(account.session()),
        deadline_(deadline),
        work_(std::move(work)) {}

  const Address& address() const { return account_.address(); }

  /// From here on `notes`, which must outlive the calls, takes what the headers of answers tell.
  void Observe(AnswerNotes& notes) { notes_ = &notes; }

  const Work& work() const { return work_; }

  /// POST /api/v2/tickets, under the work's key if it has one: done twice, it makes one ticket.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#create-ticket
  Task<TicketAnswer> CreateTicket(std::string body);

  /// PUT /api/v2/tickets/{id}. A Problem of kind kConflict when the body asks for a safe update and
  /// the ticket has changed meanwhile.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
  Task<TicketAnswer> UpdateTicket(int64_t id, std::string body);

  /// GET /api/v2/tickets?external_id={id}: the numbers of the tickets with this external id, which
  /// need not be unique; of a hundred at most.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets-by-external-id
  Task<std::vector<int64_t>> FindTickets(std::string external_id);

  /// GET /api/v2/tickets/{id}.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket
  Task<TicketAnswer> ShowTicket(int64_t id);

  /// GET, PATCH and PUT /api/v2/user_profiles?identifier={key}. PATCH merges into the profile and
  /// never makes one; PUT makes it, or replaces all of it. An account without profiles is a Problem
  /// with the code "zendesk.profiles_unavailable".
  /// developer.zendesk.com/api-reference/ticketing/users/profiles_api/profiles_api/
  Task<ProfileAnswer> ShowProfile(const ProfileKey& key);
  Task<ProfileAnswer> PatchProfile(const ProfileKey& key, std::string body);
  Task<ProfileAnswer> PutProfile(const ProfileKey& key, std::string body, Effect effect);

  /// Keeps other tasks of this plugin object from the same profile of the same account, until what
  /// this returns is destroyed.
  Task<std::unique_ptr<transport::Turn>> TakeTurn(const ProfileKey& key);

  /// POST /api/v2/users/create_or_update: the user with the body's e-mail address or external id.
  /// developer.zendesk.com/api-reference/ticketing/users/users/#create-or-update-user
  Task<UserAnswer> CreateOrUpdateUser(std::string body);

  /// GET /api/v2/users/me: as whom the credentials act. Zendesk answers strangers, too.
  /// developer.zendesk.com/api-reference/ticketing/users/users/#show-self
  Task<CallerAnswer> ShowCaller();

  /// GET /api/v2/users/me without credentials: does an account of Zendesk's answer here?
  Task<void> Knock();

  /// GET /api/v2/oauth/tokens/current: what the access token covers, and how long.
  /// developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#show-current-token
  Task<CurrentTokenAnswer> ShowToken();

  /// The page on which a person lets the connection's OAuth client act. Nothing for a connection
  /// that nobody has to sign in for.
  std::optional<std::string> AuthorizationUrl(std::string_view redirect_uri, std::string_view state,
                                              std::string_view code_verifier) const;

  /// Redeems the code with which that ended, and stores the tokens.
  Task<void> RedeemCode(std::string_view code, std::string_view code_verifier,
                        std::string_view redirect_uri);

  /// What is known of the newest access token: see auth::Session.
  const auth::Session& session() const { return *session_; }

  /// DELETE /api/v2/oauth/tokens/current: ends the access token, and the refresh token with it.
  /// developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#revoke-token
  Task<void> RevokeToken();

  /// Cheap reads that tell whether the caller may use tickets, profiles (of this user) and custom
  /// objects.
  Task<void> TryTickets();
  Task<void> TryProfiles(int64_t user_id);
  Task<void> TryCustomObjects();

  /// POST /api/v2/custom_objects/{object}/records.
  /// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/
  Task<RecordAnswer> CreateRecord(std::string_view object, std::string body);

  /// PATCH /api/v2/custom_objects/{object}/records/{id}: what the body does not name stays.
  Task<RecordAnswer> UpdateRecord(std::string_view object, std::string_view id, std::string body);

  /// GET /api/v2/custom_objects/{object}/records: the id of the record with this external id, if
  /// there is one. The external id must not hold a comma, at which Zendesk would end it.
  Task<std::optional<std::string>> FindRecord(std::string object, std::string external_id);

 private:
  Task<transport::Response> Call(transport::Method method, std::string path, std::string body,
                                 Effect effect, std::string_view idempotency_key = {});
  template <typename Reply>
  Task<Answer<Reply>> CallFor(transport::Method method, std::string path, std::string body,
                              Effect effect, std::string_view idempotency_key = {});
  Task<ProfileAnswer> CallForProfile(transport::Method method, std::string key, std::string body,
                                     Effect effect);
  Task<void> Try(std::string path);

  transport::Request NewRequest(transport::Method method, std::string_view path) const;
  Task<transport::Response> Send(const transport::Request& request, Effect effect);
  Task<transport::Response> SendAuthorized(transport::Request& request, Effect effect);
  Task<bool> ReplaceCredentials();
  void Mask(std::string& text) const;
  void Mask(transport::Response& answer) const;
  Problem WithoutSecrets(Problem problem) const;

  transport::Transport& transport_;
  transport::Turns& turns_;
  const std::vector<std::string>& headers_;
  const Account& account_;
  const std::shared_ptr<auth::Session> session_;
  std::shared_ptr<const auth::Credentials> credentials_;  // of the last request
  const transport::Deadline deadline_;
  const Work work_;
  AnswerNotes* notes_ = nullptr;
};

}  // namespace zendesk
