// SPDX-License-Identifier: Apache-2.0
// What a session knows and does at the moment. For session*.cc alone.
#pragma once

#include <exception>

#include "plugin/auth/session.h"
#include "plugin/transport/bell.h"

namespace zendesk::auth {

// One renewal, and those who wait for it.
struct Session::Renewal {
  transport::Bell bell;
  bool is_over = false;
  std::exception_ptr failure;
  std::shared_ptr<const Credentials> token;  // unless it failed
};

// Tokens fresh from the service.
struct Session::Given {
  Tokens tokens;
  std::int64_t asked_at = 0;  // by the monotonic clock
  std::uint64_t seen = 0;     // the store's generation at that time
};

struct Session::State {
  explicit State(const transport::Transport* transport) : home(transport) {}

  const transport::Transport*
      home;  // another one: this is a child process, and all is the parent's

  std::shared_ptr<const Credentials> token;  // null: none yet, or it was refused
  std::string scope;
  std::int64_t expires_at_unix_ms = 0;      // 0: unknown
  std::int64_t renew_at = 0;                // by the monotonic clock
  std::int64_t ends_at = 0;                 // likewise: from here on it is refused for sure
  std::optional<std::uint64_t> generation;  // of what was last read from the store, or put there

  std::optional<Given> unstored;  // given by the service, but not taken by the store
  SecretMask sent;                // with the last request for tokens

  std::shared_ptr<Renewal> renewal;  // under way, or null
};

}  // namespace zendesk::auth
