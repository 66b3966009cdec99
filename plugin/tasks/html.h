// SPDX-License-Identifier: Apache-2.0
// What HTML shows.
#pragma once

#include <string>
#include <string_view>

namespace zendesk::tasks {

/// The text as HTML that shows it as it is: a paragraph, with its line breaks.
std::string HtmlParagraphs(std::string_view text);

/// Does it show nothing, neither text nor a picture?
bool IsBlankHtml(std::string_view html);

}  // namespace zendesk::tasks
