// SPDX-License-Identifier: Apache-2.0
// Errors, faults and warnings in the form in which they cross the border.
#include "author/error.h"

#include <doctest/doctest.h>

#include <new>
#include <stdexcept>
#include <string>

#include "author/operation.h"
#include "author/text.h"

namespace task_plugin {
namespace {

TEST_CASE("details hold what there is, and nothing when there is nothing") {
  Error error(Status::kRejected, "refused", "No.");
  CHECK(error.DetailsJson().empty());
  error.http_status = 422;
  CHECK(error.DetailsJson() == R"({"fields":[],"status":422})");
  error.request_id = "r\"1";
  error.faults.push_back({"/a", "c", "m", "", {}, ""});
  error.faults.push_back({"", "c2", "m2", "T", {"x", "\u00E9"}, "Do it.", "No!"});
  error.said = "Not so.";
  CHECK(error.DetailsJson() ==
        "{\"fields\":[{\"pointer\":\"/a\",\"code\":\"c\",\"message\":\"m\"},"
        "{\"pointer\":\"\",\"code\":\"c2\",\"message\":\"m2\",\"title\":\"T\",\"allowed\":[\"x\","
        "\"\u00E9\"],"
        "\"remedy\":\"Do it.\",\"said\":\"No!\"}],\"requestId\":\"r\\\"1\","
        "\"said\":\"Not so.\",\"status\":422}");
  Error verified(Status::kUnavailable, "away", "Nobody is there.");
  verified.report_json = R"([{"check":"address","state":"failed","text":"Nobody is there."}])";
  CHECK(verified.DetailsJson() == R"({"fields":[],"report":)" + verified.report_json + "}");
}

TEST_CASE("many faults share one message, a single one brings its remedy") {
  const Fault first{"/a", "c", "A is wrong.", "", {}, "Mend A."};
  const Fault second{"/b", "c", "B is wrong.", "", {}, "Mend B."};
  CHECK(InvalidArgument("bad", "The form", {first}, Texts::English()).message ==
        "A is wrong. Mend A.");
  const Error both = InvalidArgument("bad", "The form", {first, second}, Texts::English());
  CHECK(both.message == "The form has 2 faults. A is wrong. B is wrong.");
  CHECK(both.status == Status::kInvalidArgument);
  CHECK(both.code == "bad");
  CHECK(both.faults.size() == 2);
}

TEST_CASE("warnings") {
  CHECK(WarningsJson({}).empty());
  CHECK(WarningsJson({{"c", "m", ""}, {"d", "n", "/p"}}) ==
        R"([{"code":"c","message":"m"},{"code":"d","message":"n","pointer":"/p"}])");
}

TEST_CASE("a result takes over everything from an error") {
  Error error(Status::kRateLimited, "slow_down", "Later.");
  error.retry = Retry::kSafe;
  error.retry_after_ms = 1500;
  error.http_status = 429;
  error.warnings.push_back({"w", "m", ""});
  const Result result(error, Texts::English());
  CHECK(result.status == Status::kRateLimited);
  CHECK(result.retry == Retry::kSafe);
  CHECK(result.retry_after_ms == 1500);
  CHECK(result.http_status == 429);
  CHECK(result.error_code == "slow_down");
  CHECK(result.error_message == "Later.");
  CHECK(result.error_details_json == R"({"fields":[],"status":429})");
  CHECK(result.warnings_json == R"([{"code":"w","message":"m"}])");
  CHECK(result.output_json.empty());
}

TEST_CASE("a message is UTF-8 of at most 8 KiB, whatever was thrown") {
  const auto message = [](std::string text) {
    return Result(Error(Status::kInternal, "internal", std::move(text)), Texts::English())
        .error_message;
  };
  const std::string full(8 << 10, 'x');
  CHECK(message(full) == full);
  for (size_t lead = 0; lead < 4; ++lead) {
    std::string text(lead, 'x');
    while (text.size() < 20'000) text += "\U0001F600";
    const std::string cut = message(text);
    CHECK(cut.size() <= full.size());
    CHECK(cut.size() > full.size() - 8);
    CHECK(IsUtf8(cut));
    CHECK(cut.ends_with("\U0001F600 ..."));
  }
  CHECK(IsUtf8(message("caf\xE9")));
  CHECK_FALSE(message("caf\xE9").empty());
}

template <typename Thrown>
Error CaughtAs(const Thrown& thrown) {
  try {
    throw thrown;
  } catch (...) {
    return CurrentError(Texts::English());
  }
}

TEST_CASE("whatever is thrown becomes an error") {
  CHECK(CaughtAs(Error(Status::kConflict, "c", "m")).status == Status::kConflict);
  CHECK(CaughtAs(std::runtime_error("why")).message == "The plugin failed: why");
  CHECK(CaughtAs(std::runtime_error("why")).status == Status::kInternal);
  CHECK(CaughtAs(std::bad_alloc()).message == "There was not enough memory.");
  CHECK(CaughtAs(7).status == Status::kInternal);
  CHECK(CaughtAs("text").code == "internal");
}

}  // namespace
}  // namespace task_plugin
