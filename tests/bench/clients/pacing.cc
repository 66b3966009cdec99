// SPDX-License-Identifier: Apache-2.0
// Requests one by one under a limit, in simulated time: the plugin's own reckoning against a server
// that counts as Zendesk does. Prints a JSON object.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "tests/plugin/transport/simulated_limit.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: pacing REQUESTS LIMIT\n", stderr);
    return 2;
  }
  const int requests = std::atoi(arguments[1]);
  const int limit = std::atoi(arguments[2]);
  simulation::Server server(limit, true);
  simulation::Process process(server, requests, 64);
  const std::chrono::seconds took = simulation::Run({&process});
  fmt::print(R"({{"api_calls":{},"rate_limited":{},"seconds":{}}})"
             "\n",
             server.served() + server.refused(), server.refused(), took.count());
  return 0;
}
