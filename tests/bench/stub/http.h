// SPDX-License-Identifier: Apache-2.0
// As much of HTTP/1.1 as a server for benchmarks needs: whole requests off a stream of bytes.
#pragma once

#include <string_view>

namespace bench {

// Views into the bytes it was read from.
struct Request {
  std::string_view method;
  std::string_view target;
  std::string_view body;
  bool closes = false;  // "Connection: close"
};

enum class Reading { kWhole, kPartial, kBad };

// Takes the first request off the front of `bytes`. kPartial: more is to come, and nothing was
// taken. kBad: not what this server speaks, such as a chunked body.
Reading TakeRequest(std::string_view& bytes, Request& request);

}  // namespace bench
