// SPDX-License-Identifier: Apache-2.0
// An end before the task has run, in the form in which tasks end, so that both are printed alike.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "host/bundle/bundle_error.h"
#include "host/error.h"
#include "host/result.h"
#include "taskhost/texts.h"

namespace taskhost {

// A fault at one place of the input.
struct FieldFault {
  std::string pointer;
  std::string code;
  std::string message;
};

class Stop : public std::exception {
 public:
  Stop(int exit_code, tp_status status, std::string code, std::string message);

  // The command line is at fault.
  static Stop Usage(const std::string& message);
  // The input is at fault; fields may be empty.
  static Stop Input(std::string code, std::string message, const std::vector<FieldFault>& fields);
  // The connection is at fault.
  static Stop Connection(const std::string& message);
  // What the host library threw.
  static Stop From(const task_host::Error& error, Language language);
  static Stop From(const task_host::BundleError& error, Language language);
  // create() or connect() said no: the policy or the connection is at fault. help is what the
  // plugin's manifest says of the error.
  static Stop From(const task_host::Refused& refused, const std::string& help, Language language);

  int exit_code() const { return exit_code_; }
  const task_host::Result& result() const { return result_; }
  const std::string& help() const { return help_; }
  const char* what() const noexcept override { return result_.error_message.c_str(); }

 private:
  int exit_code_;
  task_host::Result result_;
  std::string help_;
};

}  // namespace taskhost
