// SPDX-License-Identifier: Apache-2.0
// How far run --each has come, for whoever waits: a bar on a terminal, else a line a minute.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "taskhost/texts.h"

namespace taskhost {

class EachProgress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct State {
    std::uint64_t ended = 0;    // in this run
    std::uint64_t skipped = 0;  // had ended before
    std::uint64_t failed = 0;
    std::uint64_t items = 0;  // that were read
    std::uint64_t bytes = 0;  // that were read
    bool read_all = false;
  };

  // Writes to the descriptor. bytes is the size of what is read; 0: unknown.
  EachProgress(int descriptor, bool is_terminal, std::uint64_t bytes, Language language,
               Time start);

  // Shows it, unless it was shown just now.
  void Show(const State& state, Time now);
  // Takes the bar away.
  void Clear();
  // When Show() shows something again.
  Time next() const { return next_; }

  // What it shows, without what a terminal needs.
  std::string Line(const State& state, Time now) const;

 private:
  // How many items there are, in all probability; 0: unknown.
  std::uint64_t Total(const State& state) const;

  int descriptor_;
  bool is_terminal_;
  std::uint64_t bytes_;
  Language language_;
  Time start_;
  Time next_;
  bool shown_ = false;
};

}  // namespace taskhost
