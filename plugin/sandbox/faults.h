// SPDX-License-Identifier: Apache-2.0
// Failures on demand: what a person or a test wants to see happen to the next matching requests.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http.h"
#include "json.h"
#include "plan.h"

namespace sandbox {

/// As in POST /sandbox/faults:
///   {"method":"POST","path":"/api/v2/tickets","times":1,"fault":"cut_after_commit"}
struct Fault {
  enum class Kind {
    kCutAfterCommit,   ///< the write is stored; the connection closes without an answer
    kCutBeforeCommit,  ///< nothing is stored; the connection closes without an answer
    kCutBody,          ///< the write is stored; half of the answer's body comes
    kStatus,           ///< nothing is stored; `status`, `headers`, `body` are the answer
    kDelay,            ///< the write is stored; the answer is held for `ms`
    kHang,             ///< nothing is stored; no answer ever
    kDrip,             ///< the write is stored; the answer comes 16 bytes at a time, every `ms`
    kNotInPlan,        ///< the endpoints of `feature` are not there, until cleared
    kRateLimit,        ///< the account gets `limit` requests a minute and 429 beyond, until cleared
  };
  Kind kind = Kind::kStatus;
  std::string name;    ///< as asked for
  std::string method;  ///< empty: any
  std::string path;    ///< without .json; `*` at the end: everything that begins so
  std::optional<std::int64_t> times = 1;  ///< 0 in the request: until cleared
  int status = 0;
  Headers headers;
  std::string body;
  std::chrono::milliseconds delay{0};
  std::int64_t limit = 0;
  std::optional<Feature> feature;
};

/// nullopt and a sentence in `problem` when the switch is not understood.
std::optional<Fault> parse_fault(const Json& json, std::string& problem);

class Faults {
 public:
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  void clear() { faults_.clear(); }
  std::size_t size() const { return faults_.size(); }

  /// The first one that fits; it counts as used.
  std::optional<Fault> take(std::string_view method, std::string_view path);

 private:
  std::vector<Fault> faults_;
};

}  // namespace sandbox
