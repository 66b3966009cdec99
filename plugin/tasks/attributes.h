// SPDX-License-Identifier: Apache-2.0
// The attributes of a profile or a record: any names, with values of the account's own making.
#pragma once

#include <string>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {

/// An attribute as Zendesk calls it.
struct ResolvedAttribute {
  std::string key;
  std::string value;    ///< as JSON, in place of the input's; empty: that goes as it is
  std::string title{};  ///< as the account shows it; empty when that is not known
};

/// By their places in the input; none when they go out as they are.
using ResolvedAttributes = std::vector<ResolvedAttribute>;

/// Where the attributes stand that a write asks for.
std::vector<AskedPlace> PlacesOf(const task_plugin::Input& input,
                                 const ResolvedAttributes& resolved = ResolvedAttributes());

/// Writes the members of `attributes`, if it is given, with every digit of their numbers; null
/// clears. An empty text is left out, since a form sends it for a value that was left empty, and is
/// warned of.
void WriteAttributes(const task_plugin::Input& input, ObjectWriter& writer,
                     std::vector<task_plugin::Warning>& warnings,
                     const ResolvedAttributes& resolved = ResolvedAttributes());

}  // namespace zendesk::tasks
