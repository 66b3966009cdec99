// SPDX-License-Identifier: Apache-2.0
// Why a bundle is refused. Every reason has a code of its own that stays the same for programs.
#pragma once

#include <string_view>

#include "host/error.h"

namespace task_host {

class BundleError : public Error {
 public:
  // code is a literal such as "bundle.link".
  BundleError(Kind kind, std::string_view code, const Sentence& message)
      : Error(kind, message), code_(code) {}

  std::string_view code() const noexcept { return code_; }

 private:
  std::string_view code_;
};

// The archive or a file in it is not what the rules of bundles want.
[[noreturn]] inline void RefuseFormat(std::string_view code, const Sentence& message) {
  throw BundleError(Error::Kind::kFormat, code, message);
}

// A signature, a key or the rules of this host stand against it.
[[noreturn]] inline void Forbid(std::string_view code, const Sentence& message) {
  throw BundleError(Error::Kind::kForbidden, code, message);
}

// What the manifest says does not fit this host, this machine or the rest of the bundle.
[[noreturn]] inline void RefuseManifest(std::string_view code, const Sentence& message) {
  throw BundleError(Error::Kind::kManifest, code, message);
}

}  // namespace task_host
