// SPDX-License-Identifier: Apache-2.0
// What Verify() looked at, in lines for people.
#pragma once

#include <string>
#include <vector>

#include "author/texts.h"
#include "plugin/zendesk/address.h"

namespace zendesk::tasks {

/// In the order of the report.
enum class Check {
  kAddress,     ///< name, network and TLS
  kAccount,     ///< there is one at the address
  kCredential,  ///< accepted, and for how long
  kUser,        ///< as whom the credentials act
  kScopes,      ///< what a token covers
  kProduct,     ///< Zendesk Support is there
  kTasks,       ///< a line for each task
  kRateLimit,   ///< requests that are left
  kClock,       ///< the host's, against Zendesk's
};

class Report {
 public:
  enum class State { kOk, kWarning, kFailed, kSkipped };

  /// The texts must outlive it.
  explicit Report(const task_plugin::Texts& texts) : texts_(texts) {}

  const task_plugin::Texts& texts() const { return texts_; }

  void Add(Check check, State state, std::string text);
  void Add(Check check, State state, const Message& message);

  /// Has this check a line already?
  bool Has(Check check) const;

  /// The first check that has no line is the one that failed.
  void Fail(std::string text);

  /// The list of TP_EXT_VERIFY. Checks without a line are there, too: as skipped.
  std::string Json() const;

 private:
  struct Line {
    Check check;
    State state;
    std::string text;
  };

  const task_plugin::Texts& texts_;
  std::vector<Line> lines_;
};

}  // namespace zendesk::tasks
