// SPDX-License-Identifier: Apache-2.0
// Makes items out of lines, a batch at a time, and leaves out what had its last word before.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/line_reader.h"
#include "host/result.h"
#include "taskhost/each_journal.h"
#include "taskhost/each_summary.h"
#include "taskhost/texts.h"

namespace taskhost {

struct EachItem {
  std::uint64_t line = 0;
  std::string input;
  std::int64_t first_attempt_unix_ms = 0;
  std::int64_t deadline_unix_ms = 0;  // 0: none, or not sent yet in this run
  std::uint32_t attempt = 0;          // the last one that was sent
  bool may_be_done = false;           // by one of these
  int repeats = 0;                    // in this run, after waiting as long as the service said
};

// Lines that are begun together.
struct EachBatch {
  std::vector<EachItem> items;
  // Lines of which no input can be made, and why.
  std::vector<std::pair<std::uint64_t, task_host::Result>> refused;
};

class EachLines {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // Makes the input of a task out of a line. Throws Stop or task_host::Error.
  using MakeInput = std::function<std::string(const task_host::TextLine& line)>;

  // All of these must outlive it. summary hears of what is left out. most: items in a batch.
  EachLines(task_host::LineReader& reader, EachJournal& journal, EachSummary& summary,
            MakeInput make_input, std::size_t most, Language language);

  // The next batch, whose intent is in the journal, on the disk; nothing: it has to wait for
  // input, or there is no further one. Throws Stop when the file is not the one that the journal
  // tells of, before anything of the lines that differ is sent.
  std::optional<EachBatch> Next();
  bool at_end() const { return at_end_; }

  // For those who wait: what to read from, and until when the rest of a batch is awaited.
  int descriptor() const { return reader_.descriptor(); }
  const std::optional<Time>& linger_until() const { return linger_until_; }

  std::uint64_t items() const { return items_; }
  std::uint64_t bytes() const { return reader_.bytes(); }

 private:
  bool is_empty() const { return intent_.first == 0; }
  // Reads what is there; false: nothing is.
  bool Read();
  // Adds a line to the batch; true: the batch is complete.
  bool Add(const task_host::TextLine& line);
  void AddItem(const task_host::TextLine& line);
  EachBatch Close();
  void CheckPlace(std::uint64_t line) const;
  [[noreturn]] void ThrowOtherFile() const;

  task_host::LineReader& reader_;
  EachJournal& journal_;
  EachSummary& summary_;
  MakeInput make_input_;
  std::size_t most_;
  Language language_;
  EachBatch batch_;
  IntentRecord intent_;       // of the batch; where one is in the journal, it is that
  std::size_t bytes_ = 0;     // of the batch's inputs
  bool begun_ = false;        // is it in the journal?
  std::uint64_t passed_ = 0;  // the last line of the last batch
  std::uint64_t items_ = 0;
  bool at_end_ = false;
  std::optional<Time> linger_until_;
};

}  // namespace taskhost
