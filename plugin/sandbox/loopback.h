// SPDX-License-Identifier: Apache-2.0
// The addresses that only this machine can reach, and the names that stand for them.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

/// Throws std::invalid_argument for anything but an IPv4 or IPv6 loopback literal.
boost::asio::ip::tcp::endpoint loopback_endpoint(const std::string& address_text,
                                                 std::uint16_t port);

/// True for `localhost` and for IPv4 and IPv6 loopback literals, with any port or none. A page of
/// another site that has its own name lead to this machine still says that name in Host.
bool is_loopback_host(std::string_view host);

}  // namespace sandbox
