// SPDX-License-Identifier: Apache-2.0
// The Zendesk plugin as hosts load it.
#include "author/entry.h"

#include <map>

#include "author/json.h"
#include "plugin/tasks/choices.h"
#include "plugin/tasks/connection.h"
#include "plugin/tasks/engine.h"
#include "plugin/tasks/form_schema.h"
#include "plugin/tasks/host_tokens.h"
#include "plugin/tasks/sign_in.h"
#include "plugin/tasks/task_list.h"
#include "plugin/tasks/verify.h"

namespace zendesk {
namespace {

using task_plugin::Connection;
using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Operation;
using task_plugin::Status;
using task_plugin::TaskType;
using tasks::ConnectionType;
using tasks::ZendeskConnection;

namespace embedded = task_plugin::embedded;
namespace json = task_plugin::json;

class ZendeskPlugin final : public task_plugin::Plugin,
                            public task_plugin::Verifier,
                            public task_plugin::Choices,
                            public task_plugin::Schemas,
                            public task_plugin::SignIn,
                            public task_plugin::Statistics,
                            public task_plugin::Bulk {
 public:
  explicit ZendeskPlugin(task_plugin::PluginContext plugin_context)
      : Plugin(std::move(plugin_context)), engine_(context(), embedded::kPluginVersion) {
    const auto manifest =
        json::Document::Parse(std::string(embedded::File("plugin.json")), "The manifest");
    for (const auto& member : json::Find(manifest.root(), "connections")->GetObject()) {
      types_.push_back(std::make_unique<ConnectionType>(json::Text(member.name), member.value,
                                                        *context().locales));
    }
  }

  static std::span<const TaskType> Tasks() {
    static const std::vector<TaskType> task_types = [] {
      std::vector<TaskType> list;
      for (const tasks::TaskEntry& task : tasks::AllTasks()) {
        list.push_back({task.id, task.version, embedded::File(task.input_file),
                        embedded::File(task.output_file)});
      }
      return list;
    }();
    return task_types;
  }

  std::unique_ptr<Connection> Connect(const task_plugin::ConnectInfo& info) override {
    for (const auto& type : types_) {
      if (type->name == info.type)
        return std::make_unique<ZendeskConnection>(*type, info, context().host, policy());
    }
    std::string known;
    for (const auto& type : types_) known += (known.empty() ? "" : ", ") + type->name;
    throw Error(
        Status::kInvalidArgument, "connection_invalid",
        texts().Say("There is no connection type \"{}\". The types are: {}.", info.type, known));
  }

  void Check(size_t task, Connection& connection, Input& input) override {
    static_cast<const ZendeskConnection&>(connection).CheckSubdomain(input);
    tasks::AllTasks()[task].check(input);
  }

  bool CanRunDry(size_t) const override { return true; }

  void Ready() override { engine_.Ready(); }

  void Start(std::shared_ptr<Operation> operation) override {
    engine_.StartInTurn(tasks::AllTasks()[operation->request().task].run, AccountOf(*operation),
                        operation);
  }

  task_plugin::Bulk* bulk() override { return this; }
  void StartMany(std::vector<std::shared_ptr<Operation>> operations) override {
    std::map<size_t, std::vector<std::shared_ptr<Operation>>> by_task;
    for (auto& operation : operations) {
      if (operation->is_dry_run()) {
        Start(std::move(operation));
      } else {
        by_task[operation->request().task].push_back(std::move(operation));
      }
    }
    for (const auto& [task, same] : by_task) {
      const tasks::TaskEntry& entry = tasks::AllTasks()[task];
      if (entry.bulk != nullptr) {
        engine_.StartMany(entry.run, *entry.bulk, AccountOf(*same.front()), same);
      } else {
        for (const auto& operation : same)
          engine_.StartInTurn(entry.run, AccountOf(*operation), operation);
      }
    }
  }

  task_plugin::Verifier* verifier() override { return this; }
  void Verify(std::shared_ptr<Operation> operation) override {
    tasks::Patient patient{static_cast<const ZendeskConnection&>(operation->connection()).type(),
                           tasks::MakeClock(context().host)};
    Run(
        [patient = std::move(patient)](Client client, const Input& input) {
          return tasks::VerifyConnection(std::move(client), input, patient);
        },
        operation);
  }

  task_plugin::Choices* options() override { return this; }
  void LoadChoices(std::shared_ptr<Operation> operation, tasks::OptionsRequest request) override {
    Run(WithRequest(tasks::LoadChoices, std::move(request)), operation);
  }

  task_plugin::Schemas* schemas() override { return this; }
  void ResolveSchema(std::shared_ptr<Operation> operation, tasks::SchemaRequest request) override {
    const std::string_view schema = Tasks()[request->task].input_schema;
    const auto resolve = [schema](Client client, const Input& no_input,
                                  tasks::SchemaRequest asked) {
      return tasks::ResolveSchema(std::move(client), no_input, std::move(asked), schema);
    };
    Run(WithRequest(resolve, std::move(request)), operation);
  }

  task_plugin::SignIn* sign_in() override { return this; }
  void BeginSignIn(std::shared_ptr<Operation> operation, tasks::SignInRequest request) override {
    Run(WithRequest(tasks::BeginSignIn, std::move(request)), operation);
  }
  void FinishSignIn(std::shared_ptr<Operation> operation, tasks::SignInRequest request) override {
    Run(WithRequest(tasks::FinishSignIn, std::move(request)), operation);
  }
  void Revoke(std::shared_ptr<Operation> operation) override {
    Run(tasks::RevokeAccess, operation);
  }

  task_plugin::Statistics* statistics() override { return this; }
  std::string Snapshot() override { return engine_.Statistics(); }

  void Post(std::function<void()> work) override { engine_.Post(std::move(work)); }
  void Stop() override { engine_.Stop(); }
  void AfterFork() override { engine_.AfterFork(); }

 private:
  template <typename Step, typename Request>
  static tasks::TaskWork WithRequest(Step step, std::shared_ptr<const Request> request) {
    return [step, request = std::move(request)](Client client, const Input& input) {
      return step(std::move(client), input, request);
    };
  }

  static const Account& AccountOf(const Operation& operation) {
    return static_cast<const ZendeskConnection&>(operation.connection()).account();
  }

  void Run(const tasks::TaskWork& work, const std::shared_ptr<Operation>& operation) {
    engine_.Start(work, AccountOf(*operation), operation);
  }

  std::vector<std::unique_ptr<ConnectionType>> types_;
  tasks::Engine engine_;
};

}  // namespace
}  // namespace zendesk

TP_PLUGIN(zendesk::ZendeskPlugin)
