// SPDX-License-Identifier: Apache-2.0
// The addresses that only this machine can reach.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

namespace sandbox {

/// Throws std::invalid_argument for anything but an IPv4 or IPv6 loopback literal.
boost::asio::ip::tcp::endpoint loopback_endpoint(const std::string& address_text,
                                                 std::uint16_t port);

}  // namespace sandbox
