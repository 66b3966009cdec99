// SPDX-License-Identifier: Apache-2.0
// A task that shows what it would send, and sends nothing that writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/transport/http.h"

namespace zendesk {

/// A file that goes out in place of a document.
struct PlannedUpload {
  std::string pointer;  ///< of the file in the task's input
  std::string name;
  std::string content_type;
  uint64_t size = 0;  ///< in bytes
};

/// A write that was not sent.
struct PlannedWrite {
  PlannedWrite(transport::Method method, std::string path, std::string body)
      : method(method), path(std::move(path)), body(std::move(body)) {}

  transport::Method method;
  std::string path;  ///< with its query
  std::string body;  ///< a JSON document; empty when it has none
  std::optional<PlannedUpload> upload;
  std::string before;  ///< Zendesk's document of what it would change; empty when there is none
};

/// Stands where the token of a task's files would, which only Zendesk's answer tells.
inline constexpr std::string_view kUploadToken = "<token of upload 1>";

/// The writes of one task, in their order. To the task they seem done, with answers that hold
/// nothing.
using DryRun = std::vector<PlannedWrite>;

}  // namespace zendesk
