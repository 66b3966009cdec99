// SPDX-License-Identifier: Apache-2.0
// The frame is page/oauth.html; what goes into it is escaped here, without exception.
#include "oauth_page.h"

#include <fmt/format.h>

#include "page.h"

namespace sandbox {
namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

// `http://127.0.0.1:8976` of a whole URL.
std::string origin_of(const std::string& url) {
  return url.substr(0, url.find('/', url.find("//") + 2));
}

// Browsers hold a form to its policy even where its answer redirects to. With no referrer at all
// they would not tell the form's origin either.
Response page(int status, std::string_view form_targets, std::string_view content) {
  constexpr std::string_view kSlot = "{{content}}";
  std::string html(kOauthHtml);
  html.replace(html.find(kSlot), kSlot.size(), content);
  return {status,
          {{"content-type", "text/html; charset=utf-8"},
           {"content-security-policy",
            fmt::format("default-src 'none'; style-src 'sha256-{}'; img-src data:; "
                        "base-uri 'none'; form-action {}; frame-ancestors 'none'",
                        hash_of_element(kOauthHtml, "style"), form_targets)},
           {"x-content-type-options", "nosniff"},
           {"referrer-policy", "same-origin"},
           {"cache-control", "no-store"}},
          std::move(html)};
}

std::string scope_items(const Scopes& scopes) {
  std::string items;
  for (const std::string& scope : scopes) {
    items += fmt::format("<li><span>{}</span><code>{}</code></li>\n",
                         escaped(scope_for_people(scope)), escaped(scope));
  }
  return items;
}

std::string hidden_fields(const ConsentQuestion& question) {
  std::string fields;
  for (const char* name : {"response_type", "client_id", "redirect_uri", "scope", "state",
                           "code_challenge", "code_challenge_method"}) {
    const auto found = question.parameters.find(name);
    if (found == question.parameters.end()) continue;
    fields += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name,
                          escaped(found->second));
  }
  return fields;
}

}  // namespace

Response consent_page(const ConsentQuestion& question, std::string_view subdomain,
                      std::string_view user_name) {
  const std::string origin = origin_of(question.redirect_uri);
  const std::string content = fmt::format(
      "<h1>Allow <em>{}</em> to use {}.zendesk.com?</h1>\n"
      "<p>It will act as <b>{}</b> and may:</p>\n"
      "<ul>\n{}</ul>\n"
      "<form method=\"post\" action=\"/oauth/authorizations\">\n{}"
      "<button name=\"decision\" value=\"deny\">Deny</button>\n"
      "<button class=\"main\" name=\"decision\" value=\"allow\">Allow</button>\n"
      "</form>\n"
      "<p class=\"quiet\">Then you go back to <code>{}</code></p>\n",
      escaped(question.client.name), escaped(subdomain), escaped(user_name),
      scope_items(question.scopes), hidden_fields(question), escaped(question.redirect_uri));
  return page(200, "'self' " + origin, content);
}

Response consent_problem_page(std::string_view problem) {
  return page(400, "'none'",
              fmt::format("<h1>This request cannot be answered</h1>\n<p>{}</p>\n"
                          "<p class=\"quiet\">zendesk-sandbox --help lists the applications and "
                          "their addresses.</p>\n",
                          escaped(problem)));
}

}  // namespace sandbox
