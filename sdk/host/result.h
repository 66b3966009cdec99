// SPDX-License-Identifier: Apache-2.0
// The end of one operation, with owned copies of everything that the plugin said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/sentence.h"
#include "task_plugin.h"

namespace task_host {

struct Result {
  tp_status status = TP_E_INTERNAL;
  std::uint32_t retry = TP_RETRY_NEVER;  // meaningful when status is not TP_OK
  std::int64_t retry_after_ms = -1;      // -1: unknown
  std::int32_t http_status = 0;          // 0: no answer, or no HTTP
  std::string output_json;               // the plugin's bytes; valid JSON when status is TP_OK
  std::string warnings_json;             // a JSON array, or empty
  std::string error_code;
  std::string error_message;
  std::string error_details_json;  // a JSON object, or empty
  // error_message for programs that speak other languages, where it is this library's and not the
  // plugin's; else empty.
  Sentence host_message{};

  bool ok() const { return status == TP_OK; }
  // Makes it the message of the error.
  void SetHostMessage(const Sentence& message);
};

// Copies what a plugin pushed into a sink and never reads past its struct_size. What breaks
// task_plugin.h (no UTF-8, no JSON) is left out or mended, and described in bugs. A success
// whose output is no acceptable JSON becomes TP_E_INTERNAL with an unknown outcome, so that nobody
// repeats it; its message says that the task was done, and all else that the plugin said is kept.
Result CopyResult(const tp_result* from, std::vector<Sentence>& bugs);

// The result of an operation that the plugin did not end as it should: TP_E_INTERNAL, unknown
// outcome.
Result BrokenPromise(const Sentence& message);

}  // namespace task_host
