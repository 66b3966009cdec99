// SPDX-License-Identifier: Apache-2.0
// What can be wrong, in a form that a program, a form editor and a person can each use.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "author/status.h"
#include "author/texts.h"

namespace task_plugin {

/// One fault of one field.
struct Fault {
  std::string pointer;  ///< JSON Pointer into the input, settings or credentials, e.g. "/priority"
  std::string code;     ///< stable, e.g. "not_allowed"
  std::string message;  ///< one sentence for people; names the field by its title
  std::string title;    ///< the field as the form shows it; may be empty
  std::vector<std::string> allowed;  ///< the values that would do, where they can be listed
  std::string remedy;                ///< what to do about it; may be empty
  std::string said{};  ///< what the service says of it, in its own words; may be empty
};

/// Done, but not quite as asked.
struct Warning {
  std::string code;
  std::string message;
  std::string pointer;  ///< the field it is about; may be empty
};

/// What a run of a task has cost.
struct Expense {
  int64_t attempts = 0;   ///< 1, and one more for each request that was made again
  int64_t api_calls = 0;  ///< requests to the service
  int64_t waited_ms = 0;  ///< for the service's limits and before further attempts
  bool bulk = false;      ///< the requests were for several tasks together
};

/// By what the thing that may have been made or changed can be found in the service.
struct Handle {
  std::string name;
  std::string value;
};

/// The way to end a task, a connect or a create without success: throw it. It becomes a tp_result
/// at the border.
class Error : public std::exception {
 public:
  Error(Status status, std::string code, std::string message)
      : status(status), code(std::move(code)), message(std::move(message)) {}

  const char* what() const noexcept override { return message.c_str(); }

  /// error_details_json of this error: the faults, the service's request id, its own words, the
  /// HTTP status, the handles, the expense and the report. Empty when there is nothing to tell
  /// beyond the message.
  std::string DetailsJson() const;

  Status status;
  std::string code;     ///< stable, listed in the manifest
  std::string message;  ///< for people; must hold no secret
  Retry retry = Retry::kNever;
  int64_t retry_after_ms = -1;  ///< milliseconds; -1 when unknown
  int32_t http_status = 0;      ///< 0 when the service did not answer
  std::string request_id;       ///< the service's name for the request; may be empty
  std::string said;             ///< what the service says, in its own words; may be empty
  std::vector<Fault> faults;
  std::vector<Warning> warnings;
  std::vector<Handle> handles;     ///< when it may have been done
  std::optional<Expense> expense;  ///< of the run that ended so
  std::string report_json;         ///< of Verify(): a JSON array, see TP_EXT_VERIFY; may be empty
};

/// All faults of one document as one error (Status::kInvalidArgument). `what` names the document in
/// the message, e.g. "The input", in English. Precondition: faults is not empty.
Error InvalidArgument(std::string code, std::string_view what, std::vector<Fault> faults,
                      const Texts& texts);

/// warnings_json: a JSON array, or an empty text when there are none.
std::string WarningsJson(const std::vector<Warning>& warnings);

}  // namespace task_plugin
