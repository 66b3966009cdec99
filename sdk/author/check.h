// SPDX-License-Identifier: Apache-2.0
// Coercion and validation of one document by one schema, with every fault found in one pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/json.h"
#include "author/locales.h"
#include "author/schema.h"

namespace task_plugin {

/// Nobody corrects more than these at a time, and a hostile input could have millions.
inline constexpr size_t kMostFaults = 100;

/// Changes the document into the schema's canonical form where that is certain, and returns what is
/// wrong with it: every fault, or the first kMostFaults of them.
///
/// Coercion knows, and knows no more than: digits in a text for an integer, and a whole number
/// written with a fraction of zero; yes/no words for a boolean; labels for the values of an enum; a
/// quoted comma list for an array of texts. An empty text in an optional field means "not given"
/// and disappears. Null stays where the schema has it.
std::vector<Fault> CoerceAndCheck(json::Document& document, const Schema& schema,
                                  const Locales& locales);

/// The items of a list as people write it in one line: "Salesforce", "360" or “a”, “b” or « a », «
/// b ». Nothing when the text is not such a list.
std::optional<std::vector<std::string>> SplitQuotedList(std::string_view text);

}  // namespace task_plugin
