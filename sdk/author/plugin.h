// SPDX-License-Identifier: Apache-2.0
// The base classes of a plugin in C++. Derive from BlockingPlugin when a task is a function that
// takes its time, from Plugin when the plugin has an event loop of its own; list the tasks; write
// TP_PLUGIN(YourClass) once.
//
// User code may throw: Error for what the user should read, anything else for a defect. Nothing
// thrown leaves the library. sdk/examples/echo is a complete plugin and a tutorial.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/form_request.h"
#include "author/host.h"
#include "author/locales.h"
#include "author/operation.h"
#include "author/sign_in_request.h"

namespace task_plugin {

/// What connect() hands over. The texts are borrowed.
struct ConnectInfo {
  std::string_view type;  ///< key in manifest.connections
  std::string_view id;    ///< the host's stable name of the connection
  std::string_view settings_json;
  std::string_view credentials_json;
};

/// One configured account.
class Connection {
 public:
  virtual ~Connection() = default;

  /// [any thread] For tasks that start from now on. Throws Error to refuse; the old credentials
  /// then stay.
  virtual void UpdateCredentials(std::string_view credentials_json) = 0;
};

/// What a plugin object is made with.
struct PluginContext {
  std::shared_ptr<const Host> host;
  Policy policy;
  std::shared_ptr<const Locales> locales;  ///< the plugin's own, in the policy's language
};

/// The ability to tell whether a connection works, as whom, and for what: tp.verify/1.
class Verifier {
 public:
  /// [any thread] Starts cheap reads and returns at once; the operation, whose input is empty,
  /// completes later, with the output that task_plugin.h describes.
  virtual void Verify(std::shared_ptr<Operation> operation) = 0;

 protected:
  ~Verifier() = default;
};

/// The ability to list choices for the fields of a form: tp.options/1.
class Choices {
 public:
  /// [any thread] Starts reading one page and returns at once; the operation, whose input is empty,
  /// completes later, with the output that task_plugin.h describes.
  virtual void LoadChoices(std::shared_ptr<Operation> operation,
                           std::shared_ptr<const OptionsRequest> request) = 0;

 protected:
  ~Choices() = default;
};

/// The ability to tell schemas that depend on the account: tp.schema/1.
class Schemas {
 public:
  /// [any thread] Starts reading what one place of a schema is made of and returns at once; the
  /// operation, whose input is empty, completes later, with the output that task_plugin.h
  /// describes.
  virtual void ResolveSchema(std::shared_ptr<Operation> operation,
                             std::shared_ptr<const SchemaRequest> request) = 0;

 protected:
  ~Schemas() = default;
};

/// The ability to let a person sign in with a browser: tp.sign-in/1. The outputs are those that
/// task_plugin.h describes; the operations have an empty input, and complete later.
class SignIn {
 public:
  /// [any thread] The address to open. No traffic.
  virtual void BeginSignIn(std::shared_ptr<Operation> operation,
                           std::shared_ptr<const SignInRequest> request) = 0;
  /// [any thread] Redeems the code and stores the tokens.
  virtual void FinishSignIn(std::shared_ptr<Operation> operation,
                            std::shared_ptr<const SignInRequest> request) = 0;
  /// [any thread] Ends the access at the service.
  virtual void Revoke(std::shared_ptr<Operation> operation) = 0;

 protected:
  ~SignIn() = default;
};

/// The ability to tell what the plugin object has done so far: tp.stats/1.
class Statistics {
 public:
  /// [any thread] A JSON object of counters and levels, without secrets and personal data. Does not
  /// wait.
  virtual std::string Snapshot() = 0;

 protected:
  ~Statistics() = default;
};

/// The ability to do several tasks together.
class Bulk {
 public:
  /// [any thread] Starts what came in one submit(), in place of Plugin::Start(), and returns at
  /// once; each operation completes by itself. What it throws ends those that it has not completed.
  virtual void StartMany(std::vector<std::shared_ptr<Operation>> operations) = 0;

 protected:
  ~Bulk() = default;
};

/// One plugin object. A host may make several; they share nothing.
class Plugin {
 public:
  explicit Plugin(PluginContext context) : context_(std::move(context)) {}
  virtual ~Plugin() = default;
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  /// [any thread] Checks the form of settings and credentials, without traffic. Throws Error to
  /// refuse.
  virtual std::unique_ptr<Connection> Connect(const ConnectInfo& info) = 0;

  /// [any thread] Faults that the schema cannot express: fields that exclude each other, and the
  /// like. Reports them with input.AddFault(). Called before Start(), also when the schema has
  /// found faults.
  virtual void Check(size_t task, Connection& connection, Input& input);

  /// [any thread] Can the task look at Operation::is_dry_run() and send nothing that writes? The
  /// SDK refuses dry runs of tasks that cannot.
  virtual bool CanRunDry(size_t /*task*/) const { return false; }

  /// [any thread] Starts the threads that Start() and Post() count on, if they are not there yet;
  /// called before each submit(), which promises results only when this has returned. Throws
  /// std::system_error when the machine has no thread left.
  virtual void Ready() = 0;

  /// [any thread] Starts a task and returns at once; the operation completes later, on another
  /// thread. For an operation that is waited_for() the calling thread may do the work itself.
  virtual void Start(std::shared_ptr<Operation> operation) = 0;

  /// [any thread] Runs `work` soon, on a thread of the plugin, never inside this call.
  virtual void Post(std::function<void()> work) = 0;

  /// Every operation has been cancelled: let them end, and join all threads. Nothing is started
  /// afterwards.
  virtual void Stop() = 0;

  /// In a child process after fork(): forget threads, sockets and everything that the parent's
  /// threads may hold, without touching it, so that the next Start() begins afresh.
  virtual void AfterFork() = 0;

  /// Abilities beyond running tasks; null when the plugin does not have it.
  virtual Verifier* verifier() { return nullptr; }
  virtual Choices* options() { return nullptr; }
  virtual Schemas* schemas() { return nullptr; }
  virtual SignIn* sign_in() { return nullptr; }
  virtual Statistics* statistics() { return nullptr; }
  virtual Bulk* bulk() { return nullptr; }

  const Host& host() const { return *context_.host; }
  const Policy& policy() const { return context_.policy; }
  /// The sentences in the host's language.
  const Texts& texts() const { return context_.locales->texts(); }

 protected:
  const PluginContext& context() const { return context_; }

 private:
  PluginContext context_;
};

/// A plugin whose tasks are plain functions. execute() runs them on the host's thread, submit() on
/// a few threads of the plugin's own, which start with the first submit().
class BlockingPlugin : public Plugin {
 public:
  explicit BlockingPlugin(PluginContext context);

  /// [any thread] One task, from input to output. Long ones look at operation.cancelled() and the
  /// deadline.
  virtual Output Run(Operation& operation) = 0;

  void Ready() final;
  void Start(std::shared_ptr<Operation> operation) final;
  void Post(std::function<void()> work) final;
  void Stop() final;
  void AfterFork() final;

 private:
  class Pool;

  std::shared_ptr<Pool> pool_;  // anew in a child process, so no lock of the parent's is in its way
};

}  // namespace task_plugin
