// SPDX-License-Identifier: Apache-2.0
// What the clients of the benchmark are told on their command lines.
#pragma once

#include <cstddef>
#include <string>

namespace bench {

struct Options {
  std::string url;     // "http://127.0.0.1:PORT", of the stub
  std::string ticket;  // a file: the client's input, or what goes over the wire
  std::string plugin;  // a file: the library, for the client that loads one
  std::size_t tickets = 1;
  std::size_t concurrency = 1;
  std::string mode;  // of the client's own; empty for the usual one
};

// --url URL --ticket FILE [--plugin FILE] [--tickets N] [--concurrency N] [--mode NAME].
// Throws std::invalid_argument.
Options ReadOptions(int argc, char** argv);

// Throws std::runtime_error.
std::string ReadFile(const std::string& path);

}  // namespace bench
