// SPDX-License-Identifier: Apache-2.0
// Pages of choices: which part of a list, from which token, and as what JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/tasks/choice.h"

namespace zendesk::tasks {

/// How many choices a page holds that may have `limit`, 0 for as many as is usual.
size_t PageSize(uint32_t limit);

/// Of the choices whose label or description holds what is searched for, whatever its case, those
/// of the page that is asked for. Throws Error for a token that no page has given.
ChoicePage PageOf(std::vector<Choice> choices, const task_plugin::OptionsRequest& request,
                  const task_plugin::Texts& texts);

/// A page of a list that Zendesk counts.
struct CountedPage {
  size_t number = 1;
  size_t size = 0;  ///< as the first page had it: another would move what the numbers mean
};

/// Throws Error for a token that no page has given.
CountedPage ReadCountedPage(const task_plugin::OptionsRequest& request,
                            const task_plugin::Texts& texts);
std::string TokenOf(const CountedPage& page);

/// In the form of TP_EXT_OPTIONS. The host may keep it for so many seconds.
std::string WriteChoices(const ChoicePage& page, int64_t ttl_seconds);

}  // namespace zendesk::tasks
