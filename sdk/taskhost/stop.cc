// SPDX-License-Identifier: Apache-2.0
// The kinds of ends before the task.
#include "taskhost/stop.h"

#include "host/json.h"
#include "taskhost/exit_code.h"
#include "taskhost/host_texts.h"

namespace taskhost {

using task_host::Error;
using task_host::Json;

Stop::Stop(int exit_code, tp_status status, std::string code, std::string message)
    : exit_code_(exit_code) {
  result_.status = status;
  result_.error_code = std::move(code);
  result_.error_message = std::move(message);
}

Stop Stop::Usage(const std::string& message) {
  return Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.usage", message);
}

Stop Stop::Input(std::string code, std::string message, const std::vector<FieldFault>& fields) {
  Stop stop(kExitInvalidInput, TP_E_INVALID_ARGUMENT, std::move(code), std::move(message));
  if (fields.empty()) return stop;
  Json::Array list;
  for (const FieldFault& field : fields) {
    Json entry;
    entry.Set("pointer", Json(field.pointer));
    entry.Set("code", Json(field.code));
    entry.Set("message", Json(field.message));
    list.push_back(std::move(entry));
  }
  Json details;
  details.Set("fields", Json(std::move(list)));
  stop.result_.error_details_json = details.Serialize();
  return stop;
}

Stop Stop::Connection(const std::string& message) {
  return Stop(kExitConfiguration, TP_E_INVALID_ARGUMENT, "host.connection", message);
}

Stop Stop::From(const task_host::BundleError& error, Language language) {
  Stop stop = From(static_cast<const Error&>(error), language);
  stop.result_.error_code = error.code();
  return stop;
}

Stop Stop::From(const Error& error, Language language) {
  const std::string message = Say(language, error.sentence());
  switch (error.kind()) {
    case Error::Kind::kNotFound:
      return Stop(kExitNotFound, TP_E_NOT_FOUND, "host.not_found", message);
    case Error::Kind::kFormat:
      return Stop(kExitInvalidInput, TP_E_INVALID_ARGUMENT, "host.format", message);
    case Error::Kind::kManifest:
      return Stop(kExitConfiguration, TP_E_ABI, "host.manifest", message);
    case Error::Kind::kForbidden:
      return Stop(kExitPermission, TP_E_PERMISSION_DENIED, "host.forbidden", message);
    case Error::Kind::kLibrary:
      return Stop(kExitConfiguration, TP_E_ABI, "host.library", message);
  }
  return Stop(kExitInternal, TP_E_INTERNAL, "host.internal", message);
}

Stop Stop::From(const task_host::Refused& refused, const std::string& help, Language language) {
  Stop stop(kExitConfiguration, TP_E_INTERNAL, "", "");
  stop.result_ = InLanguage(language, refused.result());
  stop.help_ = help;
  return stop;
}

}  // namespace taskhost
