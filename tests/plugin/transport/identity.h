// SPDX-License-Identifier: Apache-2.0
// Certificates made at run time: an authority of its own, and a server's certificate under it.
#pragma once

#include <openssl/ssl.h>

#include <string>

namespace test {

struct IdentityOptions {
  std::string names = "IP:127.0.0.1,DNS:localhost";
  // Seconds from now.
  long valid_from = -3600;
  long valid_until = 3600;
};

class Identity {
 public:
  explicit Identity(const IdentityOptions& options = {});
  ~Identity();
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;

  // A server's TLS settings with this certificate; ALPN offers HTTP/1.1 only by not being there.
  SSL_CTX* context() const { return context_; }
  // PEM files, deleted at the end: the authority's certificate, the server's, its key.
  const std::string& ca_file() const { return ca_file_; }
  const std::string& cert_file() const { return cert_file_; }
  const std::string& key_file() const { return key_file_; }

 private:
  SSL_CTX* context_;
  std::string directory_;
  std::string ca_file_;
  std::string cert_file_;
  std::string key_file_;
};

}  // namespace test
