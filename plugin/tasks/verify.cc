// SPDX-License-Identifier: Apache-2.0
// A few cheap reads.
#include "plugin/tasks/verify.h"

#include <fmt/format.h>

#include <optional>

#include "plugin/tasks/errors.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/task_list.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Error;
using task_plugin::Output;
using task_plugin::Status;

// Whom the credentials stand for.
Task<CallerReply> Caller(Client& client, const task_plugin::Texts& texts) {
  try {
    CallerAnswer answer = co_await client.ShowCaller();
    co_return std::move(answer.reply);
  } catch (const Problem& problem) {
    if (problem.code != "zendesk.account_not_found") throw;
    Error error(Status::kInvalidArgument, problem.code, Say(texts, problem));
    error.http_status = problem.http_status;
    error.request_id = problem.request_id;
    throw error;
  }
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

// Why a kind of task is closed to the user; nothing when it is open. Whatever tells nothing of the
// user's rights is thrown.
Task<std::optional<Problem>> WhyClosed(Task<void> attempt) {
  try {
    co_await std::move(attempt);
  } catch (const Problem& problem) {
    const bool refused = problem.kind == Problem::Kind::kPermissionDenied ||
                         problem.kind == Problem::Kind::kNotFound;
    if (!refused) throw;
    co_return problem;
  }
  co_return std::nullopt;
}

void WriteTask(ObjectWriter& writer, std::string_view task, const std::optional<Problem>& closed,
               const task_plugin::Texts& texts) {
  writer.BeginItem();
  writer.Text("task", task);
  writer.Boolean("open", !closed);
  if (closed) {
    writer.Text("code", closed->code);
    writer.Text("reason", Say(texts, *closed));
  }
  writer.End();
}

}  // namespace

Task<Output> VerifyConnection(Client client, const task_plugin::Input& no_input) {
  const task_plugin::Texts& texts = no_input.texts();
  const CallerReply caller = co_await Caller(client, texts);
  RequireAgent(caller);
  const auto tickets = co_await WhyClosed(client.TryTickets());
  const auto profiles = co_await WhyClosed(client.TryProfiles(*caller.id));
  const auto records = co_await WhyClosed(client.TryCustomObjects());

  ObjectWriter writer;
  writer.Boolean("ok", true);
  writer.Begin("account");
  writer.Text("id", client.address().subdomain);
  writer.Text("label", client.address().origin);
  writer.End();
  writer.Begin("user");
  writer.IntegerOrNull("id", caller.id);
  writer.Text("name", caller.name);
  writer.Text("role", caller.role);
  writer.End();
  writer.BeginList("tasks");
  for (const TaskEntry& task : AllTasks()) {
    const std::string_view id = task.id;
    WriteTask(writer, id,
              id.ends_with("_ticket")    ? tickets
              : id.ends_with("_profile") ? profiles
                                         : records,
              texts);
  }
  writer.EndList();
  co_return Output{writer.Finish(), {}};
}

}  // namespace zendesk::tasks
