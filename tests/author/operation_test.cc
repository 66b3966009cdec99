// SPDX-License-Identifier: Apache-2.0
// One operation by itself: exactly one end, ordered progress, and the cancel hook.
#include "author/operation.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "author/operations.h"
#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

// An operation that is open, as after submit().
struct Fixture {
  std::vector<std::string> bugs;
  std::shared_ptr<Operations> home = std::make_shared<Operations>(
      [this](std::string_view bug) { bugs.emplace_back(bug); }, Texts::English());
  TestConnection connection;
  Outcome outcome;

  std::shared_ptr<Operation> Open(TaskRequest request = {}) {
    auto operation = std::make_shared<Operation>(home, connection, *outcome.sink(), nullptr);
    operation->SetRequest(std::move(request));
    REQUIRE(home->Enter({operation}) == Status::kOk);
    return operation;
  }
};

TEST_CASE_FIXTURE(Fixture, "the first end counts") {
  const auto operation = Open();
  operation->Fail(Error(Status::kRejected, "no", "No."));
  operation->Complete(Output{"{}", {}});
  operation->Progress(1, "late");
  CHECK(outcome.completions() == 1);
  CHECK(outcome.status() == TP_E_REJECTED);
  CHECK(outcome.code() == "no");
  CHECK(outcome.fractions().empty());
  CHECK(bugs == std::vector<std::string>{"A task completed twice."});
}

TEST_CASE_FIXTURE(Fixture, "an operation that is dropped ends, one that was never open does not") {
  Open().reset();
  CHECK(outcome.completions() == 1);
  CHECK(outcome.status() == TP_E_INTERNAL);
  home->WaitUntilEmpty();
  Outcome refused;
  std::make_shared<Operation>(home, connection, *refused.sink(), nullptr).reset();
  CHECK(refused.completions() == 0);
}

TEST_CASE_FIXTURE(Fixture, "the hook runs once, and at once when it comes late") {
  const auto operation = Open();
  int runs = 0;
  operation->OnCancel([&] { ++runs; });
  CHECK_FALSE(operation->cancelled());
  CHECK(home->Cancel(operation->id()));
  CHECK(operation->cancelled());
  CHECK(runs == 1);
  CHECK(home->Cancel(operation->id()));
  CHECK(runs == 1);
  operation->OnCancel([&] { runs += 10; });
  CHECK(runs == 11);
  operation->Complete(Output{"{}", {}});
  operation->OnCancel([&] { runs += 100; });
  CHECK(runs == 11);
  CHECK_FALSE(home->Cancel(operation->id()));
}

TEST_CASE_FIXTURE(Fixture, "the end lets go of what the hook holds") {
  const auto operation = Open();
  const auto held = std::make_shared<int>();
  operation->OnCancel([held] { ++*held; });
  CHECK(held.use_count() == 2);
  operation->Complete(Output{"{}", {}});
  CHECK(held.use_count() == 1);
  operation->Cancel();
  CHECK(*held == 0);
}

TEST_CASE_FIXTURE(Fixture, "what happens inside progress waits for its end") {
  const auto operation = Open();
  std::vector<int> completions;
  outcome.on_progress = [&] {
    operation->Complete(Output{"{\"n\":1}", {}});
    operation->Complete(Output{"{\"n\":2}", {}});
    operation->Progress(1, "nested");
    completions.push_back(outcome.completions());
  };
  operation->Progress(0.5, "half");
  CHECK(completions == std::vector<int>{0});
  CHECK(outcome.completions() == 1);
  CHECK(outcome.output() == "{\"n\":1}");
  CHECK(outcome.fractions() == std::vector<double>{0.5});
  CHECK(bugs.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "there is no point in beginning what is cancelled or late") {
  TaskRequest request;
  request.deadline = std::chrono::steady_clock::now();
  auto operation = Open(request);
  CHECK_THROWS_AS(operation->ThrowIfUnwanted(), Error);
  operation->Complete(Output{"{}", {}});
  operation = Open();
  operation->ThrowIfUnwanted();
  operation->Cancel();
  CHECK_THROWS_AS(operation->ThrowIfUnwanted(), Error);
}

TEST_CASE_FIXTURE(Fixture, "an output and its warnings arrive as they are") {
  const auto operation = Open();
  const std::string large(1 << 20, 'x');
  operation->Complete(Output{large, {{"code", "message", "/p"}}});
  CHECK(outcome.output() == large);
  CHECK(outcome.status() == TP_OK);
  CHECK(outcome.code().empty());
}

}  // namespace
}  // namespace task_plugin
