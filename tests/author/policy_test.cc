// SPDX-License-Identifier: Apache-2.0
// What the host says with create(): its policy and its face.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "author/error.h"
#include "author/host.h"
#include "fake_host.h"

namespace task_plugin {
namespace {

TEST_CASE("every key of the policy is optional, and unknown ones are left alone") {
  for (const char* text : {"", " \n", "{}", R"({"of_tomorrow":[1],"proxy":null})"}) {
    CAPTURE(text);
    const Policy policy = Policy::Parse(text);
    CHECK(policy.proxy.empty());
    CHECK(policy.locale == "en");
    CHECK(policy.max_connections == 0);
    CHECK(policy.allow_origins.empty());
  }
  const Policy policy = Policy::Parse(
      R"({"proxy":"http://p:1","no_proxy":"a,b","ca_file":"/ca","allow_origins":["https://x:1","https://y"],
          "locale":"fr","max_connections":9,"log_level":"debug"})");
  CHECK(policy.proxy == "http://p:1");
  CHECK(policy.no_proxy == "a,b");
  CHECK(policy.ca_file == "/ca");
  CHECK(policy.allow_origins == std::vector<std::string>{"https://x:1", "https://y"});
  CHECK(policy.locale == "fr");
  CHECK(policy.max_connections == 9);
  CHECK(policy.log_level == "debug");
}

TEST_CASE("all faults of a policy come at once") {
  try {
    Policy::Parse(R"({"proxy":1,"max_connections":-1,"allow_origins":["x",2],"locale":{}})");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code == "invalid_policy");
    REQUIRE(error.faults.size() == 4);
    CHECK(error.faults[0].pointer == "/proxy");
    CHECK(error.faults[1].pointer == "/allow_origins");
    CHECK(error.faults[2].pointer == "/locale");
    CHECK(error.faults[3].pointer == "/max_connections");
  }
  CHECK_THROWS_AS(Policy::Parse("[]"), Error);
  CHECK_THROWS_AS(Policy::Parse("{"), Error);
  CHECK_THROWS_AS(Policy::Parse(R"({"max_connections":1.0})"), Error);
}

TEST_CASE("a host without services is good enough") {
  FakeHost fake;
  fake.offers_services = false;
  const Host host(fake.get());
  CHECK_FALSE(host.LogEnabled(LogLevel::kHostBug));
  host.Log(LogLevel::kError, "nobody hears it");
  host.Redact("secret");
  CHECK(host.UnixMs() > 1'600'000'000'000);
  const int64_t before = host.MonotonicNs();
  CHECK(host.MonotonicNs() >= before);
  CHECK(host.name() == "fake host");
}

TEST_CASE("a service is used as far as its table reaches") {
  FakeHost fake;
  fake.log_table.struct_size = 8 + sizeof(void*);    // ends before write
  fake.clock_table.struct_size = 8 + sizeof(void*);  // ends before monotonic_ns
  fake.unix_ms = 42;
  const Host host(fake.get());
  CHECK_FALSE(host.LogEnabled(LogLevel::kHostBug));
  CHECK(host.UnixMs() == 42);
  CHECK(host.MonotonicNs() > 0);
}

TEST_CASE("a line that nobody wants is not written") {
  FakeHost fake;
  const Host host(fake.get());
  host.Log(LogLevel::kTrace, "too much");
  host.Log(LogLevel::kPluginBug, "enough");
  CHECK(fake.Lines() == std::vector<std::string>{"enough"});
}

}  // namespace
}  // namespace task_plugin
