// SPDX-License-Identifier: Apache-2.0
// Plain text inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace zendesk::tasks {

/// The text as HTML that shows it as it is: a paragraph, with its line breaks.
std::string HtmlParagraphs(std::string_view text);

}  // namespace zendesk::tasks
