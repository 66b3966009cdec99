// SPDX-License-Identifier: Apache-2.0
// The frame of a bundle's zip archive. Zip lets readers choose what to believe: the entries can be
// told by the directory at the end or by what stands before each file, and bytes can hide between
// them. Here every byte of the frame has one place and one value, so that there is one way to read
// it, and packing the same files twice gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace task_host {

struct ZipEntry {
  std::string name;
  std::size_t offset = 0;  // where what belongs to it begins
  std::uint64_t packed_size = 0;
  std::uint64_t size = 0;
};

// The entries in the order in which they lie in the archive. No content is unpacked. Throws
// BundleError: for a wrong frame, a name that CheckEntryNames refuses, and what is beyond limits.h.
std::vector<ZipEntry> ReadZipLayout(std::string_view archive);

}  // namespace task_host
