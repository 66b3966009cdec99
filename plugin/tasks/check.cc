// SPDX-License-Identifier: Apache-2.0
// Faults are worded by the fields' titles, since that is what people see.
#include "plugin/tasks/check.h"

#include <algorithm>

#include "author/json.h"

namespace zendesk::tasks {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

void Report(Input& input, std::string_view name, std::string code, std::string message,
            std::string remedy) {
  ReportInside(input, name, json::Join("", name), std::move(code), std::move(message),
               std::move(remedy));
}

void ReportInside(Input& input, std::string_view name, std::string pointer, std::string code,
                  std::string message, std::string remedy) {
  input.AddFault(Fault{std::move(pointer),
                       std::move(code),
                       std::move(message),
                       std::string(input.Title(name)),
                       {},
                       std::move(remedy)});
}

void ThrowIfAny(std::vector<Fault> faults, const Input& input) {
  if (faults.empty()) return;
  throw task_plugin::InvalidArgument("invalid_input", "The input", std::move(faults),
                                     input.texts());
}

void Exclude(Input& input, std::string_view first, std::string_view second) {
  if (!input.Has(first) || !input.Has(second)) return;
  Report(input, second, "excluded",
         input.Say("{} and {} exclude each other.", input.Title(first), input.Title(second)),
         input.Say("Leave one of them out."));
}

bool IsFieldValue(const json::Value& value) {
  if (!value.IsArray()) return !value.IsObject();
  const auto items = value.GetArray();
  return std::all_of(items.begin(), items.end(), [](const json::Value& item) {
    return item.IsString() && !json::IsNumberText(item);
  });
}

}  // namespace zendesk::tasks
