// SPDX-License-Identifier: Apache-2.0
// The process's own limit; the machine's is not touched.
#include "open_files.h"

#include <sys/resource.h>

namespace sandbox {

void raise_open_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace sandbox
