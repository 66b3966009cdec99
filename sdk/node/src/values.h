// SPDX-License-Identifier: Apache-2.0
// From values of JavaScript to those of the host library, and back. The scripts of this package
// are the only callers: they see to it that kinds are right.
#pragma once

#include <napi.h>

#include <string>

#include "host/connection.h"
#include "host/result.h"
#include "host/token_store.h"
#include "node/src/engine.h"

namespace task_node {

// The text of a member; "" when it is not there.
std::string TextOf(const Napi::Object& object, const char* member);

EngineOptions EngineOptionsOf(const Napi::Object& object);
task_host::ConnectionSpec ConnectionSpecOf(const Napi::Object& object);
task_host::TaskRequest TaskRequestOf(const Napi::Object& object);
task_host::OptionsRequest OptionsRequestOf(const Napi::Object& object);
task_host::SchemaRequest SchemaRequestOf(const Napi::Object& object);
task_host::SignInRequest SignInRequestOf(const Napi::Object& object);
task_host::TokenSet TokenSetOf(const Napi::Object& object);

// {status, retry, retryAfterMs, httpStatus, output, warnings, code, message, details}, the
// documents as the plugin wrote them.
Napi::Object ResultFor(Napi::Env env, const task_host::Result& result);

}  // namespace task_node
