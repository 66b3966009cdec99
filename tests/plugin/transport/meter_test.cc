// SPDX-License-Identifier: Apache-2.0
// The reckoning with a limit, against a server that counts in windows of a minute, in its own time.
#include "plugin/transport/meter.h"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>

#include "simulated_limit.h"

using namespace std::chrono_literals;
using simulation::kStart;
using simulation::Process;
using simulation::Run;
using simulation::Server;
using zendesk::transport::Deadline;
using zendesk::transport::kNoDeadline;
using zendesk::transport::Meter;

TEST_SUITE_BEGIN("meter");

TEST_CASE("ten thousand requests under 700 a minute: the whole limit, and not one refusal") {
  for (const bool tells_reset : {true, false}) {
    CAPTURE(tells_reset);
    Server server(700, tells_reset);
    Process process(server, 10'000, 64);
    const auto took = Run({&process});
    CHECK(server.served() == 10'000);
    CHECK(server.refused() == 0);
    // 14.3 windows at best.
    CHECK(took < 17min);
  }
}

TEST_CASE("several processes get along without talking to each other") {
  Server server(700, true);
  Process one(server, 2000, 16);
  Process two(server, 2000, 16);
  Process three(server, 2000, 16);
  Process four(server, 2000, 16);
  const auto took = Run({&one, &two, &three, &four});
  CHECK(server.served() == 8000);
  CHECK(server.refused() <= 40);  // half a percent
  CHECK(took < 15min);
}

TEST_CASE("until an answer has told the limit, only some go") {
  Meter meter{Meter::Shape()};
  int gone = 0;
  while (meter.NextOpening(kStart).at <= kStart) {
    meter.Take(kStart);
    ++gone;
  }
  CHECK(gone == 32);
  CHECK(meter.NextOpening(kStart).at == kNoDeadline);
  CHECK(meter.limit() == 0);

  // A server without limits does not tell any.
  meter.Learn(1, std::nullopt, kStart);
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(meter.NextOpening(kStart).at <= kStart);
    meter.Take(kStart);
  }
}

TEST_CASE("answers that overtake each other") {
  Meter meter{Meter::Shape()};
  for (int i = 0; i < 3; ++i) meter.Take(kStart);
  meter.Learn(3, Meter::Level{100, 90, 30s}, kStart);
  CHECK(meter.remaining() == 90);
  meter.Learn(1, Meter::Level{100, 92, 30s}, kStart);  // an older one
  CHECK(meter.remaining() == 90);
  meter.Take(kStart);
  meter.Take(kStart);
  meter.Learn(4, Meter::Level{100, 80, 30s}, kStart);  // others draw from it too
  CHECK(meter.remaining() == 79);                      // the fifth may not be counted yet
}

TEST_CASE("a limit that is used up is closed until its window ends") {
  Meter meter{Meter::Shape()};
  meter.Take(kStart);
  meter.Learn(1, Meter::Level{10, 0, 30s}, kStart);
  CHECK_FALSE(meter.NextOpening(kStart).is_closure);  // while an answer may still tell better
  meter.Leave();
  CHECK(meter.NextOpening(kStart).is_closure);
  CHECK(meter.NextOpening(kStart).at == kStart + 31s);
  CHECK(meter.NextOpening(kStart + 31s).at <= kStart + 31s);
  CHECK_FALSE(meter.IsIdle(kStart + 31s));
}

TEST_CASE("a refusal closes everything until then") {
  Meter meter{Meter::Shape()};
  meter.CloseUntil(kStart + 600s);
  meter.CloseUntil(kStart + 5s);
  CHECK(meter.NextOpening(kStart).is_closure);
  CHECK(meter.NextOpening(kStart + 599s).at == kStart + 600s);
  CHECK(meter.NextOpening(kStart + 600s).at <= kStart + 600s);
  CHECK_FALSE(meter.IsIdle(kStart));
  CHECK(meter.IsIdle(kStart + 600s));
}

TEST_CASE("one at once, and a small limit that is not spread") {
  Meter::Shape shape;
  shape.at_once = 1;
  shape.is_paced = false;
  Meter meter(shape);
  for (int i = 1; i <= 30; ++i) {
    REQUIRE(meter.NextOpening(kStart).at <= kStart);
    const auto number = meter.Take(kStart);
    CHECK(meter.NextOpening(kStart).at == kNoDeadline);
    meter.Learn(number, Meter::Level{30, 30 - i, 468s}, kStart);
    meter.Leave();
  }
  CHECK(meter.NextOpening(kStart).at == kStart + 469s);
}

TEST_SUITE_END();
