// SPDX-License-Identifier: Apache-2.0
// A certificate authority that lives as long as the process, and one server certificate by it.
#pragma once

#include <string>

namespace sandbox {

struct Certificate {
  std::string ca_pem;      ///< for clients to trust
  std::string server_pem;  ///< localhost, 127.0.0.1 and ::1
  std::string key_pem;     ///< the server's private key; never write it anywhere
};

/// EC P-256, valid from yesterday for about a year. Throws std::runtime_error when OpenSSL fails.
Certificate make_certificate();

}  // namespace sandbox
