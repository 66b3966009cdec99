// SPDX-License-Identifier: Apache-2.0
// Starts the stub of Zendesk and says where it listens.
//
//   stub_server --answer FILE [--latency-ms N | --hold]
#include "answers.h"
#include "server.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Options {
  std::string answer;
  bench::Behaviour behaviour;
};

Options ReadOptions(const std::vector<std::string_view>& words) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    if (words[i] == "--hold") {
      options.behaviour.holds = true;
    } else if (words[i] == "--answer" && has_value) {
      options.answer = words[++i];
    } else if (words[i] == "--latency-ms" && has_value) {
      const std::string_view value = words[++i];
      std::int64_t ms = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), ms).ec != std::errc())
        throw std::invalid_argument("--latency-ms takes a number");
      options.behaviour.latency_ns = ms * kMillisecond;
    } else {
      throw std::invalid_argument(fmt::format("unknown option: {}", words[i]));
    }
  }
  if (options.answer.empty()) throw std::invalid_argument("--answer is missing");
  return options;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(fmt::format("cannot read {}", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Options options = ReadOptions({argv + 1, argv + argc});
    bench::Server server(bench::Answers(ReadFile(options.answer)), options.behaviour);
    fmt::print("listening on http://127.0.0.1:{}\n", server.port());
    std::fflush(stdout);
    server.Run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "stub_server: {}\n", error.what());
    return 64;
  }
}
