// SPDX-License-Identifier: Apache-2.0
// Writing to standard output and standard error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "taskhost/texts.h"

namespace taskhost {

// False when the reader is gone or the disk is full. The program ignores SIGPIPE.
bool WriteAll(int descriptor, std::string_view text);

// To standard output; when that fails, says so on standard error and answers false.
bool WriteOutput(std::string_view text, Language language);

// For terminals: control characters but line feed and tab are shown as U+FFFD, so that text from a
// service cannot move the cursor or change the terminal.
std::string Printable(std::string_view text);

// Two or more columns, aligned; the last one is not padded. Counts characters, not bytes. Lines
// after the first of a cell are indented to its column.
std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t indent);

}  // namespace taskhost
