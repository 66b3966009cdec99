// SPDX-License-Identifier: Apache-2.0
// A desk that begins jobs and looks at them.
#pragma once

#include <fmt/format.h>

#include <string>

#include "desk.h"

namespace sandbox {

inline ApplicationOptions job_item_time(int milliseconds, std::uint64_t seed = 0) {
  ApplicationOptions options;
  options.job_item_time = std::chrono::milliseconds(milliseconds);
  options.seed = seed;
  return options;
}

class JobDesk : public Desk {
 public:
  using Desk::Desk;

  /// `{"tickets":[…]}` with so many new tickets.
  static std::string tickets(int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
      list +=
          fmt::format(R"({}{{"comment":{{"body":"b"}},"external_id":"x-{}"}})", i ? "," : "", i);
    }
    return R"({"tickets":[)" + list + "]}";
  }

  Answer create_many(int count) {
    return call("POST", "/api/v2/tickets/create_many", tickets(count));
  }

  /// The job that `answer` has begun, as it stands now.
  Answer job(const Answer& answer) {
    const std::string quoted = answer.at("/job_status/id");
    return call("GET", "/api/v2/job_statuses/" + quoted.substr(1, quoted.size() - 2));
  }

  void pass(int milliseconds) { fraction += std::chrono::milliseconds(milliseconds); }

  std::string state(const std::string& pointer) {
    return call("GET", "/sandbox/state").at(pointer);
  }
};

}  // namespace sandbox
