// SPDX-License-Identifier: Apache-2.0
// The sentences that tell a person what is wrong with a field, and how to put it right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/schema.h"
#include "author/texts.h"

namespace task_plugin::faults {

Fault WrongType(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                const json::Value& value);
Fault TooWide(const Texts& texts, const SchemaNode& node, const std::string& pointer);
Fault BadFormat(const Texts& texts, const SchemaNode& node, const std::string& pointer);
Fault UnknownProperty(const Texts& texts, const SchemaNode& object, const std::string& pointer,
                      std::string_view key);
Fault Required(const Texts& texts, const SchemaNode& node, const std::string& pointer);
Fault OneRequired(const Texts& texts, const SchemaNode& object, const std::string& pointer);
Fault NotAQuotedList(const Texts& texts, const SchemaNode& node, const std::string& pointer);
Fault Ambiguous(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                std::string_view text, std::vector<std::string> fits);
/// `keyword` is the schema keyword that the value breaks, as RapidJSON names it.
Fault OutsideLimits(const Texts& texts, const SchemaNode& node, const std::string& pointer,
                    std::string_view keyword);

/// Puts before a fault in an entry of a list, the object `entry`, which entry it is; it may be
/// `called` something.
void NameEntry(const Texts& texts, const SchemaNode& entry, std::string_view pointer,
               std::string_view called, Fault& fault);

}  // namespace task_plugin::faults
