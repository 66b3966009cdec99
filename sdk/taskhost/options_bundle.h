// SPDX-License-Identifier: Apache-2.0
// The part of the command line that is about bundles. For options.cc.
#pragma once

#include <CLI/CLI.hpp>

#include "taskhost/options.h"

namespace taskhost {

// A command with the heading and the footer that all have.
CLI::App* AddCommand(CLI::App& parent, const char* name, Text help, Language language);

void AddBundleCommands(CLI::App& app, Options& options, Language language);

// What one of these commands cannot do without; nothing for another command.
std::optional<Text> MissingOfBundleCommand(const std::string& command);

}  // namespace taskhost
