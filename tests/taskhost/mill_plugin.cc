// SPDX-License-Identifier: Apache-2.0
// A plugin for tests that takes many items at once and counts them. Its task is told what to do by
// words in its input:
//   mill.grind   gives what the host said of the item; "refuse", "away" and "denied" fail, and
//                {"limited":N} does so the first N times that this process asks, {"unknown":N} in
//                the first N attempts that the host counts; {"gate":"FIFO"} waits until somebody
//                has written to it, "stuck" until it is cancelled
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "task_plugin.h"

struct tp_conn {};

struct tp_plugin {
  std::mutex mutex;
  std::condition_variable changed;
  std::set<std::uint64_t> cancelled;
  std::set<std::uint64_t> stuck;
  std::vector<std::thread> threads;
  std::map<std::string, unsigned long> refused;  // how often, by key
  int calls = 0;
  int items = 0;
  int largest = 0;
};

namespace {

tp_str Borrow(const std::string& text) {
  return {text.data(), text.size()};
}

std::string Copy(tp_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

struct Job {
  std::string input;
  std::string key;
  std::string execution;
  std::uint64_t index;
  std::int64_t first;
  std::uint32_t attempt;
  std::size_t together;
  tp_sink sink;

  bool Holds(const char* word) const { return input.find(word) != std::string::npos; }
  // Of a member with this name; 0 when there is none.
  unsigned long Number(const std::string& name) const {
    const std::size_t at = input.find('"' + name + "\":");
    return at == std::string::npos ? 0 : strtoul(input.c_str() + at + name.size() + 3, nullptr, 10);
  }
  std::string Path(const std::string& name) const {
    const std::size_t at = input.find('"' + name + "\":\"");
    if (at == std::string::npos) return std::string();
    const std::size_t from = at + name.size() + 4;
    return input.substr(from, input.find('"', from) - from);
  }
};

void Fail(const tp_sink& sink, tp_status status, std::uint32_t retry, std::int64_t after_ms) {
  const std::string code = "mill.failed";
  const std::string message = "The mill says no.";
  tp_result result{};
  result.struct_size = sizeof(result);
  result.status = status;
  result.retry = retry;
  result.retry_after_ms = after_ms;
  result.error_code = Borrow(code);
  result.error_message = Borrow(message);
  sink.complete(sink.user, &result);
}

void Succeed(const Job& job) {
  const std::string output = R"({"key":")" + job.key + R"(","execution":")" + job.execution +
                             R"(","index":)" + std::to_string(job.index) + R"(,"first":)" +
                             std::to_string(job.first) + R"(,"attempt":)" +
                             std::to_string(job.attempt) + R"(,"together":)" +
                             std::to_string(job.together) + R"(,"input":)" + job.input + "}";
  tp_result result{};
  result.struct_size = sizeof(result);
  result.retry_after_ms = -1;
  result.output_json = Borrow(output);
  job.sink.complete(job.sink.user, &result);
}

bool IsLimited(tp_plugin* plugin, const Job& job) {
  const std::lock_guard<std::mutex> lock(plugin->mutex);
  return job.Holds("limited") && plugin->refused[job.key]++ < job.Number("limited");
}

void Run(tp_plugin* plugin, const Job& job) {
  if (const std::string gate = job.Path("gate"); !gate.empty()) std::ifstream(gate).get();
  if (job.Holds("stuck")) {
    std::unique_lock<std::mutex> lock(plugin->mutex);
    plugin->changed.wait(lock, [&] { return plugin->cancelled.count(job.sink.op_id) > 0; });
    plugin->stuck.erase(job.sink.op_id);
    lock.unlock();
    Fail(job.sink, TP_E_CANCELLED, TP_RETRY_SAFE, -1);
  } else if (job.Holds("refuse")) {
    Fail(job.sink, TP_E_REJECTED, TP_RETRY_NEVER, -1);
  } else if (job.Holds("away")) {
    Fail(job.sink, TP_E_UNAVAILABLE, TP_RETRY_SAFE, -1);
  } else if (job.Holds("denied")) {
    Fail(job.sink, TP_E_PERMISSION_DENIED, TP_RETRY_NEVER, -1);
  } else if (IsLimited(plugin, job)) {
    Fail(job.sink, TP_E_RATE_LIMITED, TP_RETRY_SAFE, 10);
  } else if (job.attempt <= job.Number("unknown")) {
    Fail(job.sink, TP_E_TIMEOUT, TP_RETRY_UNKNOWN_OUTCOME, -1);
  } else {
    Succeed(job);
  }
}

Job JobOf(const tp_task_request& request, const tp_sink& sink, std::size_t together) {
  return {Copy(request.input_json),
          Copy(request.idempotency_key),
          Copy(request.execution_id),
          request.item_index,
          request.first_attempt_unix_ms,
          request.attempt,
          together,
          sink};
}

void TP_CALL Execute(tp_plugin* plugin, tp_conn*, const tp_task_request* request,
                     const tp_sink* sink) {
  {
    const std::lock_guard<std::mutex> lock(plugin->mutex);
    ++plugin->items;
  }
  Run(plugin, JobOf(*request, *sink, 1));
}

// What waits for somebody has a thread of its own, all else of the call shares one.
tp_status TP_CALL Submit(tp_plugin* plugin, tp_conn*, const tp_task_request* const* requests,
                         const tp_sink* const* sinks, std::size_t count) {
  const std::lock_guard<std::mutex> lock(plugin->mutex);
  ++plugin->calls;
  plugin->items += static_cast<int>(count);
  plugin->largest = std::max(plugin->largest, static_cast<int>(count));
  std::vector<Job> quick;
  for (std::size_t i = 0; i < count; ++i) {
    Job job = JobOf(*requests[i], *sinks[i], count);
    if (job.Holds("stuck")) plugin->stuck.insert(sinks[i]->op_id);
    if (job.Holds("stuck") || job.Holds("gate")) {
      plugin->threads.emplace_back([plugin, job] { Run(plugin, job); });
    } else {
      quick.push_back(std::move(job));
    }
  }
  plugin->threads.emplace_back([plugin, quick] {
    for (const Job& job : quick) Run(plugin, job);
  });
  return TP_OK;
}

tp_status TP_CALL Cancel(tp_plugin* plugin, std::uint64_t op_id) {
  const std::lock_guard<std::mutex> lock(plugin->mutex);
  if (plugin->stuck.count(op_id) == 0) return TP_E_NOT_FOUND;
  plugin->cancelled.insert(op_id);
  plugin->changed.notify_all();
  return TP_OK;
}

tp_status TP_CALL Connect(tp_plugin*, const tp_connect_info*, const tp_sink*, tp_conn** out) {
  *out = new tp_conn;
  return TP_OK;
}

tp_status TP_CALL UpdateCredentials(tp_plugin*, tp_conn*, tp_str) {
  return TP_OK;
}

void Join(tp_plugin* plugin) {
  for (std::thread& thread : plugin->threads) thread.join();
  plugin->threads.clear();
}

void TP_CALL Disconnect(tp_plugin* plugin, tp_conn* conn) {
  Join(plugin);
  delete conn;
}

void TP_CALL Destroy(tp_plugin* plugin) {
  Join(plugin);
  delete plugin;
}

tp_status TP_CALL Snapshot(tp_plugin* plugin, tp_text_fn take, void* user) {
  const std::lock_guard<std::mutex> lock(plugin->mutex);
  const std::string text = R"({"mill":{"calls":)" + std::to_string(plugin->calls) + R"(,"items":)" +
                           std::to_string(plugin->items) + R"(,"largest":)" +
                           std::to_string(plugin->largest) + "}}";
  take(user, Borrow(text));
  return TP_OK;
}

constexpr tp_ext_stats kStats = {sizeof(tp_ext_stats), 0, Snapshot};

const void* TP_CALL GetExtension(tp_plugin*, tp_str id) {
  return Copy(id) == TP_EXT_STATS ? &kStats : nullptr;
}

constexpr tp_plugin_api kApi = {sizeof(tp_plugin_api), 0,          Destroy, GetExtension, Connect,
                                UpdateCredentials,     Disconnect, Execute, Submit,       Cancel};

tp_status TP_CALL Create(const tp_host*, tp_str, const tp_sink*, const tp_plugin_api** out_api,
                         tp_plugin** out_plugin) {
  *out_api = &kApi;
  *out_plugin = new tp_plugin;
  return TP_OK;
}

tp_status TP_CALL RegisterTasks(const tp_registrar* registrar) {
  static const std::string kId = "mill.grind";
  static const std::string kSchema = R"({"type":"object"})";
  tp_task_descriptor task{};
  task.struct_size = sizeof(task);
  task.id = Borrow(kId);
  task.version = 1;
  task.input_schema_json = Borrow(kSchema);
  task.output_schema_json = Borrow(kSchema);
  return registrar->add_task(registrar->user, &task);
}

constexpr tp_entry kEntry = {sizeof(tp_entry), 0,     TP_ENTRY_MAGIC, TP_ABI_MAJOR,
                             TP_ABI_MINOR,     0,     {"mill", 4},    {"1.0.0", 5},
                             RegisterTasks,    Create};

}  // namespace

const tp_entry* TP_CALL tp_plugin_entry_v1(void) {
  return &kEntry;
}
