// SPDX-License-Identifier: Apache-2.0
#include "plugin/tasks/html.h"

#include <algorithm>
#include <array>
#include <optional>

#include "author/text.h"

namespace zendesk::tasks {
namespace {

// Whose content is not shown.
constexpr std::array<std::string_view, 5> kHidden = {"script", "style", "iframe", "object", "head"};

struct Tag {
  std::string name;  // in lower case; empty for a comment
  bool is_end = false;
  size_t size = 0;
};

// "a < b" and <ada@example.com> begin with none.
std::optional<Tag> TagAtStart(std::string_view html) {
  constexpr std::string_view kComment = "<!--";
  constexpr std::string_view kCommentEnd = "-->";
  constexpr std::string_view kOfNames = "abcdefghijklmnopqrstuvwxyz0123456789";
  Tag tag;
  if (html.starts_with(kComment)) {
    const size_t end = html.find(kCommentEnd, kComment.size());
    tag.size = end + kCommentEnd.size();
    return end == html.npos ? std::nullopt : std::optional<Tag>(tag);
  }
  const size_t end = html.find('>');
  if (!html.starts_with('<') || end == html.npos) return std::nullopt;
  std::string inside = task_plugin::Fold(html.substr(1, end - 1));
  tag.is_end = inside.starts_with('/');
  if (tag.is_end) inside.erase(0, 1);
  const size_t size = std::min(inside.find_first_not_of(kOfNames), inside.size());
  const bool ends_well = size == inside.size() || inside[size] == ' ' || inside[size] == '/';
  if (size == 0 || inside[0] < 'a' || !ends_well) return std::nullopt;
  tag.name = inside.substr(0, size);
  tag.size = end + 1;
  return tag;
}

// Behind what a tag that has begun hides.
std::string_view BehindHidden(std::string_view html, const std::string& name) {
  for (size_t at = 0; (at = html.find("</", at)) != html.npos; ++at) {
    const auto tag = TagAtStart(html.substr(at));
    if (tag && tag->name == name) return html.substr(at);
  }
  return {};
}

// Zendesk takes the tags out of plain text as well, with its pictures.
bool ShowsNothing(std::string_view text, bool is_html) {
  constexpr std::string_view kBlank = "&nbsp;";
  for (text = task_plugin::Trim(text); !text.empty(); text = task_plugin::Trim(text)) {
    if (is_html && text.starts_with(kBlank)) {
      text.remove_prefix(kBlank.size());
      continue;
    }
    const std::optional<Tag> tag = TagAtStart(text);
    if (!tag || (is_html && tag->name == "img")) return false;
    text.remove_prefix(tag->size);
    const bool hides = std::find(kHidden.begin(), kHidden.end(), tag->name) != kHidden.end();
    if (hides && !tag->is_end) text = BehindHidden(text, tag->name);
  }
  return true;
}

}  // namespace

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
  return ShowsNothing(html, true);
}

bool IsBlankText(std::string_view text) {
  return ShowsNothing(text, false);
}

}  // namespace zendesk::tasks
