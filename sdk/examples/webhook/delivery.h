// SPDX-License-Identifier: Apache-2.0
// One POST with libcurl, on a connection of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace webhook {

struct Delivery {
  std::string url;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
  std::string user_agent;
  std::string proxy;
  std::string no_proxy;
  std::string ca_file;  // "": the machine's authorities
  std::int64_t timeout_ms = 0;
};

struct Receipt {
  enum class End {
    kAnswered,
    kNotReached,  // nothing was sent
    kNotTrusted,  // nothing was sent: the certificate is not to be trusted
    kNoAnswer,    // it was sent, or part of it
    kStopped,     // by the caller
  };
  End end = End::kNotReached;
  bool sent = false;                 // something was; meaningful for kStopped
  long http_status = 0;              // of kAnswered
  std::int64_t retry_after_ms = -1;  // the receiver's own word; -1: none
  std::string answer;                // the first 64 KiB
  std::string reason;                // libcurl's, in English
};

// stop is asked about once a second, and more often while bytes flow. Throws std::runtime_error
// when libcurl does not start.
Receipt Deliver(const Delivery& delivery, const std::function<bool()>& stop);

}  // namespace webhook
