// SPDX-License-Identifier: Apache-2.0
// No names: what they mean is not for this machine alone to say.
#include "loopback.h"

#include <fmt/format.h>

#include <stdexcept>

namespace sandbox {

boost::asio::ip::tcp::endpoint loopback_endpoint(const std::string& address_text,
                                                 std::uint16_t port) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(address_text, error);
  if (error || !address.is_loopback()) {
    throw std::invalid_argument(
        fmt::format("{} is not a loopback address; the sandbox listens on 127.0.0.1 or ::1 only",
                    address_text));
  }
  return {address, port};
}

}  // namespace sandbox
