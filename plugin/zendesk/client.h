// SPDX-License-Identifier: Apache-2.0
// Zendesk's API for tasks: one call, one coroutine, and every failure a Problem.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/lane.h"
#include "plugin/transport/transport.h"
#include "plugin/transport/turns.h"
#include "plugin/zendesk/account.h"
#include "plugin/zendesk/answer_notes.h"
#include "plugin/zendesk/call.h"
#include "plugin/zendesk/catalog.h"
#include "plugin/zendesk/cost.h"
#include "plugin/zendesk/governor.h"
#include "plugin/zendesk/job.h"
#include "plugin/zendesk/problem.h"
#include "plugin/zendesk/repeats.h"
#include "plugin/zendesk/reply.h"
#include "plugin/zendesk/warn_header.h"
#include "plugin/zendesk/work.h"

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
  int status = 0;                              ///< HTTP, 2xx: 201 when something was made
  std::optional<int64_t> answered_at_unix_ms;  ///< by Zendesk's clock, in whole seconds
  transport::WipedText body;
  Dropped dropped;  ///< what Zendesk says it did not take
};

using TicketAnswer = Answer<TicketReply>;
using ProfileAnswer = Answer<ProfileReply>;
using UserAnswer = Answer<UserReply>;
using CallerAnswer = Answer<CallerReply>;
using CurrentTokenAnswer = Answer<CurrentTokenReply>;
using RecordAnswer = Answer<RecordReply>;

/// Takes an object of a list, byte for byte; false when it makes no sense.
using TakeItem = std::function<bool(std::string_view json)>;

/// How a list is asked for its pages.
enum class Paging { kByCursor, kByNumber };

/// What a page of a list says of the next one.
struct ListEnd {
  ListEnd() = default;  // see Answer

  bool has_more = false;
  std::string after_cursor;  ///< see ListPage
  transport::Response response;
};

/// By what Zendesk finds a profile.
struct ProfileKey {
  /// In Zendesk's spelling, "source:type:email:address". Source and type hold no colon.
  std::string Text() const;

  std::string source;
  std::string type;
  std::string value;  ///< the e-mail address, or another identifier
  std::string kind = "email";
};

/// The bytes of a file in the host's keeping.
using FileBytes = transport::BodySource;

/// Opens the file that a handle names, which stands at `pointer` of a task's input.
using FileOpener = std::function<std::shared_ptr<const FileBytes>(std::string_view handle,
                                                                  std::string_view pointer)>;

/// A file on its way to Zendesk.
struct FileToUpload {
  FileToUpload() = default;  // see Answer

  std::string pointer;  ///< its entry in the task's input
  std::string name;
  std::string content_type;  ///< printable
  std::shared_ptr<const FileBytes> bytes;
};

/// What all clients of a plugin object share. Belongs to Service.
struct Surroundings {
  transport::Transport& transport;
  transport::Turns& turns;
  const std::vector<std::string>& headers;  ///< go with every request
  Chance& chance;
  NewKeys& new_keys;
  Counters& counters;
  const FileOpener& open_file;
};

/// One task's way to one account: it holds the session and the deadline with which the task began.
/// A call waits until Zendesk's limits allow it, and is repeated where that can help and do no
/// harm; a token that is refused is renewed first. [I/O thread]
///
/// Every call throws Problem, whose retry class holds for the call as a whole. A `body` is the
/// whole document, with the object's name around it.
class Client {
 public:
  /// `cost`, which must outlive the client, is what its calls have cost. While a call waits for
  /// what few others wait for, another task may have its `place`, which may be null.
  Client(const Surroundings& around, Governor& governor, Catalog& catalog, const Account& account,
         transport::Deadline deadline, Work work, Cost& cost, transport::Entrant* place)
      : around_(around),
        governor_(governor),
        catalog_(catalog),
        account_(account),
        session_(account.session()),
        deadline_(deadline),
        work_(std::move(work)),
        repeats_(account.repeats()),
        cost_(cost),
        place_(place) {}

  const Address& address() const { return account_.address(); }
  transport::Deadline deadline() const { return deadline_; }
  /// What the account has, as the connection sees it.
  Catalog& catalog() const { return catalog_; }

  /// From here on `notes`, which must outlive the calls, takes what the headers of answers tell.
  void Observe(AnswerNotes& notes) { notes_ = &notes; }

  /// From here on what fails is not tried again.
  void RepeatNothing() { repeats_.most_attempts = 1; }
  bool MayRepeat() const { return repeats_.most_attempts > 1; }

  const Work& work() const { return work_; }
  const Cost& cost() const { return cost_; }

  /// When the newest write was sent.
  std::chrono::steady_clock::time_point last_write() const { return last_write_; }

  /// See Account::MarkOf().
  std::string Mark() const { return account_.MarkOf(work_.key); }

  /// The work's key, or a new one for work without a name.
  std::string Key() const { return work_.key.empty() ? around_.new_keys.Next() : work_.key; }

  /// Waits before something is tried again that failed with `problem`, as long as that asks for or
  /// a back-off. False when that would be too long, or nothing is to be repeated.
  Task<bool> AwaitAnother(Problem problem);

  /// Waits before what others were faster with is tried again: `least`, and at random up to as much
  /// again, so that not everybody comes back at once. False, at once, when there is no time for
  /// that.
  Task<bool> AwaitOthers(std::chrono::milliseconds least);

  /// POST /api/v2/tickets, under this key, or when it is empty under the work's or one of its own:
  /// done twice, it makes one ticket.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#create-ticket
  Task<TicketAnswer> CreateTicket(std::string body, std::string key);

  /// PUT /api/v2/tickets/{id}. A Problem of kind kConflict when the body asks for a safe update and
  /// the ticket has changed meanwhile.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
  Task<TicketAnswer> UpdateTicket(int64_t id, std::string body, Effect effect, bool is_safe_update);

  /// PUT and DELETE /api/v2/tickets/{id}/tags: adds the body's tags to those of the ticket, or
  /// removes them. A conflict is as that of a safe update.
  /// developer.zendesk.com/api-reference/ticketing/ticket-management/tags/#add-tags
  Task<void> AddTags(int64_t id, std::string body);
  Task<void> RemoveTags(int64_t id, std::string body);

  /// GET /api/v2/tickets/{id}/audits, the newest: has an update of this name been made since then,
  /// in milliseconds since 1970 UTC, 0 for ever? Ends with
  /// "zendesk.permission_denied" or "zendesk.missing_scope" when the caller may not read audits.
  /// developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/
  Task<AuditSearch> FindOperation(int64_t id, std::string operation, int64_t since_unix_ms);

  /// GET /api/v2/tickets?external_id={id}: the numbers of the tickets with this external id, which
  /// need not be unique, that were made since then; of a hundred at most.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets-by-external-id
  Task<std::vector<int64_t>> FindTickets(std::string external_id, int64_t since_unix_ms);

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

  /// Keeps other tasks of this plugin object that call for the same thing of the same account
  /// waiting, until what this returns is destroyed.
  Task<std::unique_ptr<transport::Turn>> TakeTurn(std::string thing);

  /// POST /api/v2/users/create_or_update: the user with the body's e-mail address or external id.
  /// developer.zendesk.com/api-reference/ticketing/users/users/#create-or-update-user
  Task<UserAnswer> CreateOrUpdateUser(std::string body);

  /// In its place in a dry run; `before`, null when there is none, is the user as Zendesk has them.
  UserAnswer PlanUser(std::string body, const UserAnswer* before);

  /// GET /api/v2/users/{id}.
  /// developer.zendesk.com/api-reference/ticketing/users/users/#show-user
  Task<UserAnswer> ShowUser(int64_t id);

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

  /// GET of a thing's own address: is it there, as far as Zendesk shows it to the caller?
  Task<bool> IsThere(std::string path);

  /// GET of the same: Zendesk's document of it.
  Task<std::string> ShowThing(std::string path);

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

  /// PATCH /api/v2/custom_objects/{object}/records?{by}={value}: the same for the record with this
  /// external id or, where names are unique, this name; makes it when there is none. `by` is
  /// "external_id" or "name".
  Task<RecordAnswer> UpsertRecord(std::string_view object, std::string_view by,
                                  std::string_view value, std::string body);

  /// GET of the same.
  Task<RecordAnswer> ShowRecord(std::string_view object, std::string_view id);

  /// GET /api/v2/custom_objects/{object}/records: the record with this external id, if there is
  /// one. The external id must not hold a comma, at which Zendesk would end it.
  Task<std::optional<FoundRecord>> FindRecord(std::string object, std::string external_id);
  /// The same for up to a hundred.
  Task<std::vector<FoundRecord>> FindRecords(std::string object,
                                             std::vector<std::string> external_ids);

  /// The same for the record with this external id or this name, as UpsertRecord() takes them.
  Task<std::optional<RecordAnswer>> FindRecordBy(std::string object, std::string by,
                                                 std::string value);

  /// POST /api/v2/tickets/create_many and PUT /api/v2/tickets/update_many, of up to kMostJobItems:
  /// begins a job. Zendesk knows no idempotency key for it.
  /// developer.zendesk.com/api-reference/ticketing/tickets/tickets/#create-many-tickets
  Task<Job> CreateTickets(std::string body);
  Task<Job> UpdateTickets(std::string body, Effect effect);

  /// POST /api/v2/custom_objects/{object}/jobs.
  /// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/
  Task<Job> RunRecordJob(std::string_view object, std::string body, Effect effect);

  /// The job when it has ended. A Problem means that nobody knows what becomes of it: also when the
  /// deadline comes first, or it makes no progress.
  Task<Job> AwaitJob(Job job);

  /// GET /api/v2/job_statuses: is a job of this kind, a word of Zendesk's names for them, on its
  /// way?
  Task<bool> HasOpenJobs(std::string_view kind);

  /// A place among the jobs of the account, to be held from before one begins until it has ended.
  Task<transport::Passage> TakeJobPlace();

  /// Waits, not longer than to shortly before the deadline. A Problem when that is now.
  Task<void> Pause(std::chrono::milliseconds wait);

  /// Would Pause() wait for all of that?
  bool HasTimeFor(std::chrono::milliseconds wait) const;

  /// GET /api/v2/tickets/show_many and GET /api/v2/custom_objects/{object}/records: those of up to
  /// a hundred that Zendesk shows.
  Task<std::vector<TicketAnswer>> ShowTickets(std::vector<std::string> ids);
  Task<std::vector<RecordAnswer>> ShowRecords(std::string_view object,
                                              std::vector<std::string> ids);

  const FileOpener& open_file() const { return around_.open_file; }

  /// POST /api/v2/uploads: a file that waits for a comment, beside those of `token` when that is
  /// not empty. Gives the token that stands for all of them, an hour at least. Nobody sees a file
  /// that no comment takes, so a Problem speaks of a read; but one that may have joined others is
  /// not sent again, or it could be there twice.
  /// developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#upload-files
  Task<std::string> Upload(FileToUpload file, std::string token);

  /// DELETE of the same, once and for two seconds at most, also after the deadline. Throws nothing:
  /// what stays is removed by Zendesk in the end.
  Task<void> DeleteUpload(std::string token);

  /// See transport::Transport::KeepVigil().
  Task<std::unique_ptr<transport::Vigil>> KeepVigil() { return around_.transport.KeepVigil(); }

  /// GET of a list, page by page to its end; `name` is the list's in the answers.
  Task<void> ReadList(std::string path, std::string_view name, TakeItem take);

  /// The same for one page, which `path` asks for.
  Task<ListEnd> ReadPageAt(std::string path, std::string_view name, TakeItem take);

  /// The same for what a search finds, whose `path` has a question, of up to kMostFound entries:
  /// false when there are more.
  static constexpr int kMostFound = 1000;
  Task<bool> ReadSearch(std::string path, Paging paging, std::string_view name, TakeItem take);

 private:
  Task<ListEnd> ReadPages(std::string path, Paging paging, std::string_view name, TakeItem take,
                          int most);
  Task<transport::Response> Send(transport::Method method, std::string_view path, std::string body,
                                 Call call);
  bool IsDry(const Call& call) const {
    return work_.dry_run != nullptr && call.effect != Effect::kRead;
  }
  Task<transport::Response> Send(transport::Request request, Call call);
  template <typename Reply>
  Task<Answer<Reply>> SendFor(transport::Method method, std::string path, std::string body,
                              Call call);
  Task<ProfileAnswer> SendForProfile(transport::Method method, std::string key, std::string body,
                                     Effect effect);
  Task<void> SendTags(transport::Method method, int64_t id, std::string body);
  Task<Job> ShowJob(std::string_view id);
  Task<Job> SendForJob(transport::Method method, std::string path, std::string body, Effect effect);
  template <typename Reply>
  Task<std::vector<Answer<Reply>>> SendForList(std::string path, std::string list,
                                               std::string object);
  Task<void> Try(std::string path, Endpoint endpoint);

  transport::Request NewRequest(transport::Method method, std::string_view path) const;
  Task<void> Sleep(std::chrono::steady_clock::duration wait, Effect effect);
  Task<void> AwaitRepeat(std::chrono::milliseconds wait, Effect effect, bool may_be_done);
  Task<transport::Response> Plan(transport::Method method, std::string path, std::string body,
                                 Call call);
  Task<RecordAnswer> PlanRecord(PlannedWrite write);
  Task<RecordAnswer> PlanUpsert(PlannedWrite write, std::string object, std::string by,
                                std::string value);
  Task<transport::Response> Attempt(transport::Request& request, const Call& call);
  Task<transport::Response> SendOnce(const transport::Request& request, const Call& call,
                                     Admission& admission);
  Task<void> AwaitAdmission(const Call& call, Admission& admission);
  transport::Response Accept(transport::Response response, const Call& call) const;
  Task<bool> ReplaceCredentials();
  void Mask(std::string& text) const;
  void Mask(transport::Response& answer) const;
  Problem WithoutSecrets(Problem problem) const;

  const Surroundings around_;
  Governor& governor_;
  Catalog& catalog_;
  const Account& account_;
  const std::shared_ptr<auth::Session> session_;
  std::shared_ptr<const auth::Credentials> credentials_;  // of the last request
  const transport::Deadline deadline_;
  Work work_;  // no const, so that a client can be moved
  RepeatSettings repeats_;
  Cost& cost_;
  transport::Entrant* place_;  // no const, so that a client can be moved
  AnswerNotes* notes_ = nullptr;
  std::chrono::steady_clock::time_point last_write_;
};

}  // namespace zendesk
