// SPDX-License-Identifier: Apache-2.0
// A plugin whose library is loaded and agrees with its manifest.
#pragma once

#include <memory>

#include "host/manifest.h"
#include "task_plugin.h"

namespace task_host {

class Plugin {
 public:
  // Loads the manifest's library and checks it. Throws Error: kManifest when others could have
  // changed the library (trust.h), else kLibrary.
  static std::shared_ptr<const Plugin> Load(Manifest manifest);

  const Manifest& manifest() const { return manifest_; }
  const tp_entry& entry() const { return *entry_; }

 private:
  Plugin(Manifest manifest, const tp_entry* entry)
      : manifest_(std::move(manifest)), entry_(entry) {}

  Manifest manifest_;
  const tp_entry* entry_;
};

}  // namespace task_host
