// SPDX-License-Identifier: Apache-2.0
// A name server that never answers delays the task that asked, and nobody else. Runs in a network
// of its own; CTest reports "skipped" where the machine does not allow one.
#define DOCTEST_CONFIG_IMPLEMENT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

#include "bench.h"
#include "tests/plugin/transport/namespace.h"

using namespace faults;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

constexpr int kSkip = 77;

class SilentNameServer {
 public:
  SilentNameServer() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(53);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~SilentNameServer() { ::close(socket_); }
  SilentNameServer(const SilentNameServer&) = delete;
  SilentNameServer& operator=(const SilentNameServer&) = delete;

  void WaitForQuestion() {
    char byte = 0;
    REQUIRE(::recv(socket_, &byte, 1, MSG_PEEK) == 1);
  }

 private:
  int socket_;
};

}  // namespace

TEST_CASE("only the task that asked waits, and the end of the object does not") {
  SilentNameServer names;
  Zendesk zendesk;
  Bench bench;
  auto by_name = bench.Open("");  // the account's own address
  const auto by_number = bench.Open(zendesk.url());
  auto waiting = by_name->Submit({CreateTicket(), CreateTicket()});
  names.WaitForQuestion();
  auto start = steady_clock::now();
  for (int i = 0; i < 20; ++i) CHECK(by_number->Execute(CreateTicket()).status == TP_OK);
  CHECK(SecondsSince(start) < 5);
  CHECK_FALSE(waiting[0].IsComplete());

  start = steady_clock::now();
  CHECK(bench.instance().Cancel(waiting[0].id()));
  Result result = waiting[0].Wait();
  CHECK(SecondsSince(start) < 2);
  CHECK(result.status == TP_E_CANCELLED);
  CHECK(result.retry == TP_RETRY_SAFE);  // nothing was sent

  start = steady_clock::now();
  by_name.reset();
  CHECK(SecondsSince(start) < 5);
  result = waiting[1].Wait();
  CHECK(result.status == TP_E_CANCELLED);
  CHECK(result.retry == TP_RETRY_SAFE);
}

TEST_CASE("destroy does not wait for a name server") {
  SilentNameServer names;
  Bench bench;
  auto connection = bench.Open("");
  const std::vector<task_host::TaskRequest> requests(1000, CreateTicket());
  auto waiting = connection->Submit(requests);
  names.WaitForQuestion();
  bench.Release();
  const auto start = steady_clock::now();
  connection.reset();  // the last owner: disconnect, then destroy
  CHECK(SecondsSince(start) < 5);
  for (Operation& operation : waiting) {
    REQUIRE(operation.IsComplete());
    CHECK(operation.Wait().status == TP_E_CANCELLED);
  }
}

int main(int count, char** arguments) {
  if (!test::EnterOwnNetwork("nameserver 127.0.0.1\n")) {
    std::puts("SKIPPED: this machine does not allow a network namespace");
    return kSkip;
  }
  doctest::Context context(count, arguments);
  return context.run();
}
