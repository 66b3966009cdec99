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

/// The same for the plain text of a comment, of which Zendesk keeps no tags.
/// developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
bool IsBlankText(std::string_view text);

}  // namespace zendesk::tasks
