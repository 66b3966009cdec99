// SPDX-License-Identifier: Apache-2.0
// The plugin's own OpenSSL and libcurl: made ready once, never torn down.
#pragma once

#include <string>

namespace zendesk::transport {

// Readies both libraries for the process; later calls do nothing. OpenSSL gets no exit handler and
// reads no configuration file. Throws std::runtime_error when libcurl refuses.
void InitLibraries();

// `configured`, or else the machine's bundle of certificate authorities in the first usual place
// that has one; empty when there is none.
std::string FindCaFile(const std::string& configured);

// Which TLS library is at work and in which file it lies, as a JSON object: proof that a plugin
// inside another program runs on its own.
std::string TlsLibraryFields();

}  // namespace zendesk::transport
