// SPDX-License-Identifier: Apache-2.0
// Taking a redirect address apart.
#include "taskhost/redirect.h"

#include <charconv>
#include <string_view>

#include "taskhost/format.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

constexpr std::string_view kDefault = "http://127.0.0.1:8976/callback";

// The port in front of the path; 0 for anything else.
std::uint16_t PortOf(std::string_view authority) {
  std::uint16_t port = 0;
  for (const std::string_view host : {"127.0.0.1:", "localhost:"}) {
    if (!authority.starts_with(host)) continue;
    const std::string_view digits = authority.substr(host.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return error == std::errc() && end == digits.data() + digits.size() ? port : 0;
  }
  return port;
}

}  // namespace

std::string Redirect::UriOf(const task_host::Json& credentials) {
  const std::string uri = credentials.Text("redirect_uri");
  return uri.empty() ? std::string(kDefault) : uri;
}

Redirect Redirect::Of(const task_host::Json& credentials, Language language) {
  constexpr std::string_view kScheme = "http://";
  Redirect redirect;
  redirect.uri = UriOf(credentials);
  const std::string_view uri = redirect.uri;
  if (uri.starts_with(kScheme)) {
    const std::size_t slash = uri.find('/', kScheme.size());
    redirect.host = uri.substr(kScheme.size(), slash - kScheme.size());
    redirect.path = slash == std::string_view::npos ? "/" : uri.substr(slash);
    redirect.port = PortOf(redirect.host);
  }
  if (redirect.port == 0 || redirect.path.find_first_of("?#") != std::string::npos) {
    throw Stop::Connection(Say(language, Text::kBadRedirect, redirect.uri));
  }
  return redirect;
}

}  // namespace taskhost
