// SPDX-License-Identifier: Apache-2.0
// What Zendesk's complaints mean, in words of ours.
#pragma once

#include <string_view>

#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

/// In "{}" of the message stands the field's title.
struct Meaning {
  std::string_view name;     ///< of the row
  std::string_view code;     ///< of the fault
  std::string_view message;  ///< what is wrong
  std::string_view remedy;   ///< what to do about it
};

/// By Zendesk's code and the words of its sentence, or for a complaint of ours by the name of the
/// row that stands in place of its code; a meaning for all that is not known.
const Meaning& MeaningOf(const FieldProblem& problem);

/// The number behind these words of Zendesk's sentence, such as 255 in "(maximum is 255
/// characters)"; empty when there is none.
std::string_view LimitIn(std::string_view description);

}  // namespace zendesk::tasks
