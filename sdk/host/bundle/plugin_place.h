// SPDX-License-Identifier: Apache-2.0
// Changes what a place of plugins holds. Each change takes effect in one step, a rename: whoever
// looks, and whatever ends the process or the machine, sees the old plugin or the new one, whole.
// Versions lie side by side and are never written to, so that a host that runs one is not
// disturbed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/bundle/bundle.h"

namespace task_host {

struct InstallRules {
  bool must_be_there = false;    // an update: another version is installed, and this one is newer
  bool allow_downgrade = false;  // to a version that is lower than the one that counts
};

struct Change {
  std::string id;
  std::string version;   // that counts now; "" when none is left
  std::string previous;  // that counted before; "" when there was none
  std::filesystem::path folder{};
  bool is_new = false;  // the version was not there yet
};

// One can be made for a place that does not exist; the first plugin makes it. Every function but
// Versions() and Current() waits for others that change the place, and throws Error and BundleError
// with nothing changed. [any thread]
class PluginPlace {
 public:
  explicit PluginPlace(std::filesystem::path place) : place_(std::move(place)) {}

  // Looks at the manifest and the library as a host does, and installs. Asks nothing of signatures:
  // see RequireConsent().
  Change Install(const Bundle& bundle, const InstallRules& rules) const;
  // A version, or with "" the plugin with all of them.
  Change Remove(const std::string& id, const std::string& version) const;
  // Lets the version count that did before, or another one that is there.
  Change Rollback(const std::string& id, const std::string& version) const;

  // What is there, the highest last.
  std::vector<std::string> Versions(const std::string& id) const;
  // The version that counts as long as nobody asks for pre-releases; "" when there is none.
  std::string Current(const std::string& id) const;

 private:
  std::filesystem::path place_;
};

}  // namespace task_host
