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

Result NotImplemented(const char* code, const Sentence& message) {
  Result result;
  result.status = TP_E_NOT_IMPLEMENTED;
  result.error_code = code;
  result.SetHostMessage(message);
  return result;
}

// Starts what promises the same as submit(); why nothing has started, or nothing.
template <typename Start>
std::optional<Result> Started(Operation& operation, const Start& start) {
  const tp_sink sink = operation.Sink();
  tp_status status = TP_OK;
  {
    const SubmitScope scope;
    status = start(&sink);
  }
  if (status == TP_OK) return std::nullopt;
  return RefusedToStart(status);
}

// The plugin's table, or NULL when it cannot be used whole.
const tp_ext_sign_in* SignInOf(const PluginInstance& instance) {
  const auto* extension = static_cast<const tp_ext_sign_in*>(instance.Extension(TP_EXT_SIGN_IN));
  return extension != nullptr && TP_HAS(extension, tp_ext_sign_in, revoke) ? extension : nullptr;
}

Result NoSignIn() {
  return NotImplemented("host.no_sign_in", Sentence("The plugin knows no sign-in in a browser."));
}

// Borrows every text of the request.
tp_sign_in_request ToAbi(const SignInRequest& request) {
  auto abi = Sized<tp_sign_in_request>();
  abi.redirect_uri = Borrow(request.redirect_uri);
  abi.state = Borrow(request.state);
  abi.code_verifier = Borrow(request.code_verifier);
  abi.code = Borrow(request.code);
  return abi;
}

void RedactSecrets(const SignInRequest& request, HostServices& services) {
  for (const std::string* secret : {&request.state, &request.code_verifier, &request.code}) {
    services.Redact(*secret);
  }
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

std::vector<Operation> Connection::Submit(const std::vector<TaskRequest>& requests,
                                          const std::function<void(std::size_t index)>& ended) {
  std::vector<Operation> operations;
  std::vector<tp_task_request> abi;
  std::vector<tp_sink> sinks;
  for (const TaskRequest& request : requests) {
    EndFunction end;
    if (ended) end = [ended, index = operations.size()] { ended(index); };
    operations.emplace_back(instance_->services(), ProgressFunction(), std::move(end));
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
  std::optional<Result> refusal = StartVerify(operation);
  return refusal ? *std::move(refusal) : operation.WaitForRead();
}

std::optional<Result> Connection::StartVerify(Operation& operation) {
  const auto* extension = static_cast<const tp_ext_verify*>(instance_->Extension(TP_EXT_VERIFY));
  if (extension == nullptr || !TP_HAS(extension, tp_ext_verify, verify)) {
    return NotImplemented("host.cannot_verify",
                          Sentence("The plugin cannot tell whether a connection works."));
  }
  return Started(operation, [&](const tp_sink* sink) {
    return extension->verify(instance_->object(), handle_, sink);
  });
}

Result Connection::LoadOptions(const OptionsRequest& request, Operation& operation) {
  std::optional<Result> refusal = StartLoadOptions(request, operation);
  return refusal ? *std::move(refusal) : operation.WaitForRead();
}

std::optional<Result> Connection::StartLoadOptions(const OptionsRequest& request,
                                                   Operation& operation) {
  const auto* extension = static_cast<const tp_ext_options*>(instance_->Extension(TP_EXT_OPTIONS));
  if (extension == nullptr || !TP_HAS(extension, tp_ext_options, load)) {
    return NotImplemented("host.no_options", Sentence("The plugin offers no choices for fields."));
  }
  auto abi = Sized<tp_options_request>();
  abi.task_type = Borrow(request.task_type);
  abi.source = Borrow(request.source);
  abi.partial_input_json = Borrow(request.partial_input_json);
  abi.search = Borrow(request.search);
  abi.page_token = Borrow(request.page_token);
  abi.limit = request.limit;
  return Started(operation, [&](const tp_sink* sink) {
    return extension->load(instance_->object(), handle_, &abi, sink);
  });
}

Result Connection::ResolveSchema(const SchemaRequest& request, Operation& operation) {
  std::optional<Result> refusal = StartResolveSchema(request, operation);
  return refusal ? *std::move(refusal) : operation.WaitForRead();
}

std::optional<Result> Connection::StartResolveSchema(const SchemaRequest& request,
                                                     Operation& operation) {
  const auto* extension = static_cast<const tp_ext_schema*>(instance_->Extension(TP_EXT_SCHEMA));
  if (extension == nullptr || !TP_HAS(extension, tp_ext_schema, resolve)) {
    return NotImplemented("host.no_schema",
                          Sentence("The plugin tells no schemas that depend on the account."));
  }
  auto abi = Sized<tp_schema_request>();
  abi.task_type = Borrow(request.task_type);
  abi.source = Borrow(request.source);
  abi.partial_input_json = Borrow(request.partial_input_json);
  abi.known_etag = Borrow(request.known_etag);
  return Started(operation, [&](const tp_sink* sink) {
    return extension->resolve(instance_->object(), handle_, &abi, sink);
  });
}

Result Connection::BeginSignIn(const SignInRequest& request, Operation& operation) {
  std::optional<Result> refusal = StartBeginSignIn(request, operation);
  return refusal ? *std::move(refusal) : operation.Wait();
}

std::optional<Result> Connection::StartBeginSignIn(const SignInRequest& request,
                                                   Operation& operation) {
  const tp_ext_sign_in* extension = SignInOf(*instance_);
  if (extension == nullptr) return NoSignIn();
  RedactSecrets(request, *instance_->services());
  const tp_sign_in_request abi = ToAbi(request);
  return Started(operation, [&](const tp_sink* sink) {
    return extension->begin(instance_->object(), handle_, &abi, sink);
  });
}

Result Connection::FinishSignIn(const SignInRequest& request, Operation& operation) {
  std::optional<Result> refusal = StartFinishSignIn(request, operation);
  return refusal ? *std::move(refusal) : operation.Wait();
}

std::optional<Result> Connection::StartFinishSignIn(const SignInRequest& request,
                                                    Operation& operation) {
  const tp_ext_sign_in* extension = SignInOf(*instance_);
  if (extension == nullptr) return NoSignIn();
  RedactSecrets(request, *instance_->services());
  const tp_sign_in_request abi = ToAbi(request);
  return Started(operation, [&](const tp_sink* sink) {
    return extension->finish(instance_->object(), handle_, &abi, sink);
  });
}

Result Connection::Revoke(Operation& operation) {
  std::optional<Result> refusal = StartRevoke(operation);
  return refusal ? *std::move(refusal) : operation.Wait();
}

std::optional<Result> Connection::StartRevoke(Operation& operation) {
  const tp_ext_sign_in* extension = SignInOf(*instance_);
  if (extension == nullptr) return NoSignIn();
  return Started(operation, [&](const tp_sink* sink) {
    return extension->revoke(instance_->object(), handle_, sink);
  });
}

tp_status Connection::UpdateCredentials(std::string_view credentials_json) {
  RedactCredentials(credentials_json, *instance_->services());
  return instance_->api().update_credentials(instance_->object(), handle_,
                                             Borrow(credentials_json));
}

}  // namespace task_host
