// SPDX-License-Identifier: Apache-2.0
// A plugin that logs faster than JavaScript reads must not fill the memory.
#include "node/src/log.h"

#include <atomic>
#include <string>
#include <utility>

namespace task_node {
namespace {

constexpr int kMostWaiting = 5000;

struct Counts {
  std::atomic<int> waiting = 0;
  std::atomic<int> lost = 0;
};

}  // namespace

task_host::LogSink LogTo(std::shared_ptr<Mailbox> mailbox) {
  return [mailbox = std::move(mailbox), counts = std::make_shared<Counts>()](
             std::int32_t level, std::string_view message, std::string_view fields) {
    if (counts->waiting >= kMostWaiting) {
      ++counts->lost;
      return;
    }
    ++counts->waiting;
    const int lost = counts->lost.exchange(0);
    mailbox->Post([=, message = std::string(message), fields = std::string(fields)](
                      Napi::Env env, const Napi::Function& emit) {
      --counts->waiting;
      emit({Napi::String::New(env, "log"),
            Napi::String::New(env, std::string(task_host::LogLevelName(level))),
            Napi::String::New(env, message), Napi::String::New(env, fields),
            Napi::Number::New(env, lost)});
    });
  };
}

}  // namespace task_node
