// SPDX-License-Identifier: Apache-2.0
// Pairs of a name and a value.
#include "options.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace bench {
namespace {

std::size_t Number(std::string_view name, std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0)
    throw std::invalid_argument(fmt::format("{} takes a number from 1", name));
  return number;
}

}  // namespace

Options ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) throw std::invalid_argument(fmt::format("{} takes a value", name));
    const std::string value = argv[i + 1];
    if (name == "--url") {
      options.url = value;
    } else if (name == "--ticket") {
      options.ticket = value;
    } else if (name == "--plugin") {
      options.plugin = value;
    } else if (name == "--tickets") {
      options.tickets = Number(name, value);
    } else if (name == "--concurrency") {
      options.concurrency = Number(name, value);
    } else if (name == "--mode") {
      options.mode = value;
    } else {
      throw std::invalid_argument(fmt::format("unknown option: {}", name));
    }
  }
  return options;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(fmt::format("cannot read {}", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace bench
