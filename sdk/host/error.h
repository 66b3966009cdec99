// SPDX-License-Identifier: Apache-2.0
// The exception of the host library. A task that fails is no exception but a Result.
#pragma once

#include <stdexcept>
#include <string>

#include "host/result.h"

namespace task_host {

class Error : public std::runtime_error {
 public:
  enum class Kind {
    kNotFound,  // a plugin, a task or a file is not there
    kFormat,    // a document is not what it should be: no JSON, too large, wrong members
    kManifest,  // plugin.json, or a file that it names, is at fault
    kLibrary,   // the library does not load, or does not follow task_plugin.h
  };

  Error(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

// create() or connect() of the plugin said no; result() is what its diagnostic sink was told.
class Refused : public std::runtime_error {
 public:
  explicit Refused(Result result)
      : std::runtime_error(result.error_message), result_(std::move(result)) {}
  const Result& result() const noexcept { return result_; }

 private:
  Result result_;
};

}  // namespace task_host
