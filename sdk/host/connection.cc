// SPDX-License-Identifier: Apache-2.0
// connect(), disconnect(), execute() and submit().
#include "host/connection.h"

#include "host/error.h"
#include "host/json.h"
#include "host/status.h"
#include "host/text.h"

namespace task_host {
namespace {

void RedactTexts(const Json& value, HostServices& services) {
  if (value.string() != nullptr) services.Redact(*value.string());
  if (value.array() != nullptr) {
    for (const Json& item : *value.array()) RedactTexts(item, services);
  }
  if (value.object() != nullptr) {
    for (const auto& member : *value.object()) RedactTexts(member.second, services);
  }
}

// Malformed credentials hold nothing to mask; that they are malformed is the plugin's to say.
void RedactCredentials(std::string_view credentials_json, HostServices& services) {
  try {
    RedactTexts(Json::Parse(credentials_json), services);
  } catch (const JsonError&) {
    services.Redact(credentials_json);
  }
}

// Borrows every text of the request.
tp_task_request ToAbi(const TaskRequest& request) {
  auto abi = Sized<tp_task_request>();
  abi.flags = request.dry_run ? TP_REQ_DRY_RUN : 0;
  abi.task_type = Borrow(request.task_type);
  abi.input_json = Borrow(request.input_json);
  abi.execution_id = Borrow(request.execution_id);
  abi.step_id = Borrow(request.step_id);
  abi.idempotency_key = Borrow(request.idempotency_key);
  abi.traceparent = Borrow(request.traceparent);
  abi.item_index = request.item_index;
  abi.first_attempt_unix_ms = request.first_attempt_unix_ms;
  abi.deadline_unix_ms = request.deadline_unix_ms;
  abi.attempt = request.attempt;
  abi.task_schema_version = request.schema_version;
  return abi;
}

// What submit() and its like mean by a status other than TP_OK: nothing has started.
Result RefusedToStart(tp_status status) {
  const bool passes = status == TP_E_RATE_LIMITED || status == TP_E_UNAVAILABLE;
  Result refusal;
  refusal.status = KnownStatus(status);
  refusal.retry = passes ? TP_RETRY_SAFE : TP_RETRY_NEVER;
  refusal.error_code = "host.submit_refused";
  refusal.SetHostMessage(Sentence("The plugin did not take the work: {}.", StatusName(status)));
  return refusal;
}

}  // namespace

std::shared_ptr<Connection> Connection::Open(std::shared_ptr<PluginInstance> instance,
                                             const ConnectionSpec& spec) {
  HostServices& services = *instance->services();
  RedactCredentials(spec.credentials_json, services);
  auto info = Sized<tp_connect_info>();
  info.connection_type = Borrow(spec.type);
  info.connection_id = Borrow(spec.id);
  info.settings_json = Borrow(spec.settings_json);
  info.credentials_json = Borrow(spec.credentials_json);
  tp_conn* handle = nullptr;
  Operation diagnosis(instance->services());
  const tp_sink sink = diagnosis.Sink();
  const tp_status status = instance->api().connect(instance->object(), &info, &sink, &handle);
  if (status != TP_OK) throw Refused(FailureOf(diagnosis, status, "connect()", services));
  if (handle == nullptr) {
    throw Error(Error::Kind::kLibrary, instance->plugin().manifest().library.string(),
                Sentence("connect() succeeded without a connection"));
  }
  if (diagnosis.IsComplete()) {
    services.ReportPluginBug("connect() succeeded and reported an error");
  }
  return std::shared_ptr<Connection>(new Connection(std::move(instance), handle));
}

Connection::~Connection() {
  instance_->api().disconnect(instance_->object(), handle_);
}

Result Connection::Execute(const TaskRequest& request) {
  Operation operation(instance_->services());
  return Execute(request, operation);
}

Result Connection::Execute(const TaskRequest& request, Operation& operation) {
  const tp_task_request abi = ToAbi(request);
  const tp_sink sink = operation.Sink();
  instance_->api().execute(instance_->object(), handle_, &abi, &sink);
  if (!operation.IsComplete()) {
    instance_->services()->ReportPluginBug("execute() returned before complete() was called");
    return BrokenPromise(Sentence("The plugin gave up the task without a result."));
  }
  // Another thread of the plugin may be inside complete() just now; the future waits for it.
  return operation.Wait();
}

std::vector<Operation> Connection::Submit(const std::vector<TaskRequest>& requests) {
  std::vector<Operation> operations;
  std::vector<tp_task_request> abi;
  std::vector<tp_sink> sinks;
  for (const TaskRequest& request : requests) {
    operations.emplace_back(instance_->services());
    abi.push_back(ToAbi(request));
    sinks.push_back(operations.back().Sink());
  }
  std::vector<const tp_task_request*> abi_pointers;
  std::vector<const tp_sink*> sink_pointers;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    abi_pointers.push_back(&abi[i]);
    sink_pointers.push_back(&sinks[i]);
  }
  tp_status status = TP_OK;
  {
    const SubmitScope scope;
    status = instance_->api().submit(instance_->object(), handle_, abi_pointers.data(),
                                     sink_pointers.data(), requests.size());
  }
  if (status == TP_OK) return operations;
  throw Refused(RefusedToStart(status));
}

Result Connection::Verify(Operation& operation) {
  const auto* extension = static_cast<const tp_ext_verify*>(instance_->Extension(TP_EXT_VERIFY));
  if (extension == nullptr || !TP_HAS(extension, tp_ext_verify, verify)) {
    Result result;
    result.status = TP_E_NOT_IMPLEMENTED;
    result.error_code = "host.cannot_verify";
    result.SetHostMessage(Sentence("The plugin cannot tell whether a connection works."));
    return result;
  }
  const tp_sink sink = operation.Sink();
  tp_status status = TP_OK;
  {
    const SubmitScope scope;
    status = extension->verify(instance_->object(), handle_, &sink);
  }
  if (status == TP_OK) return operation.Wait();
  return RefusedToStart(status);
}

tp_status Connection::UpdateCredentials(std::string_view credentials_json) {
  RedactCredentials(credentials_json, *instance_->services());
  return instance_->api().update_credentials(instance_->object(), handle_,
                                             Borrow(credentials_json));
}

}  // namespace task_host
