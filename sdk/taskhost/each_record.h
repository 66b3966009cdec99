// SPDX-License-Identifier: Apache-2.0
// The lines of the file of results: one that says what the run is, then intents and results.
//
//   {"record":"run","version":1,"run":"...","key":"...","task":"...",...}
//   {"record":"intent","first":1,"last":100,"at":1796083200000,"digest":"..."}
//   {"record":"repeat","lines":[3,17],"at":1796083260000}
//   {"record":"result","line":3,"attempts":2,"final":true,"exit":0,"status":"ok","output":{...},...}
//
// From "status" on a result is the document of run --json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/result.h"

namespace taskhost {

// What has to be the same whenever a run goes on.
struct RunIdentity {
  std::string plugin;
  std::string task;
  std::string connection;  // its id
  std::string input;       // digest of what makes inputs out of lines
  bool dry_run = false;

  bool operator==(const RunIdentity&) const = default;
};

struct RunRecord {
  std::string run;  // random, made once
  std::string key;  // beginning of each item's idempotency key
  RunIdentity identity;
};

// These lines may be sent from now on.
struct IntentRecord {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::int64_t at_unix_ms = 0;
  std::string digest;  // of the file up to the last of these lines
};

// These are sent once more.
struct RepeatRecord {
  std::vector<std::uint64_t> lines;
};

struct ResultRecord {
  std::uint64_t line = 0;
  std::uint32_t attempts = 0;
  bool final = false;  // a repetition would change nothing
  int exit_code = 0;
};

using EachRecord = std::variant<RunRecord, IntentRecord, RepeatRecord, ResultRecord>;

// Each on one line with its line feed.
std::string TextOf(const RunRecord& record);
std::string TextOf(const IntentRecord& record);
std::string TextOf(const RepeatRecord& record, std::int64_t at_unix_ms);
// document is what JsonDocument() gives.
std::string TextOf(const ResultRecord& record, std::string_view document);

// Nothing when the line is none of these. Of a result, what the task said is not looked at.
std::optional<EachRecord> ParseRecord(std::string_view line);

// Would another attempt end in the same way? Not what passes, what a person may have mended since
// (the connection), and what may or may not have happened.
bool IsFinal(const task_host::Result& result);

}  // namespace taskhost
