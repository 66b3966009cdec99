// SPDX-License-Identifier: Apache-2.0
// Names of files for connections, whatever characters their ids hold.
#pragma once

#include <string>
#include <string_view>

namespace task_host {

// The id itself when it is made of letters, digits, - and _; other bytes are written %2F. Of an id
// that is too long for a file system it is the beginning, ~ and a hash: the file must tell the
// whole id. Holds no dot, so that an ending can be added. At most 180 bytes.
std::string ConnectionFileName(std::string_view connection_id);

}  // namespace task_host
