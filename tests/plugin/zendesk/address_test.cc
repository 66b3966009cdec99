// SPDX-License-Identifier: Apache-2.0
// Names of accounts, origins, and what tries to look like one.
#include "plugin/zendesk/address.h"

#include <doctest/doctest.h>

#include <vector>

using zendesk::Address;
using zendesk::BadAddress;
using zendesk::CheckBaseUrl;
using zendesk::EncodePathPart;
using zendesk::NormalizeSubdomain;
using zendesk::PathForLog;

TEST_SUITE_BEGIN("address");

TEST_CASE("an account's name, or the address pasted from a browser") {
  const std::pair<const char*, const char*> good[] = {
      {"acme", "acme"},
      {"a", "a"},
      {"0", "0"},
      {"a--b-3", "a--b-3"},
      {"https://acme.zendesk.com", "acme"},
      {"https://acme.zendesk.com/", "acme"},
      {"https://acme.zendesk.com/agent/tickets/1?a=b#c", "acme"},
      {"https://acme.zendesk.com?x", "acme"},
      {"https://acme.zendesk.com#x", "acme"},
      {"https://acme.zendesk.com/.evil.com", "acme"},
  };
  for (const auto& [text, name] : good) {
    CAPTURE(text);
    CHECK(NormalizeSubdomain(text) == name);
  }
  CHECK(NormalizeSubdomain(std::string(63, 'a')) == std::string(63, 'a'));
}

TEST_CASE("anything else is no name") {
  const char* const bad[] = {"",
                             "-",
                             "-acme",
                             "acme-",
                             "ACME",
                             "acme.evil.com",
                             "acme.zendesk.com",
                             "acme/..",
                             "x@evil",
                             "acme ",
                             " acme",
                             "acme\n",
                             "acm\xC3\xA9",
                             "acme:443",
                             "https://",
                             "https://.zendesk.com",
                             "https://zendesk.com",
                             "https://ACME.zendesk.com",
                             "HTTPS://acme.zendesk.com",
                             "http://acme.zendesk.com",
                             "https://acme.zendesk.com.evil.com",
                             "https://acme.zendesk.com:443",
                             "https://evil.com/.zendesk.com",
                             "https://evil.com?.zendesk.com",
                             "https://evil.com#.zendesk.com",
                             "https://evil.com\\.zendesk.com",
                             "https://user@acme.zendesk.com",
                             "https://user:pass@acme.zendesk.com",
                             "https://a.b.zendesk.com",
                             "https://-acme.zendesk.com",
                             "https://acme.zendesk.com ",
                             "https://acmezendesk.com"};
  for (const char* text : bad) {
    CAPTURE(text);
    CHECK_FALSE(NormalizeSubdomain(text).has_value());
  }
  CHECK_FALSE(NormalizeSubdomain(std::string(64, 'a')).has_value());
  CHECK_FALSE(NormalizeSubdomain(std::string_view("ac\0me", 5)).has_value());
}

TEST_CASE("this machine may be a base address, by http too") {
  const std::pair<const char*, const char*> good[] = {
      {"http://127.0.0.1:4010", "http://127.0.0.1:4010"},
      {"http://127.0.0.1:4010/", "http://127.0.0.1:4010"},
      {"http://127.255.0.9", "http://127.255.0.9:80"},
      {"https://127.0.0.1", "https://127.0.0.1:443"},
      {"http://localhost:1", "http://localhost:1"},
      {"http://LocalHost:65535", "http://localhost:65535"},
      {"http://[::1]:4010", "http://[::1]:4010"},
      {"https://[::1]", "https://[::1]:443"},
  };
  for (const auto& [text, origin] : good) {
    CAPTURE(text);
    CHECK(CheckBaseUrl(text, {}) == origin);
  }
}

TEST_CASE("what is no origin, or no loopback, is refused") {
  const char* const bad[] = {"",
                             "127.0.0.1:4010",
                             "//127.0.0.1",
                             "ftp://127.0.0.1",
                             "HTTP://127.0.0.1",
                             "http://",
                             "http:///",
                             "http://:80",
                             "http://127.0.0.1:",
                             "http://127.0.0.1:0",
                             "http://127.0.0.1:65536",
                             "http://127.0.0.1:-1",
                             "http://127.0.0.1:+80",
                             "http://127.0.0.1:80x",
                             "http://127.0.0.1:80:80",
                             "http://127.0.0.1/x",
                             "http://127.0.0.1//",
                             "http://127.0.0.1?x",
                             "http://127.0.0.1#x",
                             "http://user@127.0.0.1",
                             "http://user:pass@127.0.0.1",
                             "http://127.0.0.1@evil.com",
                             "http://127.0.0.1\\@evil.com",
                             "http://127.0.0.1 ",
                             "http://127.0.0.1\t",
                             "http://127.0.0.1.evil.com",
                             "http://localhost.evil.com",
                             "http://localhost.",
                             "http://127.0.0.01",
                             "http://127.0.0",
                             "http://127.1",
                             "http://127.0.0.256",
                             "http://127.0.0.1.1",
                             "http://0127.0.0.1",
                             "http://0x7f.0.0.1",
                             "http://2130706433",
                             "http://128.0.0.1",
                             "http://0.0.0.0",
                             "http://[::2]",
                             "http://[::1",
                             "http://[::1]x",
                             "http://x[::1]",
                             "http://[::ffff:127.0.0.1]",
                             "http://example.com",
                             "https://example.com"};
  for (const char* text : bad) {
    CAPTURE(text);
    CHECK_THROWS_AS(CheckBaseUrl(text, {}), BadAddress);
  }
}

TEST_CASE("another machine needs its whole origin in the host's policy, and TLS") {
  const std::vector<std::string> allowed = {"https://Desk.example:8443/", "http://plain.example",
                                            "not an origin", "https://other.example"};
  CHECK(CheckBaseUrl("https://desk.EXAMPLE:8443", allowed) == "https://desk.example:8443");
  CHECK(CheckBaseUrl("https://other.example:443", allowed) == "https://other.example:443");
  for (const char* text : {"https://desk.example", "https://desk.example:8444",
                           "https://x.desk.example:8443", "https://other.example:80"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(CheckBaseUrl(text, allowed), doctest::Contains("policy does not allow"),
                         BadAddress);
  }
  CHECK_THROWS_WITH_AS(CheckBaseUrl("http://plain.example", allowed),
                       doctest::Contains("Use https://"), BadAddress);
}

TEST_CASE("the page for agents") {
  const Address address{"acme", "https://acme.zendesk.com"};
  CHECK(address.AgentTicketUrl(9223372036854775807) ==
        "https://acme.zendesk.com/agent/tickets/9223372036854775807");
}

TEST_CASE("no value changes a path") {
  CHECK(EncodePathPart("aZ09-_~") == "aZ09-_~");
  CHECK(EncodePathPart("../a b?c#d%/\\") == "%2E%2E%2Fa%20b%3Fc%23d%25%2F%5C");
  CHECK(EncodePathPart("\xC3\xA9\n\x7F") == "%C3%A9%0A%7F");
  CHECK(EncodePathPart(std::string_view("\0", 1)) == "%00");
  CHECK(EncodePathPart("") == "");
}

TEST_CASE("what a log shows of a path in place of what was filled in") {
  CHECK(PathForLog("/api/v2/custom_objects/car/records/7?x=y") ==
        "/api/v2/custom_objects/*/records/*");
  CHECK(PathForLog("/api/v2/uploads/6bk3gql82em5nmf") == "/api/v2/uploads/*");
  CHECK(PathForLog("/api/v2/tickets/7").empty());
}

TEST_SUITE_END();
