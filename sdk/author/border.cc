// SPDX-License-Identifier: Apache-2.0
// The plugin's side of the border: C calls in, C++ objects behind, and no exception out.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "author/border_object.h"
#include "author/extensions.h"
#include "author/launch.h"
#include "author/read_request.h"
#include "author/text.h"

namespace {

using task_plugin::CopySized;
using task_plugin::CurrentError;
using task_plugin::Deliver;
using task_plugin::EnsureReady;
using task_plugin::Error;
using task_plugin::HasUnknownFlags;
using task_plugin::IsUsable;
using task_plugin::Launch;
using task_plugin::LaunchAll;
using task_plugin::LogLevel;
using task_plugin::Open;
using task_plugin::Operation;
using task_plugin::Operations;
using task_plugin::Prepared;
using task_plugin::ReadRequest;
using task_plugin::Refusal;
using task_plugin::RequireKnownFlags;
using task_plugin::RequireUsable;
using task_plugin::RequireUtf8;
using task_plugin::Result;
using task_plugin::Status;
using task_plugin::Texts;
using task_plugin::View;
using task_plugin::WithDiagnosis;

Prepared Prepare(tp_plugin& object, const tp_task_request* theirs, const tp_sink& sink,
                 std::shared_ptr<Operation> operation) {
  std::optional<Error> refusal;
  try {
    const tp_task_request border = CopySized(theirs);
    RequireKnownFlags(sink, object.texts());
    operation->SetRequest(ReadRequest(border, object.tasks, *object.plugin));
    const size_t task = operation->request().task;
    task_plugin::Input input(object.schemas[task].Get(), *object.locales,
                             std::string(View(border.input_json)));
    object.plugin->Check(task, operation->connection(), input);
    input.ThrowIfFaulty();
    operation->SetInput(std::move(input));
    operation->ThrowIfUnwanted();
  } catch (...) {
    refusal = CurrentError(object.texts());
  }
  return {std::move(operation), std::move(refusal)};
}

void ReportInsideCallback(const tp_plugin& object, std::string_view function) {
  object.host->Log(LogLevel::kHostBug,
                   std::string(function) + " was called inside a callback and is ignored.");
}

// Null in a child process that has no memory for a beginning of its own.
std::shared_ptr<Operations> OperationsHere(tp_plugin& object) noexcept {
  try {
    return object.OpenOperations();
  } catch (...) {
    return nullptr;
  }
}

void TP_CALL Destroy(tp_plugin* object) noexcept {
  if (task_plugin::InsideCallback()) return ReportInsideCallback(*object, "destroy");
  const std::shared_ptr<Operations> operations = OperationsHere(*object);
  if (operations == nullptr) return;  // what is the parent's is left alone
  operations->CancelAll();
  try {
    object->plugin->Stop();
  } catch (...) {
    operations->ReportBug("Stop() threw: " + CurrentError(Texts::English()).message);
  }
  operations->WaitUntilEmpty();
  delete object;
}

const void* TP_CALL GetExtension(tp_plugin* object, tp_str id) noexcept {
  return task_plugin::FindExtension(*object, View(id));
}

tp_status TP_CALL Connect(tp_plugin* object, const tp_connect_info* theirs, const tp_sink* diag,
                          tp_conn** out) noexcept {
  return WithDiagnosis(diag, object->texts(), [&] {
    const tp_connect_info info = CopySized(theirs);
    if (HasUnknownFlags(info.flags)) {
      throw Error(Status::kNotImplemented, "not_implemented",
                  object->texts().Say("The connection has a flag that is not known here."));
    }
    for (const tp_str text :
         {info.connection_type, info.connection_id, info.settings_json, info.credentials_json}) {
      RequireUtf8(object->texts(), text, "A text of the connection");
    }
    auto conn = std::make_unique<tp_conn>();
    conn->connection =
        object->plugin->Connect({View(info.connection_type), View(info.connection_id),
                                 View(info.settings_json), View(info.credentials_json)});
    *out = conn.release();
  });
}

tp_status TP_CALL UpdateCredentials(tp_plugin* object, tp_conn* conn,
                                    tp_str credentials_json) noexcept {
  return WithDiagnosis(nullptr, object->texts(), [&] {
    RequireUtf8(object->texts(), credentials_json, "The credentials");
    conn->connection->UpdateCredentials(View(credentials_json));
  });
}

void TP_CALL Disconnect(tp_plugin* object, tp_conn* conn) noexcept {
  if (task_plugin::InsideCallback()) return ReportInsideCallback(*object, "disconnect");
  const std::shared_ptr<Operations> operations = OperationsHere(*object);
  if (operations == nullptr) return;
  operations->Drain(*conn->connection);
  delete conn;
}

void TP_CALL Execute(tp_plugin* object, tp_conn* conn, const tp_task_request* request,
                     const tp_sink* theirs) noexcept {
  if (!IsUsable(theirs))
    return object->host->Log(LogLevel::kHostBug, "execute was called without a usable sink.");
  const tp_sink sink = CopySized(theirs);
  if (task_plugin::InsideCallback()) {
    return Deliver(sink, Result(Error(Status::kInvalidState, "invalid_state",
                                      object->texts().Say("execute may not be called inside a "
                                                          "callback; call submit instead.")),
                                object->texts()));
  }
  task_plugin::Waiter waiter;
  std::shared_ptr<Operations> operations;
  try {
    operations = object->OpenOperations();
    const auto operation = Open(operations, *conn, sink, &waiter);
    const Status entered = operations->Enter({operation});
    if (entered != Status::kOk) throw Refusal(entered, object->texts());
    Launch(*object->plugin, Prepare(*object, request, sink, operation));
  } catch (...) {
    return Deliver(sink, Result(CurrentError(object->texts()), object->texts()));
  }
  Deliver(sink, waiter.Wait());
  // Last: disconnect and destroy, perhaps waiting on other threads, may free everything after it.
  operations->Leave(*conn->connection);
}

tp_status TP_CALL Submit(tp_plugin* object, tp_conn* conn, const tp_task_request* const* requests,
                         const tp_sink* const* sinks, size_t count) noexcept {
  return WithDiagnosis(nullptr, object->texts(), [&] {
    if (count == 0) return;
    if (count > Operations::kMost) throw Refusal(Status::kRateLimited, object->texts());
    const std::shared_ptr<Operations> open = object->OpenOperations();
    EnsureReady(*object->plugin);
    std::vector<std::shared_ptr<Operation>> operations;
    std::vector<Prepared> prepared;
    operations.reserve(count);
    prepared.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      RequireUsable(sinks[i], object->texts());
      operations.push_back(Open(open, *conn, CopySized(sinks[i]), nullptr));
    }
    const Status entered = open->Enter(operations);
    if (entered != Status::kOk) throw Refusal(entered, object->texts());
    // All are prepared before the first one starts: a host reads its requests no more once its
    // results arrive.
    for (size_t i = 0; i < count; ++i) {
      prepared.push_back(
          Prepare(*object, requests[i], CopySized(sinks[i]), std::move(operations[i])));
    }
    LaunchAll(*object->plugin, prepared);
  });
}

tp_status TP_CALL Cancel(tp_plugin* object, uint64_t op_id) noexcept {
  return WithDiagnosis(nullptr, object->texts(), [&] {
    if (!object->OpenOperations()->Cancel(op_id))
      throw Error(Status::kNotFound, "not_found", object->texts().Say("No such operation."));
  });
}

constexpr tp_plugin_api kApi = {
    .struct_size = sizeof(tp_plugin_api),
    .flags = 0,
    .destroy = Destroy,
    .get_extension = GetExtension,
    .connect = Connect,
    .update_credentials = UpdateCredentials,
    .disconnect = Disconnect,
    .execute = Execute,
    .submit = Submit,
    .cancel = Cancel,
};

}  // namespace

namespace task_plugin {

tp_status RegisterTasks(const PluginClass& plugin_class, const tp_registrar* registrar) noexcept {
  if (!TP_HAS(registrar, tp_registrar, add_task)) return TP_E_ABI;
  if (HasUnknownFlags(registrar->flags)) return TP_E_NOT_IMPLEMENTED;
  const CallbackScope scope;
  for (const TaskType& task : plugin_class.tasks) {
    const tp_task_descriptor descriptor = {
        .struct_size = sizeof(tp_task_descriptor),
        .flags = 0,
        .id = Str(task.id),
        .version = task.version,
        .reserved0 = 0,
        .input_schema_json = Str(task.input_schema),
        .output_schema_json = Str(task.output_schema),
    };
    const tp_status status = registrar->add_task(registrar->user, &descriptor);
    if (status != TP_OK) return status;
  }
  return TP_OK;
}

tp_status Create(const PluginClass& plugin_class, const tp_host* host, tp_str config_json,
                 const tp_sink* diag, const tp_plugin_api** out_api,
                 tp_plugin** out_plugin) noexcept {
  // No policy, no language: what goes wrong here is told in English.
  return WithDiagnosis(diag, Texts::English(), [&] {
    PluginContext context{std::make_shared<Host>(host), Policy::Parse(View(config_json)), nullptr};
    context.locales = std::make_shared<Locales>(
        std::vector(plugin_class.locales.begin(), plugin_class.locales.end()),
        context.policy.locale);
    *out_plugin = new tp_plugin(plugin_class, std::move(context));
    *out_api = &kApi;
  });
}

tp_status RefuseToCreate(const tp_sink* diag) noexcept {
  return WithDiagnosis(diag, Texts::English(), [] {
    throw Error(Status::kInternal, "internal", "The plugin could not list its tasks.");
  });
}

}  // namespace task_plugin
