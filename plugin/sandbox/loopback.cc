// SPDX-License-Identifier: Apache-2.0
// No names but localhost: what they mean is not for this machine alone to say.
#include "loopback.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "http.h"

namespace sandbox {

using boost::asio::ip::make_address_v4;
using boost::asio::ip::make_address_v6;

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

bool is_loopback_host(std::string_view host) {
  const auto after_brackets = host.find(']');
  const auto colon = host.find(':', after_brackets == std::string_view::npos ? 0 : after_brackets);
  const std::string_view port = colon == std::string_view::npos ? "" : host.substr(colon + 1);
  if (!std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  const std::string name = lower(host.substr(0, colon));
  boost::system::error_code error;
  if (name.starts_with('[') && name.ends_with(']')) {
    const auto address = make_address_v6(name.substr(1, name.size() - 2), error);
    return !error && address.is_loopback();
  }
  const auto address = make_address_v4(name, error);
  return name == "localhost" || (!error && address.is_loopback());
}

}  // namespace sandbox
