// SPDX-License-Identifier: Apache-2.0
// Certificate, key and the choice of the protocol.
#include "tls_context.h"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>

namespace sandbox {

namespace asio = boost::asio;

namespace {

int select_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in,
                    unsigned int in_size, void*) {
  static constexpr unsigned char kProtocols[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int result =
      SSL_select_next_proto(&chosen, size, kProtocols, sizeof(kProtocols) - 1, in, in_size);
  *out = chosen;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

asio::ssl::context make_tls_context(const Certificate& certificate) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.use_certificate(asio::buffer(certificate.server_pem), asio::ssl::context::pem);
  context.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
  SSL_CTX_set_alpn_select_cb(context.native_handle(), select_protocol, nullptr);
  return context;
}

}  // namespace sandbox
