// SPDX-License-Identifier: Apache-2.0
// --attach: files that a task takes, as handles in its input.
#pragma once

#include <string>
#include <string_view>

#include "host/blob_store.h"
#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/options.h"

namespace taskhost {

// The property of a task's input that takes files: a list that is marked x-tp.widget "file".
class AttachmentPlace {
 public:
  // Throws Stop with the exit code for usage when files are to be attached and the task takes none,
  // or one of them has no name. options and task must outlive it.
  static AttachmentPlace Of(const Options& options, const task_host::TaskEntry& task,
                            Language language);

  // The input with a handle for each file behind those that its list holds already. Throws Stop,
  // and task_host::Error when a file cannot be read.
  std::string Fill(const std::string& input_json, task_host::BlobStore& blobs) const;

 private:
  AttachmentPlace(const Options& options, Language language)
      : options_(&options), language_(language) {}

  const Options* options_;
  Language language_;
  std::string name_;
  const task_host::Json* item_ = nullptr;  // the schema of one file
};

// By the end of a file's name; "application/octet-stream" for one that is not known.
std::string_view ContentTypeOf(std::string_view file_name);

}  // namespace taskhost
