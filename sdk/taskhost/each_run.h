// SPDX-License-Identifier: Apache-2.0
// run --each at work: reads lines, sends them in chunks, takes results as they come.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/connection.h"
#include "host/line_reader.h"
#include "taskhost/each_journal.h"
#include "taskhost/each_lines.h"
#include "taskhost/each_mailbox.h"
#include "taskhost/each_progress.h"
#include "taskhost/each_summary.h"
#include "taskhost/session.h"

namespace taskhost {

struct EachSettings {
  std::string task;
  std::uint32_t schema_version = 0;
  bool dry_run = false;
  std::size_t chunk = 0;         // most items in one submit()
  std::size_t in_flight = 0;     // most items that are open
  std::int64_t deadline_ms = 0;  // for each item; 0: none
  // What the plugin's manifest says of an error's code.
  std::function<std::string(const std::string& code)> help;
};

class EachRun {
 public:
  // All of these must outlive it.
  EachRun(Session& session, const EachSettings& settings, EachLines& lines, EachJournal& journal,
          EachProgress& progress, EachSummary& summary, Language language);

  // Until every line has ended, or an interrupt. Throws Stop or task_host::Error when it cannot go
  // on; the journal knows then what was sent.
  void Run();

 private:
  using Time = std::chrono::steady_clock::time_point;

  struct OpenItem {
    EachItem item;
    std::optional<task_host::Operation> operation{};  // while it is in flight
    task_host::Result last{};                         // while it waits
  };

  bool IsDone() const;
  // May another batch be read?
  bool HasRoom() const;
  // False: there is no batch, or none yet.
  bool TakeBatch();
  void SubmitReady();
  void SubmitDue();
  void Submit(std::vector<EachItem> items);
  void TakeEnded();
  void End(EachItem item, task_host::Result result);
  // Should it be tried again in this run? Then it waits.
  bool PutBack(EachItem& item, const task_host::Result& result);
  void Record(std::uint64_t line, std::uint32_t attempts, const task_host::Result& result);
  // What an interrupt asks for, step by step.
  void StopStepByStep();
  // Until something may have changed.
  void Wait();
  int WaitMs(Time now) const;
  void ShowProgress(Time now);

  Session& session_;
  const EachSettings& settings_;
  EachLines& lines_;
  EachJournal& journal_;
  EachProgress& progress_;
  EachSummary& summary_;
  Language language_;
  // Shared with threads of the plugin that may still be leaving word.
  std::shared_ptr<EachMailbox> mailbox_ = std::make_shared<EachMailbox>();
  std::deque<EachItem> ready_;
  std::map<std::uint64_t, OpenItem> open_;      // by line: in flight, or waiting
  std::multimap<Time, std::uint64_t> waiting_;  // lines by the time at which they are due
  std::size_t open_bytes_ = 0;                  // of inputs
  Time synced_ = std::chrono::steady_clock::now();
  bool stopping_ = false;
  bool cancelled_ = false;
  Time patience_{};
};

}  // namespace taskhost
