// SPDX-License-Identifier: Apache-2.0
// What was asked and what was answered, for people who look for the reason.
#pragma once

#include <deque>
#include <fstream>
#include <string>

#include "http.h"
#include "time_text.h"

namespace sandbox {

struct Outcome {
  int status = 0;          ///< 0: the request was dropped before anything was done
  bool committed = false;  ///< something was stored
  std::string fault;       ///< name of the fault that came over it, or empty
};

class Journal {
 public:
  static constexpr std::size_t kKept = 1000;

  /// Also writes one JSON line for each request to the file. Throws std::system_error when it
  /// cannot be opened.
  void open(const std::string& file);

  /// Credentials are masked.
  void record(const Request& request, const Outcome& outcome, Seconds now);

  void clear() { lines_.clear(); }
  std::size_t size() const { return lines_.size(); }
  /// `{"requests":[…]}`, oldest first
  std::string json() const;

 private:
  std::deque<std::string> lines_;
  std::ofstream file_;
};

}  // namespace sandbox
