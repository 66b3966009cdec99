// SPDX-License-Identifier: Apache-2.0
// What was asked and what was answered, for people who look for the reason.
#pragma once

#include <cstdint>
#include <deque>
#include <fstream>
#include <string>
#include <vector>

#include "http.h"
#include "time_text.h"

namespace sandbox {

struct Outcome {
  int status = 0;           ///< 0: the request was dropped before anything was done
  bool committed = false;   ///< something was stored
  std::string fault;        ///< name of the fault that came over it, or empty
  double milliseconds = 0;  ///< of work on the answer, and what a fault holds it
};

class Journal {
 public:
  static constexpr std::size_t kKept = 1000;
  static constexpr std::size_t kBodyKept = 256 * 1024;  ///< of each body; `body_bytes` tells all

  /// Also writes one JSON line for each request to the file. Throws std::system_error when it
  /// cannot be opened. When it can be written no more, says so once on standard error and stops.
  void open(const std::string& file);

  /// Credentials are masked.
  void record(const Request& request, const Outcome& outcome, Seconds now);

  void clear() { entries_.clear(); }
  std::size_t size() const { return entries_.size(); }
  /// `{"requests":[…]}`, oldest first
  std::string json() const;

  std::uint64_t total() const { return total_; }  ///< since the start
  /// The newest first: method, path and outcome as JSON, without headers and bodies.
  std::vector<std::string> last_summaries(std::size_t count) const;

 private:
  void append(const std::string& line);

  struct Entry {
    std::string line;
    std::string summary;
  };
  std::deque<Entry> entries_;
  std::uint64_t total_ = 0;
  std::string file_name_;
  std::ofstream file_;
};

}  // namespace sandbox
