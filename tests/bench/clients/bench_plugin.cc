// SPDX-License-Identifier: Apache-2.0
// Creates tickets through the plugin's C interface, and measures itself.
//
//   bench_plugin --plugin LIBRARY --url URL --ticket FILE --tickets N --concurrency C --mode MODE
//
// Modes: execute (one after the other), submit (C in flight, each completion starts the next),
// batch (all in one call), waiting (how much memory all of them take while no answer comes).
#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "measure.h"
#include "options.h"
#include "plugin_host.h"

namespace {

using bench::MakeRequest;
using bench::Options;
using bench::PluginHost;
using bench::View;

// All tickets of a run: which are begun, which have ended.
class Run {
 public:
  Run(const PluginHost& host, std::string input, std::size_t tickets)
      : host_(host), input_(std::move(input)), tickets_(tickets) {}

  void ExecuteAll() {
    for (; begun_ < tickets_;) {
      const std::size_t item = begun_++;
      const tp_task_request request = MakeRequest(input_, item);
      const tp_sink sink = Sink(item, &OnEnd);
      host_.api().execute(host_.object(), host_.connection(), &request, &sink);
    }
  }

  void SubmitAll(std::size_t concurrency) {
    {
      const std::lock_guard lock(mutex_);
      begun_ = std::min(concurrency, tickets_);
    }
    for (std::size_t item = 0; item < std::min(concurrency, tickets_); ++item)
      Submit(item, 1, &OnEndStartNext);
  }

  // Items from `first` on, in one call.
  void Submit(std::size_t first, std::size_t count,
              void(TP_CALL* complete)(void*, const tp_result*)) {
    std::vector<tp_task_request> requests(count);
    std::vector<tp_sink> sinks(count);
    std::vector<const tp_task_request*> request_list(count);
    std::vector<const tp_sink*> sink_list(count);
    for (std::size_t i = 0; i < count; ++i) {
      requests[i] = MakeRequest(input_, first + i);
      sinks[i] = Sink(first + i, complete);
      request_list[i] = &requests[i];
      sink_list[i] = &sinks[i];
    }
    if (host_.api().submit(host_.object(), host_.connection(), request_list.data(),
                           sink_list.data(), count) != TP_OK) {
      End(count, "The plugin refused a submit.");
    }
  }

  // Until that many have ended.
  void Wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return ended_ >= count; });
  }

  // Throws std::runtime_error when a ticket was not created.
  void Judge() const {
    if (!problem_.empty()) throw std::runtime_error(problem_);
  }

  // An operation that ends by being cancelled, once all that was submitted before it waits for the
  // network: the plugin's thread takes one after the other.
  void SubmitAndCancel(std::size_t item) {
    Submit(item, 1, &OnEnd);
    host_.api().cancel(host_.object(), item + 1);
    Wait(1);
    ended_ = 0;
  }

  static void TP_CALL OnEnd(void* user, const tp_result* result) {
    const bool is_fine = result->status == TP_OK || result->status == TP_E_CANCELLED;
    static_cast<Run*>(user)->End(1, is_fine ? "" : View(result->error_message));
  }

 private:
  tp_sink Sink(std::size_t item, void(TP_CALL* complete)(void*, const tp_result*)) {
    tp_sink sink{};
    sink.struct_size = sizeof sink;
    sink.op_id = item + 1;
    sink.user = this;
    sink.complete = complete;
    return sink;
  }

  static void TP_CALL OnEndStartNext(void* user, const tp_result* result) {
    auto& run = *static_cast<Run*>(user);
    std::size_t next = 0;
    {
      const std::lock_guard lock(run.mutex_);
      next = run.begun_;
      if (next < run.tickets_) ++run.begun_;
    }
    if (next < run.tickets_) run.Submit(next, 1, &OnEndStartNext);
    OnEnd(user, result);
  }

  void End(std::size_t count, std::string_view problem) {
    const std::lock_guard lock(mutex_);
    if (problem_.empty()) problem_ = problem;
    ended_ += count;
    if (ended_ >= tickets_ || ended_ == 1) moved_.notify_one();
  }

  const PluginHost& host_;
  const std::string input_;
  const std::size_t tickets_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::size_t begun_ = 0;
  std::size_t ended_ = 0;
  std::string problem_;
};

void MeasureWaiting(Run& run, std::size_t tickets) {
  run.SubmitAndCancel(tickets);  // the plugin's thread is there from here on
  const std::size_t before = bench::ResidentKb();
  run.Submit(0, tickets, &Run::OnEnd);
  run.SubmitAndCancel(tickets);
  fmt::print(R"({{"tickets":{},"before_kb":{},"waiting_kb":{}}})"
             "\n",
             tickets, before, bench::ResidentKb());
}

void MeasureCreation(Run& run, const Options& options) {
  const bench::Measure measure;
  if (options.mode == "execute") {
    run.ExecuteAll();
  } else if (options.mode == "submit") {
    run.SubmitAll(options.concurrency);
  } else if (options.mode == "batch") {
    run.Submit(0, options.tickets, &Run::OnEnd);
  } else {
    throw std::invalid_argument("--mode takes execute, submit, batch or waiting");
  }
  run.Wait(options.tickets);
  const std::string line = measure.Json(options.tickets);
  run.Judge();
  fmt::print("{}\n", line);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Options options = bench::ReadOptions(argc, argv);
    const std::string input = bench::ReadFile(options.ticket);
    // The run outlives the host, whose end completes what is open.
    std::optional<Run> run;
    const PluginHost host(options.plugin, options.url);
    run.emplace(host, input, options.tickets);
    if (options.mode == "waiting") {
      MeasureWaiting(*run, options.tickets);
    } else {
      MeasureCreation(*run, options);
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_plugin: {}\n", error.what());
    return 1;
  }
}
