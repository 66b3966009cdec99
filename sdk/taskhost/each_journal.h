// SPDX-License-Identifier: Apache-2.0
// The file of results of run --each, which is also its memory: what was meant to be sent is in it
// before it is sent, so that a run that ended at any moment can go on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/descriptor.h"
#include "host/result.h"
#include "taskhost/each_record.h"
#include "taskhost/stop.h"
#include "taskhost/texts.h"

namespace taskhost {

// What is known of a line; two bytes for each keep a file of millions of lines small.
struct LineState {
  bool final : 1;
  std::uint8_t attempts : 7;  // at most 127 are counted
  std::uint8_t exit_code;     // of the last result
};

class EachJournal {
 public:
  // Opens the file or makes it, readable for its owner alone, and locks it against other runs. A
  // last line that a killed process left half is cut off. other is what is read: it must not be the
  // same file. key is --idempotency-key, or "". Throws Stop when the file is in use, is of another
  // run, is none of these files or cannot be opened.
  EachJournal(std::string path, const RunIdentity& identity, const std::string& key, int other,
              Language language);

  const std::string& path() const { return path_; }
  const std::string& run() const { return run_.run; }
  // The same for every attempt at the line, in this process and in the next; never of its content.
  std::string KeyOf(std::uint64_t line) const { return run_.key + ":" + std::to_string(line); }

  // The last line that may have been sent; 0: none.
  std::uint64_t begun() const { return intents_.empty() ? 0 : intents_.back().last; }
  // The intent that the line belongs to, for lines up to begun().
  const IntentRecord& IntentOf(std::uint64_t line) const;
  LineState StateOf(std::uint64_t line) const;

  // The record is on the disk when it returns. All that write throw Stop when the disk does not
  // take it.
  void Begin(IntentRecord intent);
  void Repeat(const std::vector<std::uint64_t>& lines, std::int64_t now_unix_ms);
  // Kept in memory until the next of the others.
  void Add(const ResultRecord& record, std::string_view document);
  // Hands what is kept to the system, where the end of this process does not reach it.
  void Flush();
  // The same, and waits for the disk.
  void Sync();
  bool is_synced() const { return synced_ && kept_.empty(); }

 private:
  void Lock(int other);
  // False: the file is new.
  bool Load(const RunIdentity& identity, const std::string& key);
  void Make(const RunIdentity& identity, const std::string& key);
  void CheckRun(const RunIdentity& identity, const std::string& key) const;
  void Take(const EachRecord& record, std::uint64_t line_number);
  LineState& MutableState(std::uint64_t line);
  void CutOff(std::uint64_t offset);
  Stop Fault(Text text) const;
  [[noreturn]] void ThrowCannotWrite(int number) const;

  std::string path_;
  Language language_;
  task_host::Descriptor file_;
  RunRecord run_;
  std::vector<IntentRecord> intents_;
  std::vector<LineState> lines_;
  std::string kept_;
  bool synced_ = true;
};

}  // namespace taskhost
