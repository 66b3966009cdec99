// SPDX-License-Identifier: Apache-2.0
// A few cheap reads, from the address to the tasks. What fails ends it, except where only a part is
// closed.
#include "plugin/tasks/verify.h"

#include <sstream>

#include "plugin/tasks/doctor_answers.h"
#include "plugin/tasks/doctor_credential.h"
#include "plugin/tasks/doctor_report.h"
#include "plugin/tasks/doctor_tasks.h"
#include "plugin/tasks/errors.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/time_text.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Status;
using State = Report::State;

// What was found out, beside the report.
struct Findings {
  std::optional<CallerReply> caller;  // nothing when the token does not let see it
  CredentialLife life;
  Scopes scopes;
  std::vector<Verdict> verdicts;
};

// Any answer at all shows that the address is right as far as the network goes.
Task<void> MeetAccount(Client& client, Report& report) {
  std::optional<Problem> refusal;
  try {
    co_await client.Knock();
  } catch (const Problem& problem) {
    if (problem.http_status == 0) throw;
    refusal = problem;
  }
  const Address& address = client.address();
  report.Add(
      Check::kAddress, State::kOk,
      address.origin.starts_with("https:")
          ? Message("{} answers, and its certificate is trusted.", address.origin)
          : Message("{} answers. It is this machine, so it needs no certificate.", address.origin));
  if (refusal && refusal->code == "zendesk.account_not_found") {
    Error error(Status::kInvalidArgument, refusal->code, Say(report.texts(), *refusal));
    error.http_status = refusal->http_status;
    error.request_id = refusal->request_id;
    throw error;
  }
  if (refusal) throw *refusal;
  report.Add(Check::kAccount, State::kOk, Message("There is a Zendesk account at this address."));
}

// Whom the credentials stand for; nothing when they are good, but do not cover that question.
Task<std::optional<CallerReply>> MeetCaller(Client& client, std::string_view type) {
  try {
    CallerAnswer answer = co_await client.ShowCaller();
    co_return std::move(answer.reply);
  } catch (Problem& problem) {
    ExplainRefusal(problem, type);
    if (problem.code != "zendesk.missing_scope") throw;
  }
  co_return std::nullopt;
}

// Nothing when Zendesk does not tell.
Task<std::optional<CurrentTokenReply>> ReadToken(Client& client) {
  if (!client.session().uses_tokens()) co_return std::nullopt;
  try {
    CurrentTokenAnswer answer = co_await client.ShowToken();
    co_return std::move(answer.reply);
  } catch (const Problem& problem) {
    if (problem.http_status == 0) throw;
  }
  co_return std::nullopt;
}

Scopes ScopesOf(const Client& client, const std::optional<CurrentTokenReply>& token) {
  if (token && token->has_scopes) return token->scopes;
  std::istringstream words(client.session().scope());
  std::vector<std::string> scopes{std::istream_iterator<std::string>(words), {}};
  if (scopes.empty()) return std::nullopt;
  return scopes;
}

void RequireAgent(const CallerReply& caller) {
  if (!caller.id) {
    throw Problem(
        Problem::Kind::kUnauthenticated, "zendesk.anonymous",
        Message("Zendesk answers, but takes this connection for an anonymous visitor: its "
                "credentials belong to nobody."));
  }
  if (caller.suspended) {
    throw Problem(Problem::Kind::kPermissionDenied, "zendesk.user_suspended",
                  Message("The user of this connection is suspended in Zendesk."));
  }
  if (caller.role != "agent" && caller.role != "admin") {
    throw Problem(
        Problem::Kind::kPermissionDenied, "zendesk.not_an_agent",
        Message("The user of this connection is a customer in Zendesk. The tasks need an agent or "
                "an administrator."));
  }
}

void ReportUser(const std::optional<CallerReply>& caller, Report& report) {
  if (!caller) {
    report.Add(Check::kUser, State::kSkipped,
               Message("The access token's scopes do not let see as whom it acts."));
    return;
  }
  RequireAgent(*caller);
  report.Add(Check::kUser, State::kOk, Message("Acts as {} ({}).", caller->name, caller->role));
}

Task<Findings> Examine(Client& client, const Patient& patient, Report& report) {
  Findings found;
  co_await MeetAccount(client, report);
  RefuseDeadCredential(patient.type, report.texts());
  found.caller = co_await MeetCaller(client, patient.type);
  const std::optional<CurrentTokenReply> token = co_await ReadToken(client);
  found.life = LifeOf(patient.type, client, token ? &*token : nullptr);
  ReportCredential(patient.type, found.life, token.has_value(), patient.clock->UnixMs(), report);
  ReportUser(found.caller, report);
  found.scopes = ScopesOf(client, token);
  ReportScopes(client.session().uses_tokens(), found.scopes, report);
  const auto user_id = found.caller ? found.caller->id : std::nullopt;
  const Closed closed = co_await TryTasks(client, user_id, report);
  found.verdicts = JudgeTasks(found.scopes, closed, report.texts());
  ReportTasks(found.verdicts, report);
  co_return found;
}

void WriteCredential(ObjectWriter& writer, const Patient& patient, const CredentialLife& life) {
  writer.Begin("credential");
  writer.Text("kind", patient.type);
  if (life.expires_at) writer.Text("expiresAt", TimeText(*life.expires_at));
  if (life.ends_at) writer.Text("endsAt", TimeText(*life.ends_at));
  writer.End();
}

void WriteScopes(ObjectWriter& writer, const Scopes& scopes) {
  if (!scopes) return;
  writer.BeginList("scopes");
  for (const std::string& scope : *scopes) writer.Item(scope);
  writer.EndList();
  writer.BeginList("missingScopes");
  for (const std::string& scope : MissingScopes(scopes)) writer.Item(scope);
  writer.EndList();
}

void WriteVerdicts(ObjectWriter& writer, std::span<const Verdict> verdicts) {
  writer.BeginList("tasks");
  for (const Verdict& verdict : verdicts) {
    writer.BeginItem();
    writer.Text("task", verdict.task);
    writer.Boolean("open", verdict.code.empty());
    if (!verdict.code.empty()) {
      writer.Text("code", verdict.code);
      writer.Text("reason", verdict.reason);
    }
    writer.End();
  }
  writer.EndList();
}

void WriteAnswers(ObjectWriter& writer, const AnswerNotes& notes) {
  if (const RateLimit* limit = notes.account_limit()) {
    writer.Begin("rateLimit");
    writer.IntegerOrNull("limit", limit->limit);
    writer.IntegerOrNull("remaining", limit->remaining);
    writer.End();
  }
  if (const auto skew_ms = notes.clock_skew_ms()) writer.IntegerOrNull("clockSkewMs", *skew_ms);
}

std::string MakeOutput(const Address& address, const Patient& patient, const Findings& found,
                       const AnswerNotes& notes, const Report& report) {
  ObjectWriter writer(4096);
  writer.Boolean("ok", true);
  writer.Begin("account");
  writer.Text("id", address.subdomain);
  writer.Text("label", address.origin);
  writer.End();
  if (found.caller) {
    writer.Begin("user");
    writer.IntegerOrNull("id", found.caller->id);
    writer.Text("name", found.caller->name);
    writer.Text("role", found.caller->role);
    writer.End();
  }
  WriteVerdicts(writer, found.verdicts);
  WriteCredential(writer, patient, found.life);
  WriteScopes(writer, found.scopes);
  WriteAnswers(writer, notes);
  writer.List("report", report.Json());
  return writer.Finish();
}

}  // namespace

Task<Output> VerifyConnection(Client client, const Input& no_input, Patient patient) {
  AnswerNotes notes(*patient.clock);
  client.Observe(notes);
  client.RepeatNothing();
  Report report(no_input.texts());
  std::exception_ptr failure;
  Findings found;
  try {
    found = co_await Examine(client, patient, report);
  } catch (...) {
    failure = std::current_exception();
  }
  std::optional<Error> error;
  if (failure) {
    error = ToError(failure, no_input);
    report.Fail(error->message);
  }
  ReportRateLimit(notes, report);
  ReportClock(notes, report);
  if (error) {
    error->report_json = report.Json();
    throw *error;
  }
  co_return Output{MakeOutput(client.address(), patient, found, notes, report), {}};
}

}  // namespace zendesk::tasks
