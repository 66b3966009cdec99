// SPDX-License-Identifier: Apache-2.0
// How to get what a type of connection needs.
#pragma once

#include <string>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/labels.h"
#include "taskhost/texts.h"

namespace taskhost {

// Its title, what it is good for, and the plugin's steps.
std::string GuideText(const Labels& labels, const task_host::ConnectionType& type);

// The same with the fields of a connection, for all types or the one that is named. Throws Stop
// when the plugin has no such type.
std::string GuideText(const task_host::Manifest& manifest, const std::string& type,
                      Language language);
task_host::Json GuideDocument(const task_host::Manifest& manifest, const std::string& type,
                              Language language);

// The type of this name. Throws Stop with the exit code for usage.
const task_host::ConnectionType& TypeNamed(const task_host::Manifest& manifest,
                                           const std::string& type, Language language);

}  // namespace taskhost
