// SPDX-License-Identifier: Apache-2.0
// Writing, and the layout of small tables.
#include "taskhost/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "taskhost/format.h"

namespace taskhost {
namespace {

// Bytes that do not continue a UTF-8 sequence.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

bool WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool WriteOutput(std::string_view text, Language language) {
  if (WriteAll(STDOUT_FILENO, text)) return true;
  WriteAll(STDERR_FILENO, Say(language, Text::kCannotWrite) + "\n");
  return false;
}

std::string Printable(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too: C2 80 to C2 9F in UTF-8.
    const bool c1 = c == 0xC2 && i + 1 < text.size() &&
                    static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                    static_cast<unsigned char>(text[i + 1]) <= 0x9F;
    if (c1 || c == 0x7F || (c < 0x20 && c != '\n' && c != '\t')) {
      clean += "\xEF\xBF\xBD";
      if (c1) ++i;
    } else {
      clean += text[i];
    }
  }
  return clean;
}

std::string Table(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(row[i]));
    }
  }
  std::string table;
  for (const auto& row : rows) {
    std::size_t column = indent;
    table.append(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i + 1 < row.size()) {
        table += row[i];
        table.append(widths[i] - Width(row[i]) + 2, ' ');
        column += widths[i] + 2;
        continue;
      }
      for (const char c : row[i]) {
        table += c;
        if (c == '\n') table.append(column, ' ');
      }
    }
    table += '\n';
  }
  return table;
}

}  // namespace taskhost
