// SPDX-License-Identifier: Apache-2.0
#include "plugin/tasks/html.h"

namespace zendesk::tasks {

std::string HtmlParagraphs(std::string_view text) {
  std::string html = "<p>";
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\n':
        html += "<br>";
        break;
      default:
        html += c;
    }
  }
  return html + "</p>";
}

}  // namespace zendesk::tasks
