// SPDX-License-Identifier: Apache-2.0
// One line for people, or one document for programs.
#include "taskhost/facts.h"

#include "taskhost/exit_code.h"
#include "taskhost/output.h"
#include "taskhost/report.h"

namespace taskhost {

int ReportFacts(const Options& options, const task_host::Json& facts, const std::string& text,
                Language language) {
  task_host::Result result;
  result.status = TP_OK;
  result.output_json = facts.Serialize();
  WriteOutput(options.json ? JsonDocument(result) : Printable(text) + "\n", language);
  return kExitOk;
}

}  // namespace taskhost
