// SPDX-License-Identifier: Apache-2.0
// Which failures are tried again, how often and after what wait.
#include "plugin/zendesk/repeats.h"

#include <doctest/doctest.h>

#include <set>

namespace zendesk {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Kind = Problem::Kind;
using Retry = Problem::Retry;

Problem Make(Kind kind, Retry retry, const char* code = "zendesk.unavailable",
             int64_t wait_ms = -1) {
  Problem problem(kind, code, Message("Something."));
  problem.retry = retry;
  problem.wait_ms = wait_ms;
  return problem;
}

class Trial {
 public:
  explicit Trial(RepeatSettings settings = {},
                 transport::Deadline deadline = transport::kNoDeadline,
                 bool rereads_conflicts = false)
      : settings_(settings), repeats_(settings_, deadline, rereads_conflicts, chance_) {}

  std::optional<milliseconds> After(const Problem& problem) { return repeats_.WaitAfter(problem); }

 private:
  Chance chance_{7};
  const RepeatSettings settings_;
  Repeats repeats_;
};

TEST_SUITE_BEGIN("repeats");

TEST_CASE("what may be repeated follows from the retry class") {
  CHECK(Trial().After(Make(Kind::kUnavailable, Retry::kSafe)));
  CHECK(Trial().After(Make(Kind::kUnavailable, Retry::kIfIdempotent)));
  CHECK_FALSE(Trial().After(Make(Kind::kUnavailable, Retry::kUnknownOutcome)));
  CHECK_FALSE(Trial().After(Make(Kind::kRejected, Retry::kNever)));
}

TEST_CASE("what does not go away is not tried again") {
  for (const char* code : {"transport.tls_failed", "transport.proxy_failed",
                           "transport.response_too_large", "zendesk.bad_reply"}) {
    CAPTURE(code);
    CHECK_FALSE(Trial().After(Make(Kind::kUnavailable, Retry::kSafe, code)));
  }
  CHECK_FALSE(Trial().After(Make(Kind::kCancelled, Retry::kSafe)));
}

TEST_CASE("a conflict is for the one who has to read again") {
  const Problem conflict = Make(Kind::kConflict, Retry::kSafe);
  CHECK(Trial().After(conflict));
  CHECK_FALSE(Trial({}, transport::kNoDeadline, true).After(conflict));
}

TEST_CASE("at most so many attempts") {
  for (const int attempts : {1, 2, 5}) {
    CAPTURE(attempts);
    RepeatSettings settings;
    settings.most_attempts = attempts;
    Trial trial(settings);
    for (int i = 1; i < attempts; ++i) CHECK(trial.After(Make(Kind::kUnavailable, Retry::kSafe)));
    CHECK_FALSE(trial.After(Make(Kind::kUnavailable, Retry::kSafe)));
  }
  Trial trial;  // of those that cost the whole time for a request, two
  CHECK(trial.After(Make(Kind::kTimeout, Retry::kSafe)));
  CHECK_FALSE(trial.After(Make(Kind::kTimeout, Retry::kSafe)));
}

TEST_CASE("the back-off grows, and is spread over all of its time") {
  RepeatSettings settings;
  settings.most_attempts = 10;
  std::vector<int64_t> longest(9, 0);
  Chance chance(11);
  for (int run = 0; run < 300; ++run) {
    Repeats repeats(settings, transport::kNoDeadline, false, chance);
    for (int64_t& wait : longest)
      wait = std::max(wait, repeats.WaitAfter(Make(Kind::kUnavailable, Retry::kSafe))->count());
  }
  int64_t bound = 500;
  for (const int64_t wait : longest) {
    CHECK(wait <= bound);
    CHECK(wait > bound * 9 / 10);
    bound = std::min<int64_t>(bound * 2, 16'000);
  }
}

TEST_CASE("what Zendesk asks for is waited for, and not by everybody to the same moment") {
  std::set<int64_t> waits;
  Chance chance(3);
  const RepeatSettings settings;
  for (int run = 0; run < 50; ++run) {
    Repeats repeats(settings, transport::kNoDeadline, false, chance);
    const auto wait =
        repeats.WaitAfter(Make(Kind::kRateLimited, Retry::kSafe, "zendesk.rate_limited", 2000));
    REQUIRE(wait);
    CHECK(*wait >= 2000ms);
    CHECK(*wait <= 2125ms);
    waits.insert(wait->count());
  }
  CHECK(waits.size() > 10);
}

TEST_CASE("no wait is longer than the settings allow, or than the deadline leaves") {
  const auto limited = [](int64_t ms) {
    return Make(Kind::kRateLimited, Retry::kSafe, "zendesk.rate_limited", ms);
  };
  CHECK(Trial().After(limited(60'000)));
  CHECK_FALSE(Trial().After(limited(60'001)));
  CHECK_FALSE(Trial().After(limited(600'000)));
  CHECK_FALSE(Trial({}, std::chrono::steady_clock::now() + 1s).After(limited(2000)));
  CHECK(Trial({}, std::chrono::steady_clock::now() + 10s).After(limited(2000)));
}

TEST_SUITE_END();

}  // namespace
}  // namespace zendesk
