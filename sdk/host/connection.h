// SPDX-License-Identifier: Apache-2.0
// One account, opened by connect(), and the running of tasks on it.
//
//   auto connection = Connection::Open(instance, {.type = "none"});
//   Result result = connection->Execute({.task_type = "toy.echo", .input_json = "{}"});
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/instance.h"
#include "host/operation.h"
#include "host/result.h"
#include "host/wipe.h"
#include "task_plugin.h"

namespace task_host {

struct ConnectionSpec {
  std::string type;  // key in the manifest's connections
  std::string id;    // the host's stable name of it
  std::string settings_json = "{}";
  std::string credentials_json = "{}";

  ~ConnectionSpec() { Wipe(credentials_json); }
};

// One task to run; see tp_task_request for what the members mean.
struct TaskRequest {
  std::string task_type;
  std::string input_json;
  std::string execution_id;
  std::string step_id;
  std::string idempotency_key;
  std::string traceparent;
  std::uint64_t item_index = 0;
  std::int64_t first_attempt_unix_ms = 0;
  std::int64_t deadline_unix_ms = 0;
  std::uint32_t attempt = 1;
  std::uint32_t schema_version = 0;
  bool dry_run = false;
};

// One page of choices for a field; see tp_options_request.
struct OptionsRequest {
  std::string task_type;
  std::string source;
  std::string partial_input_json = "{}";
  std::string search;
  std::string page_token;
  std::uint32_t limit = 0;
};

// One place of a schema; see tp_schema_request.
struct SchemaRequest {
  std::string task_type;
  std::string source;
  std::string partial_input_json = "{}";
  std::string known_etag;
};

// What a sign-in in a browser is about; see tp_sign_in_request.
struct SignInRequest {
  std::string redirect_uri;
  std::string state;
  std::string code_verifier;
  std::string code;  // empty at the beginning

  ~SignInRequest() {
    Wipe(state);
    Wipe(code_verifier);
    Wipe(code);
  }
};

class Connection {
 public:
  // Sends nothing. Every text in the credentials is masked in the host's log from now on. Throws
  // Refused when the plugin does not accept them, Error when its answer breaks the contract.
  static std::shared_ptr<Connection> Open(std::shared_ptr<PluginInstance> instance,
                                          const ConnectionSpec& spec);
  // Cancels what is open on it and waits for the end of that. Not inside a callback.
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs a task and waits for its end. The second form lets the caller name the operation first,
  // to cancel it from another thread.
  Result Execute(const TaskRequest& request);
  Result Execute(const TaskRequest& request, Operation& operation);

  // Starts tasks and returns at once with one operation for each, in the same order. A refusal of
  // the whole call (a full queue, for example) is thrown as Refused, and nothing has started.
  // ended gets the place of a request whose result is there, perhaps before Submit() returns; see
  // EndFunction.
  std::vector<Operation> Submit(const std::vector<TaskRequest>& requests,
                                const std::function<void(std::size_t index)>& ended = {});

  // Asks the plugin whether the connection works, as whom, and for what; waits for the end. The
  // output is that of TP_EXT_VERIFY. TP_E_NOT_IMPLEMENTED when the plugin cannot tell.
  Result Verify(Operation& operation);

  // Loads one page of choices and waits for it. The output is that of TP_EXT_OPTIONS.
  // TP_E_NOT_IMPLEMENTED when the plugin has none.
  Result LoadOptions(const OptionsRequest& request, Operation& operation);

  // Resolves one place of a schema and waits for it. The output is that of TP_EXT_SCHEMA.
  // TP_E_NOT_IMPLEMENTED when no schema of the plugin depends on the account.
  Result ResolveSchema(const SchemaRequest& request, Operation& operation);

  // The same without waiting: why nothing has started, or nothing, and then the operation
  // ends as any other, to be waited for with WaitForRead().
  std::optional<Result> StartVerify(Operation& operation);
  std::optional<Result> StartLoadOptions(const OptionsRequest& request, Operation& operation);
  std::optional<Result> StartResolveSchema(const SchemaRequest& request, Operation& operation);

  // The three calls of TP_EXT_SIGN_IN, each waiting for its end. state, verifier and code are
  // masked in the host's log from then on. TP_E_NOT_IMPLEMENTED also when the plugin knows no
  // sign-in.
  Result BeginSignIn(const SignInRequest& request, Operation& operation);
  Result FinishSignIn(const SignInRequest& request, Operation& operation);
  Result Revoke(Operation& operation);

  // The same without waiting, as above; to be waited for with Wait().
  std::optional<Result> StartBeginSignIn(const SignInRequest& request, Operation& operation);
  std::optional<Result> StartFinishSignIn(const SignInRequest& request, Operation& operation);
  std::optional<Result> StartRevoke(Operation& operation);

  // For operations that start from now on. TP_E_INVALID_ARGUMENT: the old ones stay.
  tp_status UpdateCredentials(std::string_view credentials_json);

  const std::shared_ptr<PluginInstance>& instance() const { return instance_; }

 private:
  Connection(std::shared_ptr<PluginInstance> instance, tp_conn* handle)
      : instance_(std::move(instance)), handle_(handle) {}

  std::shared_ptr<PluginInstance> instance_;
  tp_conn* handle_;
};

}  // namespace task_host
