// SPDX-License-Identifier: Apache-2.0
// A small HTML reader: enough to take tags out and to keep the harmless ones.
#include "comment_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "http.h"

namespace sandbox {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Tag {
  std::string name;  // lower case
  bool closing = false;
  std::string_view attributes;
  std::size_t end = 0;  // behind the '>'
};

// The tag or HTML comment at text[at] == '<'; nullopt when the '<' is only text, as in "a < b".
std::optional<Tag> tag_at(std::string_view text, std::size_t at) {
  Tag tag;
  if (text.substr(at).starts_with("<!--")) {
    const auto end = text.find("-->", at + 4);
    if (end == std::string_view::npos) return std::nullopt;
    tag.end = end + 3;
    return tag;
  }
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '/') tag.closing = true, ++i;
  if (i >= text.size() || !is_letter(text[i])) return std::nullopt;
  while (i < text.size() && (is_letter(text[i]) || (text[i] >= '0' && text[i] <= '9'))) {
    tag.name += lower(text[i++]);
  }
  if (i < text.size() && !is_space(text[i]) && text[i] != '/' && text[i] != '>') {
    return std::nullopt;  // <ana@acme.example> is no tag
  }
  const auto end = text.find('>', i);
  if (end == std::string_view::npos) return std::nullopt;
  tag.attributes = text.substr(i, end - i);
  tag.end = end + 1;
  return tag;
}

std::string escape(std::string_view text) {
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
      default:
        result += c;
    }
  }
  return result;
}

std::string unescape(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEntities{
      {{"&amp;", "&"},
       {"&lt;", "<"},
       {"&gt;", ">"},
       {"&quot;", "\""},
       {"&#39;", "'"},
       {"&nbsp;", " "}}};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto found = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& entity) {
      return text.substr(i).starts_with(entity.first);
    });
    if (found == kEntities.end()) {
      result += text[i++];
    } else {
      result += found->second;
      i += found->first.size();
    }
  }
  return result;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string framed(std::string_view html) {
  return "<div class=\"zd-comment\" dir=\"auto\">" + std::string(html) + "</div>";
}

// Elements whose content is no text.
bool is_hidden(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kNames{"script", "style", "iframe", "object",
                                                          "head"};
  return is_one_of(kNames, name);
}

bool is_allowed(std::string_view name) {
  static constexpr std::array<std::string_view, 33> kNames{
      "a",   "b",  "blockquote", "br",     "caption", "code", "del",   "div",   "em", "h1", "h2",
      "h3",  "h4", "h5",         "h6",     "hr",      "i",    "img",   "ins",   "li", "ol", "p",
      "pre", "s",  "span",       "strong", "sub",     "sup",  "table", "tbody", "td", "th", "tr"};
  return is_one_of(kNames, name) || name == "ul" || name == "u" || name == "thead";
}

bool starts_block(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames{"br", "p",  "div", "li", "tr", "h1",
                                                           "h2", "h3", "h4",  "h5", "h6", "pre"};
  return is_one_of(kNames, name);
}

bool is_harmless_url(std::string_view url) {
  const std::string text = lower(trim(url));
  return text.starts_with("http://") || text.starts_with("https://") ||
         text.starts_with("mailto:") || text.starts_with("/") || text.starts_with("#");
}

// name="value" pairs that may stay; values come out quoted.
std::string harmless_attributes(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kNames{"href",  "src",     "alt",     "title",
                                                          "class", "colspan", "rowspan", "dir"};
  std::string result;
  std::size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && (is_space(text[i]) || text[i] == '/')) ++i;
    std::string name;
    while (i < text.size() && !is_space(text[i]) && text[i] != '=') name += lower(text[i++]);
    if (i >= text.size() || text[i] != '=') continue;
    const char quote = ++i < text.size() && (text[i] == '"' || text[i] == '\'') ? text[i++] : ' ';
    const auto end = std::min(text.find(quote, i), text.size());
    const std::string value = unescape(text.substr(i, end - i));
    i = end + 1;
    const bool is_url = name == "href" || name == "src";
    if (!is_one_of(kNames, name) || (is_url && !is_harmless_url(value))) continue;
    result += " " + name + "=\"" + escape(value) + "\"";
  }
  return result;
}

// Walks through HTML: `on_tag` for tags that are seen, `on_text` for each other character.
template <typename OnTag, typename OnText>
void walk(std::string_view html, OnTag on_tag, OnText on_text) {
  for (std::size_t i = 0; i < html.size();) {
    const auto tag = html[i] == '<' ? tag_at(html, i) : std::nullopt;
    if (!tag) {
      on_text(html[i++]);
      continue;
    }
    i = tag->end;
    if (is_hidden(tag->name) && !tag->closing) {
      const std::string rest = lower(html.substr(i));
      const auto close = rest.find("</" + tag->name);
      i = close == std::string::npos ? html.size() : i + close;
    } else if (!is_hidden(tag->name)) {
      on_tag(*tag);
    }
  }
}

std::string paragraphs(std::string_view plain) {
  std::string html;
  std::size_t at = 0;
  while (at <= plain.size()) {
    const auto end = std::min(plain.find("\n\n", at), plain.size());
    const std::string_view paragraph = trim(plain.substr(at, end - at));
    at = end + 2;
    if (paragraph.empty()) continue;
    html += "<p dir=\"auto\">";
    for (const char c : escape(paragraph)) html += c == '\n' ? "<br>" : std::string(1, c);
    html += "</p>";
  }
  return html;
}

}  // namespace

std::string_view cut_text(std::string_view text) {
  if (text.size() <= kTextLimit) return text;
  std::size_t end = kTextLimit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

CommentText comment_from_text(std::string_view text) {
  std::string plain;
  walk(
      cut_text(text), [](const Tag&) {},
      [&](char c) {
        if (c != '\r') plain += c;
      });
  plain = trim(plain);
  return {plain, framed(paragraphs(plain))};
}

CommentText comment_from_html(std::string_view html) {
  std::string kept, plain;
  walk(
      cut_text(html),
      [&](const Tag& tag) {
        if (is_allowed(tag.name)) {
          kept += tag.closing ? "</" + tag.name + ">"
                              : "<" + tag.name + harmless_attributes(tag.attributes) + ">";
        }
        const bool ends_line = tag.name == "br" || tag.closing;
        if (ends_line && starts_block(tag.name)) plain += '\n';
      },
      [&](char c) {
        kept += c == '<' ? "&lt;" : std::string(1, c);
        plain += c;
      });
  return {std::string(trim(unescape(plain))), framed(kept)};
}

bool is_blank(std::string_view text) {
  return trim(text).empty();
}

}  // namespace sandbox
