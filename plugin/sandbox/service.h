// SPDX-License-Identifier: Apache-2.0
// What the network side asks of the sandbox: an answer for a request, and how to deliver it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "http.h"

namespace sandbox {

enum class Delivery {
  kNormal,
  kCut,      ///< close the connection without a byte of answer
  kReset,    ///< the same, with a reset in place of an orderly end
  kCutBody,  ///< send the head and half of the body, then close
  kHang,     ///< keep the connection open and never answer
  kDrip,     ///< send the answer in pieces of a few bytes, `delay` between them
  kEvents,   ///< send the head, then a server-sent event each time that Service::changes() has
             ///< moved, looking every `delay`, until the client goes
};

struct Reply {
  Response response;
  Delivery delivery = Delivery::kNormal;
  /// Held this long first (kNormal), between pieces (kDrip, kEvents), or until `later`.
  std::chrono::milliseconds delay{0};
  /// What is done after a cut; nothing mostly.
  std::function<void()> later{};
  /// Let go just before the end of the answer is sent: no client knows of it earlier.
  std::shared_ptr<const void> in_flight{};
};

/// Called from several threads at once.
class Service {
 public:
  virtual ~Service() = default;
  virtual Reply handle(Request request) = 0;
  /// What the server says by itself to something that is no proper request: 400, 413, 431.
  virtual Response refuse(int status) = 0;
  /// Whether to end a TLS connection at its beginning; asked once for each.
  virtual bool refuses_handshake() = 0;
  /// Moves with everything that happens.
  virtual std::uint64_t changes() const = 0;
  virtual void connection_opened() = 0;
  virtual void connection_closed() = 0;
};

}  // namespace sandbox
