// SPDX-License-Identifier: Apache-2.0
// The exception of the host library. A task that fails is no exception but a Result.
#pragma once

#include <stdexcept>
#include <string>

#include "host/result.h"
#include "host/sentence.h"

namespace task_host {

class Error : public std::runtime_error {
 public:
  enum class Kind {
    kNotFound,   // a plugin, a task or a file is not there
    kFormat,     // a document is not what it should be: no JSON, too large, wrong members
    kManifest,   // plugin.json, or a file that it names, is at fault
    kLibrary,    // the library does not load, or does not follow task_plugin.h
    kForbidden,  // a signature, a key or a rule of this host stands against it
  };

  Error(Kind kind, const Sentence& message)
      : std::runtime_error(message.InEnglish()), kind_(kind), sentence_(message) {}
  // What is the matter with a file, a folder or another source of bytes.
  Error(Kind kind, const std::string& place, const Sentence& reason)
      : Error(kind, Sentence("{}: {}", place, reason)) {
    place_ = place;
    reason_ = reason;
  }

  Kind kind() const noexcept { return kind_; }
  // what() for programs that speak other languages.
  const Sentence& sentence() const noexcept { return sentence_; }
  // The same for those who name this place themselves.
  const Sentence& Beside(const std::string& place) const noexcept {
    return !reason_.empty() && place_ == place ? reason_ : sentence_;
  }

 private:
  Kind kind_;
  Sentence sentence_;
  std::string place_;
  Sentence reason_;
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
