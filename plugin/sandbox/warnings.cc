// SPDX-License-Identifier: Apache-2.0
// Ruby's notation; control characters are escaped, since the text becomes a header.
#include "warnings.h"

#include <fmt/format.h>

namespace sandbox {
namespace {

std::string inspect(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace

std::string unpermitted_keys_warning(std::string_view controller, std::string_view action,
                                     const std::vector<std::string>& keys) {
  std::vector<std::string> quoted;
  for (const std::string& key : keys) quoted.push_back(inspect(key));
  return fmt::format(
      "{{:allowed_parameters=>{{:controller=>\"{}\", :action=>\"{}\", "
      ":unpermitted_keys=>[{}], :invalid_values=>[]}}}}",
      controller, action, fmt::join(quoted, ", "));
}

}  // namespace sandbox
