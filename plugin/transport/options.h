// SPDX-License-Identifier: Apache-2.0
// The host's policy, as far as HTTP is concerned. Nothing of it is read from the environment.
#pragma once

#include <memory>
#include <string>

#include "plugin/transport/log.h"

namespace zendesk::transport {

struct Options {
  static constexpr int kDefaultMaxConnections = 64;

  std::string user_agent;

  // "http://[user:password@]host:port"; empty: no proxy, whatever the environment says.
  std::string proxy;

  // Hosts that are reached without the proxy: names (with all below them), addresses and networks,
  // separated by commas; "*" for all.
  std::string no_proxy;

  // Certificate authorities in PEM. Empty: the machine's bundle, from the first usual place that
  // has one.
  std::string ca_file;

  // How many exchanges are under way at once, and so the most connections; others wait their turn
  // in order. 0: kDefaultMaxConnections.
  int max_connections = 0;

  // May be null.
  std::shared_ptr<Log> log;
};

}  // namespace zendesk::transport
