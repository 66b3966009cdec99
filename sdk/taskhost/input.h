// SPDX-License-Identifier: Apache-2.0
// Makes the input of a task out of --input, --event and --set.
#pragma once

#include <string>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/options.h"

namespace taskhost {

// Reads --input once and makes inputs of it. options and task must outlive it. All members throw
// Stop or task_host::Error.
class InputMaker {
 public:
  InputMaker(const Options& options, const task_host::TaskEntry& task, Language language);

  // JSON text, ready for the plugin. event is NULL when there is none.
  std::string FromEvent(const task_host::Json* event) const;
  // The same for a document that is the input itself and no template.
  std::string FromInput(task_host::Json input) const;
  // Do two makers with the same text make the same out of the same documents?
  std::string Identity() const;

 private:
  const Options& options_;
  const task_host::TaskEntry& task_;
  Language language_;
  task_host::Json template_;
};

// What --input, --event and --set make together.
std::string BuildInput(const Options& options, const task_host::TaskEntry& task, Language language);

// The value of --set: JSON when the text is JSON and the schema does not say that the property is
// text, otherwise text. Where text or null is allowed, null is null and all else is text.
task_host::Json SetValue(const std::string& text, const task_host::Json* schema);

}  // namespace taskhost
