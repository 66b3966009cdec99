// SPDX-License-Identifier: Apache-2.0
// Where the transport's log lines go. They hold no header, no body and no query string.
#pragma once

#include <string_view>

namespace zendesk::transport {

enum class Level { kTrace, kDebug, kInfo, kWarn, kError };

// Implemented by the room that knows the host's log service.
class Log {
 public:
  virtual ~Log() = default;

  // [any thread] Whether a line of this level would be kept. Asked before a line is built.
  virtual bool Enabled(Level level) noexcept = 0;

  // [any thread] `message` is a plain sentence, `fields_json` a JSON object in one line. Both are
  // valid UTF-8 and belong to the caller.
  virtual void Write(Level level, std::string_view message,
                     std::string_view fields_json) noexcept = 0;
};

}  // namespace zendesk::transport
