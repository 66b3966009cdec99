// SPDX-License-Identifier: Apache-2.0
// Answers as the transport hands them over.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "plugin/transport/http.h"

namespace zendesk {

inline transport::Response Answer(int status, std::string_view body = {},
                                  std::initializer_list<const char*> header_lines = {}) {
  transport::Response response;
  response.status = status;
  response.body = body;
  for (const char* line : header_lines) response.headers.Append(std::string(line) + "\r\n");
  return response;
}

}  // namespace zendesk
