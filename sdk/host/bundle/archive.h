// SPDX-License-Identifier: Apache-2.0
// The files of a plugin as one text, the archive, and back.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace task_host {

// The last file of an archive, the SHA-256 of all bytes before it. There is more than one way to
// deflate the same bytes, so that without it not every damage would show. It is no file of the
// plugin; whom to believe is for the signature to say.
inline constexpr std::string_view kSealName = "META/archive.sha256";

// Names, as entry_names.h allows them, and contents. Sorted by the bytes of the names.
using Files = std::map<std::string, std::string>;

// Throws BundleError. What it returns is within the limits of limits.h.
Files Unpack(std::string_view archive);

// The same files give the same bytes, whoever packs them and when. Throws BundleError for names and
// sizes that Unpack() would refuse.
std::string Pack(const Files& files);

}  // namespace task_host
