// SPDX-License-Identifier: Apache-2.0
// By what a person is known: the e-mail address and all the others that the input has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/input.h"

namespace zendesk::tasks {

struct Identifier {
  std::string type;   ///< Zendesk's word, such as "email" or "phone_number"
  std::string value;  ///< e-mail addresses in lower case, as Zendesk keeps them
  std::string pointer;
};

/// As Zendesk's complaints about it have it, "phone_number:+33 1 23".
std::string Spelled(const Identifier& identifier);

/// The e-mail address first, if it is given; each type and value once.
std::vector<Identifier> IdentifiersOf(const task_plugin::Input& input);

/// A warning ("not_as_asked") for each of them that a profile, Zendesk's object, does not have.
std::vector<task_plugin::Warning> IdentifierDifferences(const task_plugin::Input& input,
                                                        std::string_view profile);

}  // namespace zendesk::tasks
