// SPDX-License-Identifier: Apache-2.0
// What a request for a token says, as JSON or as a form.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "http.h"

namespace sandbox {

struct OauthParameters {
  std::map<std::string, std::string> values;  ///< numbers as their text; null is left out
  bool scope_is_list = false;                 ///< an array in place of one text

  /// Empty when it was not given.
  std::string text(const std::string& name) const;
};

/// nullopt when the body is neither an object in JSON nor a form, or says another Content-Type.
std::optional<OauthParameters> read_oauth_parameters(const Request& request);

}  // namespace sandbox
