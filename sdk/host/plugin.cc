// SPDX-License-Identifier: Apache-2.0
// Load, negotiate, compare: in this order, so that the first difference is the one reported.
#include "host/plugin.h"

#include "host/agreement.h"
#include "host/library.h"
#include "host/trust.h"

namespace task_host {

std::shared_ptr<const Plugin> Plugin::Load(Manifest manifest) {
  // Modes may have changed since the manifest was read.
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(manifest.folder, error);
  RequireTrust(manifest.library, folder.parent_path().parent_path());
  const EntryFunction function = LoadEntryFunction(manifest.library);
  const tp_entry* entry = function();
  CheckEntry(entry, manifest);
  CheckTasks(*entry, manifest);
  return std::shared_ptr<const Plugin>(new Plugin(std::move(manifest), entry));
}

}  // namespace task_host
