// SPDX-License-Identifier: Apache-2.0
// From a blob to the source of a request's body.
#include "plugin/tasks/host_files.h"

#include <utility>

namespace zendesk::tasks {
namespace {

class HostFile final : public FileBytes {
 public:
  explicit HostFile(task_plugin::Blob blob) : blob_(std::move(blob)) {}

  uint64_t size() const override { return blob_.size(); }
  void Read(uint64_t offset, std::span<char> buffer) const override {
    blob_.Read(offset, std::as_writable_bytes(buffer));
  }

 private:
  const task_plugin::Blob blob_;
};

}  // namespace

FileOpener MakeFileOpener(const task_plugin::PluginContext& context) {
  return [host = context.host, locales = context.locales](std::string_view handle,
                                                          std::string_view pointer) {
    return std::make_shared<const HostFile>(host->blobs().Open(handle, pointer, locales->texts()));
  };
}

}  // namespace zendesk::tasks
