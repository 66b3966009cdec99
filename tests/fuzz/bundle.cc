// SPDX-License-Identifier: Apache-2.0
// A bundle from anywhere is refused in the proper way, or is one that can be packed again. The
// first byte tells whether the seal of the rest is put right.
#include "host/bundle/bundle.h"

#include "fuzz.h"
#include "host/bundle/zip_layout.h"
#include "host/error.h"
#include "reseal.h"

namespace {

using namespace task_host;

void ReadAsArchive(std::string_view archive) {
  try {
    for (const ZipEntry& entry : ReadZipLayout(archive)) {
      fuzz::Require(entry.offset < archive.size(), "an entry lies in the archive");
      fuzz::Require(entry.packed_size <= archive.size(), "an entry is no larger than the archive");
    }
  } catch (const Error&) {
  }
}

void ReadAsBundle(std::string_view archive) {
  try {
    const Bundle bundle = Bundle::FromArchive(archive);
    fuzz::Require(Unpack(Pack(bundle.files())) == bundle.files(), "it can be packed again");
    for (const auto& [name, content] : bundle.files()) {
      fuzz::Require(("/" + name + "/").find("/../") == std::string::npos && name[0] != '/',
                    "no name leads out");
    }
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest = fuzz::Text(data + 1, size - 1);
  const std::string archive = (data[0] & 1) != 0 ? fuzz::Resealed(rest) : std::string(rest);
  ReadAsArchive(archive);
  ReadAsBundle(archive);
  return 0;
}
