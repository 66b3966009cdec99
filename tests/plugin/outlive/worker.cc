// SPDX-License-Identifier: Apache-2.0
// A process that uses a connection which others use, too; for tests that start and kill several.
//
//   outlive_worker work URL TYPE FOLDER THREADS TASKS GENERATIONS   says what went wrong
//   outlive_worker renew URL TYPE FOLDER   renews until it is killed; says "renewed" each time
//
// The credentials come as the first line of standard input.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "work.h"

namespace {

using outlive::Access;

// In one write, so that the lines of a killed process are whole.
void Tell(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) std::exit(74);
}

int Renew(const Access& access, const std::shared_ptr<task_host::FileTokenStore>& store) {
  outlive::Host host(std::make_shared<outlive::EagerStore>(store));
  while (true) {
    const task_host::Result result = host.Open(access)->Execute(outlive::CreateTicket());
    Tell(result.ok() ? "renewed" : result.error_code + ": " + result.error_message);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) return 64;
  Access access;
  access.url = arguments[2];
  access.type = arguments[3];
  std::getline(std::cin, access.credentials);
  const auto store = std::make_shared<task_host::FileTokenStore>(arguments[4]);
  if (std::string(arguments[1]) == "renew") return Renew(access, store);
  if (count < 8) return 64;
  const auto failures =
      outlive::Work(access, store, std::atoi(arguments[5]), std::atoi(arguments[6]),
                    std::strtoull(arguments[7], nullptr, 10));
  for (const std::string& failure : failures) Tell(failure);
  return failures.empty() ? 0 : 1;
}
