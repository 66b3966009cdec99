// SPDX-License-Identifier: Apache-2.0
// Member by member.
#include "node/src/values.h"

#include <cstdint>
#include <vector>

#include "host/status.h"

namespace task_node {
namespace {

bool IsTrue(const Napi::Object& object, const char* member) {
  return object.Get(member).ToBoolean().Value();
}

// 0 when the member is not there.
template <typename Integer>
Integer IntegerOf(const Napi::Object& object, const char* member) {
  const Napi::Value value = object.Get(member);
  return value.IsNumber() ? static_cast<Integer>(value.As<Napi::Number>().Int64Value()) : 0;
}

std::vector<std::string> TextsOf(const Napi::Object& object, const char* member) {
  std::vector<std::string> texts;
  const auto list = object.Get(member).As<Napi::Array>();
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    texts.push_back(list.Get(i).As<Napi::String>().Utf8Value());
  }
  return texts;
}

task_host::Environment EnvironmentOf(const Napi::Object& variables) {
  task_host::Environment environment;
  environment.elevated = task_host::ProcessIsElevated();
  const Napi::Array names = variables.GetPropertyNames();
  for (std::uint32_t i = 0; i < names.Length(); ++i) {
    const std::string name = names.Get(i).As<Napi::String>().Utf8Value();
    environment.variables[name] = TextOf(variables, name.c_str());
  }
  return environment;
}

}  // namespace

std::string TextOf(const Napi::Object& object, const char* member) {
  const Napi::Value value = object.Get(member);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

EngineOptions EngineOptionsOf(const Napi::Object& object) {
  EngineOptions options;
  options.name = TextOf(object, "name");
  options.version = TextOf(object, "version");
  options.policy_json = TextOf(object, "policy");
  options.log_level = IntegerOf<std::int32_t>(object, "logLevel");
  options.search.explicit_directories = TextsOf(object, "directories");
  options.search.use_environment = IsTrue(object, "useEnvironment");
  options.search.use_user = IsTrue(object, "useUser");
  if (!IsTrue(object, "useSystem")) {
    options.search.system_directories.clear();
    options.search.registration_directories.clear();
  }
  options.environment = EnvironmentOf(object.Get("environment").As<Napi::Object>());
  options.prereleases = IsTrue(object, "prereleases");
  options.trial_program = TextOf(object, "trialProgram");
  return options;
}

task_host::ConnectionSpec ConnectionSpecOf(const Napi::Object& object) {
  task_host::ConnectionSpec spec;
  spec.type = TextOf(object, "type");
  spec.id = TextOf(object, "id");
  spec.settings_json = TextOf(object, "settings");
  spec.credentials_json = TextOf(object, "credentials");
  return spec;
}

task_host::TaskRequest TaskRequestOf(const Napi::Object& object) {
  task_host::TaskRequest request;
  request.task_type = TextOf(object, "task");
  request.input_json = TextOf(object, "input");
  request.execution_id = TextOf(object, "executionId");
  request.step_id = TextOf(object, "stepId");
  request.idempotency_key = TextOf(object, "idempotencyKey");
  request.traceparent = TextOf(object, "traceparent");
  request.item_index = IntegerOf<std::uint64_t>(object, "itemIndex");
  request.first_attempt_unix_ms = IntegerOf<std::int64_t>(object, "firstAttemptMs");
  request.deadline_unix_ms = IntegerOf<std::int64_t>(object, "deadlineMs");
  request.attempt = IntegerOf<std::uint32_t>(object, "attempt");
  request.schema_version = IntegerOf<std::uint32_t>(object, "schemaVersion");
  request.dry_run = IsTrue(object, "dryRun");
  return request;
}

task_host::OptionsRequest OptionsRequestOf(const Napi::Object& object) {
  task_host::OptionsRequest request;
  request.task_type = TextOf(object, "task");
  request.source = TextOf(object, "source");
  request.partial_input_json = TextOf(object, "input");
  request.search = TextOf(object, "search");
  request.page_token = TextOf(object, "pageToken");
  request.limit = IntegerOf<std::uint32_t>(object, "limit");
  return request;
}

task_host::SchemaRequest SchemaRequestOf(const Napi::Object& object) {
  task_host::SchemaRequest request;
  request.task_type = TextOf(object, "task");
  request.source = TextOf(object, "source");
  request.partial_input_json = TextOf(object, "input");
  request.known_etag = TextOf(object, "knownEtag");
  return request;
}

task_host::SignInRequest SignInRequestOf(const Napi::Object& object) {
  task_host::SignInRequest request;
  request.redirect_uri = TextOf(object, "redirectUri");
  request.state = TextOf(object, "state");
  request.code_verifier = TextOf(object, "codeVerifier");
  request.code = TextOf(object, "code");
  return request;
}

task_host::TokenSet TokenSetOf(const Napi::Object& object) {
  task_host::TokenSet tokens;
  tokens.access_token = TextOf(object, "accessToken");
  tokens.refresh_token = TextOf(object, "refreshToken");
  tokens.scope = TextOf(object, "scope");
  tokens.expires_at_unix_ms = IntegerOf<std::int64_t>(object, "expiresAtMs");
  tokens.issued_at_unix_ms = IntegerOf<std::int64_t>(object, "issuedAtMs");
  return tokens;
}

Napi::Object ResultFor(Napi::Env env, const task_host::Result& result) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("status", std::string(task_host::StatusName(result.status)));
  object.Set("retry", std::string(task_host::RetryName(result.retry)));
  object.Set("retryAfterMs", static_cast<double>(result.retry_after_ms));
  object.Set("httpStatus", static_cast<double>(result.http_status));
  object.Set("output", result.output_json);
  object.Set("warnings", result.warnings_json);
  object.Set("code", result.error_code);
  object.Set("message", result.error_message);
  object.Set("details", result.error_details_json);
  return object;
}

}  // namespace task_node
