// SPDX-License-Identifier: Apache-2.0
// A comment's two bodies: HTML for people, plain text for machines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sandbox {

/// Longer comments, and longer texts in fields, lose their end, without a word.
constexpr std::size_t kTextLimit = 64 * 1024;

/// What is kept of a text: cut between characters, never inside one.
std::string_view cut_text(std::string_view text);

struct CommentText {
  std::string plain;
  std::string html;  ///< with the `zd-comment` frame
};

/// Tags are stripped, the rest is shown as it is. Markdown is not rendered.
CommentText comment_from_text(std::string_view text);

/// Only harmless elements and attributes stay.
CommentText comment_from_html(std::string_view html);

/// True when nothing but white space would be seen.
bool is_blank(std::string_view text);

}  // namespace sandbox
