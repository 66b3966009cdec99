// SPDX-License-Identifier: Apache-2.0
// How the server speaks TLS.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "certificate.h"

namespace sandbox {

/// TLS 1.2 or newer, with HTTP/1.1 as the only protocol to agree on.
boost::asio::ssl::context make_tls_context(const Certificate& certificate);

}  // namespace sandbox
