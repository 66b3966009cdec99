// SPDX-License-Identifier: Apache-2.0
// Texts, times and versions of a request, checked one after the other.
#include "author/read_request.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "author/copy_sized.h"
#include "author/error.h"
#include "author/text.h"

namespace task_plugin {
namespace {

size_t FindTask(std::span<const TaskType> tasks, std::string_view id, const Texts& texts) {
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (tasks[i].id == id) return i;
  }
  std::string known;
  for (const TaskType& task : tasks) known.append(known.empty() ? "" : ", ").append(task.id);
  throw Error(Status::kInvalidArgument, "unknown_task",
              texts.Say("This plugin has no task \"{}\". Its tasks are: {}.", id, known));
}

std::chrono::steady_clock::time_point ToDeadline(const Host& host, int64_t unix_ms) {
  if (unix_ms == 0) return std::chrono::steady_clock::time_point::max();
  // A far-off deadline would overflow the clock; a year is as good as none. Neither operand is
  // negative, so their difference fits.
  constexpr int64_t kYearMs = int64_t{366} * 24 * 3600 * 1000;
  const int64_t left_ms = std::max<int64_t>(unix_ms, 0) - std::max<int64_t>(host.UnixMs(), 0);
  if (left_ms > kYearMs) return std::chrono::steady_clock::time_point::max();
  return std::chrono::steady_clock::now() +
         std::chrono::milliseconds(std::max<int64_t>(left_ms, 0));
}

}  // namespace

void RequireUtf8(const Texts& texts, tp_str text, std::string_view what) {
  if (IsUtf8(View(text))) return;
  throw Error(Status::kInvalidArgument, "invalid_text",
              texts.Say("{} is not UTF-8.", texts.Say(fmt::runtime(what))));
}

TaskRequest ReadRequest(const tp_task_request& border, std::span<const TaskType> tasks,
                        const Host& host, const Texts& texts) {
  if (HasUnknownFlags(border.flags)) {
    throw Error(Status::kNotImplemented, "not_implemented",
                (border.flags & TP_REQ_DRY_RUN) != 0
                    ? texts.Say("This plugin cannot do a dry run.")
                    : texts.Say("The request has a flag that this plugin does not know."));
  }
  for (const tp_str text : {border.task_type, border.execution_id, border.step_id,
                            border.idempotency_key, border.traceparent}) {
    RequireUtf8(texts, text, "A text of the request");
  }
  TaskRequest request;
  request.task = FindTask(tasks, View(border.task_type), texts);
  request.execution_id = View(border.execution_id);
  request.step_id = View(border.step_id);
  request.idempotency_key = View(border.idempotency_key);
  request.traceparent = View(border.traceparent);
  request.item_index = border.item_index;
  request.first_attempt_unix_ms = border.first_attempt_unix_ms;
  request.attempt = std::max(border.attempt, 1u);
  request.deadline = ToDeadline(host, border.deadline_unix_ms);
  const uint32_t current = tasks[request.task].version;
  if (border.task_schema_version > current) {
    throw Error(
        Status::kInvalidArgument, "newer_schema",
        texts.Say("The input was written for a newer version of this task than the plugin has."));
  }
  return request;
}

std::shared_ptr<const SignInRequest> ReadSignInRequest(const tp_sign_in_request* theirs,
                                                       const Texts& texts) {
  const tp_sign_in_request border = CopySized(theirs);
  if (HasUnknownFlags(border.flags)) {
    throw Error(Status::kNotImplemented, "not_implemented",
                texts.Say("The request has a flag that this plugin does not know."));
  }
  for (const tp_str text : {border.redirect_uri, border.state, border.code_verifier, border.code})
    RequireUtf8(texts, text, "A text of the request");
  auto request = std::make_shared<SignInRequest>();
  request->redirect_uri = View(border.redirect_uri);
  request->state = View(border.state);
  request->code_verifier = View(border.code_verifier);
  request->code = View(border.code);
  return request;
}

}  // namespace task_plugin
