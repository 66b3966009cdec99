// SPDX-License-Identifier: Apache-2.0
// The `format` keyword of schemas, which validators treat as a hint and leave to the plugin.
#pragma once

#include <string_view>

namespace task_plugin {

/// Does the text have this format: "date" (2026-11-22), "date-time" (RFC 3339 with an offset or Z),
/// "email" (one plausible address), "uri" (a scheme and something behind it) or "uuid"? Any other
/// format accepts every text.
bool HasFormat(std::string_view format, std::string_view text);

/// An example of the format for error messages; empty for an unknown one.
std::string_view FormatExample(std::string_view format);

}  // namespace task_plugin
