// SPDX-License-Identifier: Apache-2.0
// Reads the bodies with which Zendesk explains a refusal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/zendesk/problem.h"

namespace zendesk {

/// What is the same in all of them.
struct ErrorBody {
  std::string name;  ///< such as "RecordInvalid" or "Forbidden"; empty when the body has none
  std::string text;  ///< Zendesk's sentence; for a body that is no JSON, its beginning
  std::vector<FieldProblem> fields;
};

/// Accepts every form that Zendesk is known to send, and any text:
///   {"errors":[{"code","title","detail"?}]}          newer endpoints
///   {"errors":[{"detail","source":{"pointer"}}]}     the same, of a field
///   {"errors":{field:[..]}}, {"errors":"..."}        validation, in short
///   {"error":{"title","message"}}                    roles, unknown account
///   {"error","description","details":{field:[..]}}   validation
///   {"error","error_description"}                    OAuth
///   {"error","description"}, {"error"}, {"message"}  the rest
///   HTML or text                                     rate limits, the edge
/// Source: developer.zendesk.com/api-reference/introduction/requests, and recorded answers.
ErrorBody ReadErrorBody(std::string_view body);

}  // namespace zendesk
