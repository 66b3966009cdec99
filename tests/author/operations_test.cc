// SPDX-License-Identifier: Apache-2.0
// The bookkeeping of open operations.
#include "author/operations.h"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

struct Fixture {
  std::shared_ptr<Operations> home =
      std::make_shared<Operations>([](std::string_view) {}, Texts::English());
  TestConnection connection;
  TestConnection other;
  std::deque<Outcome> outcomes;

  std::shared_ptr<Operation> Make(Connection& on, uint64_t id = NextId()) {
    outcomes.emplace_back().set_id(id);
    return std::make_shared<Operation>(home, on, *outcomes.back().sink(), nullptr);
  }
};

TEST_CASE_FIXTURE(Fixture, "all are taken or none") {
  const auto first = Make(connection);
  const auto second = Make(connection);
  CHECK(home->Enter({first, second, Make(connection, first->id())}) == Status::kInvalidArgument);
  CHECK(home->Enter({first, Make(connection, 0)}) == Status::kInvalidArgument);
  CHECK_FALSE(home->Cancel(first->id()));
  CHECK(home->Enter({}) == Status::kOk);
  CHECK(home->Enter({first, second}) == Status::kOk);
  const auto third = Make(connection);
  CHECK(home->Enter({third, Make(other, second->id())}) == Status::kInvalidArgument);
  CHECK(home->Cancel(second->id()));
  CHECK_FALSE(home->Cancel(third->id()));
  first->Complete(Output{"{}", {}});
  second->Complete(Output{"{}", {}});
  home->WaitUntilEmpty();
  for (size_t i = 0; i < outcomes.size(); ++i) CHECK(outcomes[i].completions() == (i < 2 ? 1 : 0));
}

TEST_CASE_FIXTURE(Fixture, "a full house refuses, and has room again afterwards") {
  std::vector<std::shared_ptr<Operation>> many;
  for (size_t i = 0; i < Operations::kMost; ++i) {
    many.push_back(
        std::make_shared<Operation>(home, connection, *outcomes.emplace_back().sink(), nullptr));
  }
  CHECK(home->Enter(many) == Status::kOk);
  const auto late = Make(connection);
  CHECK(home->Enter({late}) == Status::kRateLimited);
  many.back()->Complete(Output{"{}", {}});
  CHECK(home->Enter({late}) == Status::kOk);
  late->Complete(Output{"{}", {}});
  many.clear();
  home->WaitUntilEmpty();
  CHECK(outcomes.front().status() == TP_E_INTERNAL);
}

TEST_CASE_FIXTURE(Fixture, "draining a connection cancels and waits for its own operations only") {
  auto mine = Make(connection);
  const auto others = Make(other);
  REQUIRE(home->Enter({mine, others}) == Status::kOk);
  std::thread ender;
  mine->OnCancel([&] {
    ender = std::thread(
        [&] { std::exchange(mine, nullptr)->Fail(Error(Status::kCancelled, "c", "")); });
  });
  home->Drain(connection);
  CHECK(outcomes[0].completions() == 1);
  CHECK_FALSE(others->cancelled());
  home->Drain(connection);  // nothing is left to wait for
  home->CancelAll();
  CHECK(others->cancelled());
  others->Complete(Output{"{}", {}});
  home->WaitUntilEmpty();
  ender.join();
}

}  // namespace
}  // namespace task_plugin
