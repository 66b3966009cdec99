// SPDX-License-Identifier: Apache-2.0
// Work in a child process, and a proof that a plugin object works there.
#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "object.h"

namespace task_plugin {

// Runs the work in a child process; true when it ends well within a minute.
inline bool InChild(const std::function<bool()>& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    alarm(60);  // a child that hangs dies of it
    _exit(work() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// doctest's checks take locks that a child may inherit locked; a child only counts.
inline tp_status ExecuteQuietly(Object& object, Outcome& outcome) {
  const tp_task_request request = Object::Request(R"({"do":"succeed"})");
  object.api().execute(object.plugin(), object.conn(), &request, outcome.sink());
  return outcome.completions() == 1 ? outcome.status() : TP_E_UNKNOWN;
}

inline bool Works(Object& object) {
  Outcome executed;
  Outcome submitted;
  Outcome cancelled;
  return ExecuteQuietly(object, executed) == TP_OK &&
         object.Submit(submitted, "succeed") == TP_OK && submitted.Wait() == TP_OK &&
         object.Submit(cancelled, "wait") == TP_OK &&
         object.api().cancel(object.plugin(), cancelled.id()) == TP_OK &&
         cancelled.Wait() == TP_E_CANCELLED;
}

}  // namespace task_plugin
