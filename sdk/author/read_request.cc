// SPDX-License-Identifier: Apache-2.0
// Texts, times and versions of a request, checked one after the other.
#include "author/read_request.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
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

void RequireFlags(uint32_t flags, uint32_t known, const Texts& texts) {
  if (!HasUnknownFlags(flags, known)) return;
  throw Error(Status::kNotImplemented, "not_implemented",
              texts.Say("The request has a flag that this plugin does not know."));
}

json::Document ReadPartialInput(tp_str text, const Texts& texts) {
  const std::string_view given = View(text);
  json::Document document = json::Document::Parse(std::string(given.empty() ? "{}" : given),
                                                  "The input", json::Fractions::kAsWritten, texts);
  if (document.root().IsObject()) return document;
  throw Error(Status::kInvalidArgument, "invalid_input",
              texts.Say("The input so far is no JSON object."));
}

// A request about a form, with what all of them have; `others` are the border's other texts.
template <typename Request, typename Border>
std::shared_ptr<Request> ReadFormRequest(const Border& border, std::initializer_list<tp_str> others,
                                         std::span<const TaskType> tasks, const Texts& texts) {
  RequireFlags(border.flags, 0, texts);
  for (const tp_str text : {border.task_type, border.source})
    RequireUtf8(texts, text, "A text of the request");
  for (const tp_str text : others) RequireUtf8(texts, text, "A text of the request");
  auto request = std::make_shared<Request>(ReadPartialInput(border.partial_input_json, texts));
  request->task = FindTask(tasks, View(border.task_type), texts);
  request->source = View(border.source);
  return request;
}

}  // namespace

void RequireUtf8(const Texts& texts, tp_str text, std::string_view what) {
  if (IsUtf8(View(text))) return;
  throw Error(Status::kInvalidArgument, "invalid_text",
              texts.Say("{} is not UTF-8.", texts.Say(fmt::runtime(what))));
}

TaskRequest ReadRequest(const tp_task_request& border, std::span<const TaskType> tasks,
                        const Plugin& plugin) {
  const Texts& texts = plugin.texts();
  RequireFlags(border.flags, TP_REQ_DRY_RUN, texts);
  for (const tp_str text : {border.task_type, border.execution_id, border.step_id,
                            border.idempotency_key, border.traceparent}) {
    RequireUtf8(texts, text, "A text of the request");
  }
  TaskRequest request;
  request.task = FindTask(tasks, View(border.task_type), texts);
  request.dry_run = (border.flags & TP_REQ_DRY_RUN) != 0;
  if (request.dry_run && !plugin.CanRunDry(request.task)) {
    throw Error(Status::kNotImplemented, "not_implemented",
                texts.Say("This task cannot do a dry run."));
  }
  request.execution_id = View(border.execution_id);
  request.step_id = View(border.step_id);
  request.idempotency_key = View(border.idempotency_key);
  request.traceparent = View(border.traceparent);
  request.item_index = border.item_index;
  request.first_attempt_unix_ms = border.first_attempt_unix_ms;
  request.attempt = std::max(border.attempt, 1u);
  request.deadline = ToDeadline(plugin.host(), border.deadline_unix_ms);
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
  RequireFlags(border.flags, 0, texts);
  for (const tp_str text : {border.redirect_uri, border.state, border.code_verifier, border.code})
    RequireUtf8(texts, text, "A text of the request");
  auto request = std::make_shared<SignInRequest>();
  request->redirect_uri = View(border.redirect_uri);
  request->state = View(border.state);
  request->code_verifier = View(border.code_verifier);
  request->code = View(border.code);
  return request;
}

std::shared_ptr<const OptionsRequest> ReadOptionsRequest(const tp_options_request* theirs,
                                                         std::span<const TaskType> tasks,
                                                         const Texts& texts) {
  const tp_options_request border = CopySized(theirs);
  auto request =
      ReadFormRequest<OptionsRequest>(border, {border.search, border.page_token}, tasks, texts);
  request->search = View(border.search);
  request->page_token = View(border.page_token);
  request->limit = border.limit;
  return request;
}

std::shared_ptr<const SchemaRequest> ReadSchemaRequest(const tp_schema_request* theirs,
                                                       std::span<const TaskType> tasks,
                                                       const Texts& texts) {
  const tp_schema_request border = CopySized(theirs);
  auto request = ReadFormRequest<SchemaRequest>(border, {border.known_etag}, tasks, texts);
  request->known_etag = View(border.known_etag);
  return request;
}

}  // namespace task_plugin
