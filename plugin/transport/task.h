// SPDX-License-Identifier: Apache-2.0
// The coroutine type of everything that waits for the network: tasks, the Zendesk client, Send().
#pragma once

#include <boost/asio/awaitable.hpp>

namespace zendesk::transport {

// Runs on the I/O thread of the Transport that started it, from the first line to the last.
//
// g++ 12.2 destroys aggregate and lambda temporaries inside a co_await expression twice: give such
// a value a name first. Request and Response have constructors and are safe there.
template <typename T>
using Task = boost::asio::awaitable<T>;

}  // namespace zendesk::transport
