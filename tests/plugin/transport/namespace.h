// SPDX-License-Identifier: Apache-2.0
// A network and a name server list of the test program's own.
#pragma once

#include <string>

namespace test {

// Moves the process, which must still have one thread only, into a network that is nothing but
// loopback, and makes `resolv_conf` the text of its /etc/resolv.conf. False where the machine does
// not allow it.
bool EnterOwnNetwork(const std::string& resolv_conf);

}  // namespace test
