// SPDX-License-Identifier: Apache-2.0
// The one place where operations and coroutines meet.
#include "plugin/tasks/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "author/abandon.h"
#include "author/text.h"
#include "plugin/tasks/bulk.h"
#include "plugin/tasks/dry_run.h"
#include "plugin/tasks/errors.h"
#include "plugin/tasks/host_files.h"
#include "plugin/tasks/name_fields.h"
#include "plugin/tasks/task_list.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Operation;
using task_plugin::Output;

// The transport's log lines, on their way to the host.
class HostLog final : public ServiceLog {
 public:
  explicit HostLog(std::shared_ptr<const task_plugin::Host> host) : host_(std::move(host)) {}

  bool Enabled(LogLevel level) noexcept override { return host_->LogEnabled(Translate(level)); }
  void Write(LogLevel level, std::string_view message,
             std::string_view fields_json) noexcept override {
    host_->Log(Translate(level), message, fields_json);
  }

 private:
  static task_plugin::LogLevel Translate(LogLevel level) {
    switch (level) {
      case LogLevel::kTrace:
        return task_plugin::LogLevel::kTrace;
      case LogLevel::kDebug:
        return task_plugin::LogLevel::kDebug;
      case LogLevel::kInfo:
        return task_plugin::LogLevel::kInfo;
      case LogLevel::kWarn:
        return task_plugin::LogLevel::kWarn;
      case LogLevel::kError:
        return task_plugin::LogLevel::kError;
    }
    return task_plugin::LogLevel::kError;
  }

  const std::shared_ptr<const task_plugin::Host> host_;
};

// A product token of RFC 9110: what the host calls itself may hold anything.
std::string Product(std::string_view name, std::string_view version) {
  std::string product = fmt::format("{}/{}", name, version);
  const auto is_odd = [](char c) {
    return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
             c == '.' || c == '-' || c == '_' || c == '/' || c == '+');
  };
  std::replace_if(product.begin(), product.end(), is_odd, '-');
  return product;
}

ServiceOptions MakeOptions(const task_plugin::PluginContext& context,
                           std::string_view plugin_version) {
  ServiceOptions options;
  options.user_agent = fmt::format("zendesk-tasks/{} {}", plugin_version,
                                   Product(context.host->name(), context.host->version()));
  options.proxy = context.policy.proxy;
  // Plain HTTP is for this machine alone, so a proxy, which is another one, never sees such a
  // request.
  options.no_proxy =
      context.policy.no_proxy == "*" ? "*" : context.policy.no_proxy + ",localhost,127.0.0.0/8,::1";
  options.ca_file = context.policy.ca_file;
  constexpr int64_t kMostConnections = 10'000;
  options.max_connections =
      static_cast<int>(std::min(context.policy.max_connections, kMostConnections));
  options.log = std::make_shared<HostLog>(context.host);
  return options;
}

// By which Zendesk tells the integrations in its marketplace apart; values that are missing are
// left out. developer.zendesk.com/documentation/marketplace/building-a-marketplace-app/
std::vector<std::string> MakeHeaders(const task_plugin::Policy::Marketplace& marketplace) {
  std::vector<std::string> headers;
  const auto add = [&headers](std::string_view name, const std::string& value) {
    if (!value.empty()) headers.push_back(fmt::format("X-Zendesk-Marketplace-{}: {}", name, value));
  };
  add("Name", marketplace.name);
  add("Organization-Id", marketplace.organization_id);
  add("App-Id", marketplace.app_id);
  return headers;
}

// `service` outlives its tasks.
Task<void> RunTask(Service& service, TaskWork run, const Account& account, Work work, Cost cost,
                   std::shared_ptr<Operation> operation, TaskPlace* place) {
  const bool is_dry = operation->request().dry_run;
  DryRun writes;
  if (is_dry) work.dry_run = &writes;
  const transport::Deadline deadline = operation->request().deadline;
  std::exception_ptr thrown;
  std::optional<Problem> problem;
  try {
    Output output = co_await run(service.ClientFor(account, deadline, std::move(work), cost, place),
                                 operation->input());
    if (is_dry) {
      output.json = co_await DescribeDryRun(
          service.ClientFor(account, deadline, Work(), cost, place), operation->input(), writes);
    }
    operation->Complete(std::move(output));
    co_return;
  } catch (Problem& caught) {
    problem.emplace(std::move(caught));
  } catch (...) {
    thrown = std::current_exception();
  }
  if (problem) {
    co_await NameFields(service.ClientFor(account, deadline, Work(), cost, place), *problem);
    thrown = std::make_exception_ptr(*std::move(problem));
  }
  task_plugin::Error error = ToError(thrown, operation->input());
  error.expense = ToExpense(cost);
  operation->Fail(error);
}

// What Zendesk may know the work by.
Work MakeWork(const task_plugin::TaskRequest& request, const Account& account, int64_t now) {
  WorkName name;
  name.account = account.address().origin;
  name.task = AllTasks()[request.task].id;
  name.host_key = request.idempotency_key;
  name.execution_id = request.execution_id;
  name.step_id = request.step_id;
  name.item_index = request.item_index;
  Work work;
  work.key = WorkKey(name);
  const int64_t first = request.first_attempt_unix_ms;
  work.is_repeated = first != 0 || request.attempt > 1;
  work.since_unix_ms = work.is_repeated ? first : now;
  if (first != 0) work.age = std::chrono::milliseconds(now - first);
  work.traceparent = request.traceparent;
  return work;
}

// Only a task that was not begun, or ended by force, has thrown.
std::function<void(const std::exception_ptr&)> FailIfThrown(std::shared_ptr<Operation> operation) {
  return [operation = std::move(operation)](const std::exception_ptr& thrown) {
    if (thrown) operation->Fail(ToError(thrown, operation->input()));
  };
}

void CancelWith(Operation& operation, RunningTask running) {
  operation.OnCancel([running = std::move(running)]() mutable { running.Cancel(); });
}

void StartInTurn(Service& service, const Account& account,
                 const std::shared_ptr<Operation>& operation, TaskStart start) {
  const task_plugin::TaskRequest& request = operation->request();
  CancelWith(*operation, service.StartInTurn(account, request.task, request.deadline,
                                             std::move(start), FailIfThrown(operation)));
}

Task<void> RunBatch(Service& service, TaskFunction run, const Account& account,
                    std::shared_ptr<Batch> batch) {
  // What it has cost on the way is a part of what it costs alone.
  const Batch::Alone alone = [&service, run, &account, &batch](BatchItem& item, bool may_be_done) {
    Cost cost = batch->cost();
    cost.in_job = false;
    Work work = item.work();
    work.may_be_done = may_be_done;
    const auto start = [&service, run, &account, work, cost,
                        operation = item.operation()](TaskPlace& place) mutable {
      service.CountLine(cost, place);
      return RunTask(service, run, account, std::move(work), cost, operation, &place);
    };
    try {
      StartInTurn(service, account, item.operation(), start);
    } catch (...) {
      item.operation()->Fail(ToError(std::current_exception(), item.input()));
    }
  };
  const BatchItem& first = *batch->items().front();
  Work work;
  work.traceparent = first.work().traceparent;
  Client client = service.ClientFor(account, first.operation()->request().deadline, std::move(work),
                                    batch->cost(), nullptr);
  co_await batch->Run(std::move(client), alone);
}

void StartBatch(Service& service, TaskFunction run, const Account& account,
                const std::shared_ptr<Batch>& batch) {
  RunningTask running = service.Start(RunBatch(service, run, account, batch),
                                      [batch](const std::exception_ptr& thrown) {
                                        for (const auto& item : batch->items()) {
                                          if (thrown && item->is_open())
                                            item->operation()->Fail(ToError(thrown, item->input()));
                                        }
                                      });
  const std::weak_ptr<Batch> weak = batch;
  const transport::Mailbox mailbox = service.mailbox();
  for (size_t i = 0; i < batch->items().size(); ++i) {
    // Once the batch is at work its items belong to the I/O thread.
    const auto cancel = [weak, running, i]() mutable {
      const auto alive = weak.lock();
      if (alive && alive->Cancel(i)) running.Cancel();
    };
    batch->items()[i]->operation()->OnCancel([mailbox, cancel] { mailbox.Post(cancel); });
  }
}

Task<void> RunWork(std::function<void()> work) {
  work();
  co_return;
}

}  // namespace

Engine::Engine(const task_plugin::PluginContext& context, std::string_view plugin_version)
    : options_(MakeOptions(context, plugin_version)),
      headers_(MakeHeaders(context.policy.marketplace)),
      host_(context.host),
      open_file_(MakeFileOpener(context)),
      service_(std::make_shared<Service>(options_, headers_, task_plugin::Fold, open_file_)) {}

void Engine::Start(const TaskWork& run, const Account& account,
                   const std::shared_ptr<Operation>& operation) {
  Work work = MakeWork(operation->request(), account, host_->UnixMs());
  CancelWith(*operation, service_->Start(RunTask(*service_, run, account, std::move(work), Cost(),
                                                 operation, nullptr),
                                         FailIfThrown(operation)));
}

// Whatever can wait until the task begins does, so that one in line takes little memory.
void Engine::StartInTurn(TaskFunction run, const Account& account,
                         const std::shared_ptr<Operation>& operation) {
  // By itself, since Stop() takes it from the engine before its last tasks have begun.
  Service& service = *service_;
  tasks::StartInTurn(service, account, operation, [=, this, &service, &account](TaskPlace& place) {
    Cost cost;
    service.CountLine(cost, place);
    return RunTask(service, run, account, MakeWork(operation->request(), account, host_->UnixMs()),
                   cost, operation, &place);
  });
}

void Engine::StartMany(TaskFunction run, const BulkForm& form, const Account& account,
                       const std::vector<std::shared_ptr<Operation>>& operations) {
  const int64_t now = host_->UnixMs();
  std::vector<std::unique_ptr<BatchItem>> items;
  for (const auto& operation : operations) {
    Work work = MakeWork(operation->request(), account, now);
    std::string name = work.key.empty() ? service_->NewKey() : work.key;
    items.push_back(std::make_unique<BatchItem>(operation, std::move(work), std::move(name)));
  }
  const BulkPlan plan = PlanBulk(form, account, std::move(items));
  for (const auto& item : plan.alone) StartInTurn(run, account, item->operation());
  for (const auto& batch : plan.batches) StartBatch(*service_, run, account, batch);
}

void Engine::Post(std::function<void()> work) {
  service_->Start(RunWork(std::move(work)), [](const std::exception_ptr&) {});
}

void Engine::AfterFork() {
  task_plugin::Abandon(std::exchange(service_, nullptr));
  service_ = std::make_shared<Service>(options_, headers_, task_plugin::Fold, open_file_);
}

}  // namespace zendesk::tasks
