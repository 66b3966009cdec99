// SPDX-License-Identifier: Apache-2.0
// What became of the items of run --each, in numbers, and the exit code that they make together.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "taskhost/each_record.h"
#include "taskhost/texts.h"

namespace taskhost {

class EachSummary {
 public:
  // The end of an item in this run.
  void Add(const ResultRecord& record);
  // An item that was left alone, since an earlier run had its last word.
  void Skip(int exit_code);

  std::uint64_t ended() const { return ended_; }
  std::uint64_t skipped() const { return skipped_; }
  std::uint64_t failed() const { return ended_ - ok_; }
  // Items that another run would send again.
  std::uint64_t open() const { return later_ + unknown_; }

  // Of the worst item, also of those that were skipped: outcomes that are unknown come first, then
  // what can be tried again, then what was refused.
  int ExitCode() const;

  struct Facts {
    std::string run;
    std::string results;  // path
    double seconds = 0;
    bool interrupted = false;
  };
  // A line for people that tells where to look, and one more when something is left to do.
  std::string ForPeople(const Facts& facts, Language language) const;
  // One line of JSON.
  std::string Document(const Facts& facts) const;

 private:
  std::uint64_t ended_ = 0;
  std::uint64_t ok_ = 0;
  std::uint64_t refused_ = 0;  // for good
  std::uint64_t later_ = 0;    // nothing has happened, or a repetition is harmless
  std::uint64_t unknown_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t skipped_refused_ = 0;
  std::array<bool, 256> exit_codes_{};  // those that occurred
};

}  // namespace taskhost
