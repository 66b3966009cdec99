// SPDX-License-Identifier: Apache-2.0
// One page in HTML, and the head of its answer.
#include "taskhost/callback_page.h"

#include <fmt/core.h>

#include <string_view>

#include "taskhost/format.h"
#include "taskhost/html.h"

namespace taskhost {
namespace {

constexpr std::string_view kHead =
    "HTTP/1.1 {} \r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n"
    "Connection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'\r\n\r\n";

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="{0}"><head><meta charset="utf-8"><title>{1}</title><style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1rem;
  overflow-wrap: anywhere; color: #1f2328; background: #fff }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e6edf3; background: #0d1117 }} }}
h1 {{ font-size: 1.5rem }}
</style></head><body><h1>{1}</h1><p>{2}</p><p>{3}</p></body></html>
)";

}  // namespace

std::string CallbackPage(const std::string& heading, const std::string& text, Language language) {
  const std::string page =
      fmt::format(kPage, LocaleName(language), EscapeHtml(heading), EscapeHtml(text),
                  EscapeHtml(Say(language, Text::kPageCanBeClosed)));
  return fmt::format(kHead, 200, page.size()) + page;
}

std::string CallbackRefusal(int status) {
  return fmt::format(kHead, status, 0);
}

}  // namespace taskhost
