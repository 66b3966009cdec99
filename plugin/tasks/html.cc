// SPDX-License-Identifier: Apache-2.0
#include "plugin/tasks/html.h"

#include "author/text.h"

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

bool IsBlankHtml(std::string_view html) {
  constexpr std::string_view kPicture = "<img";
  constexpr std::string_view kBlank = "&nbsp;";
  for (html = task_plugin::Trim(html); !html.empty(); html = task_plugin::Trim(html)) {
    if (html.starts_with(kBlank)) {
      html.remove_prefix(kBlank.size());
      continue;
    }
    const bool is_picture = task_plugin::Fold(html.substr(0, kPicture.size())) == kPicture;
    const size_t end = html.front() == '<' ? html.find('>') : html.npos;
    if (is_picture || end == html.npos) return false;
    html.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace zendesk::tasks
