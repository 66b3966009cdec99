// SPDX-License-Identifier: Apache-2.0
// One table of checks: their names, and what is said of those that nothing was said of.
#include "plugin/tasks/doctor_report.h"

#include <algorithm>
#include <array>

#include "author/json.h"
#include "plugin/tasks/errors.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;

struct CheckText {
  Check check;
  const char* name;
  const char* skipped;
};
constexpr std::array kChecks = {
    CheckText{Check::kAddress, "address", "The address was not looked at."},
    CheckText{Check::kAccount, "account", "Whether the account exists was not looked at."},
    CheckText{Check::kCredential, "credential", "The credentials were not tried."},
    CheckText{Check::kUser, "user", "The user of the credentials was not looked at."},
    CheckText{Check::kScopes, "scopes", "The scopes were not looked at."},
    CheckText{Check::kProduct, "product", "Whether Zendesk Support is active was not looked at."},
    CheckText{Check::kTasks, "tasks", "Which tasks may be run was not looked at."},
    CheckText{Check::kRateLimit, "rate_limit", "No answer told how many requests are left."},
    CheckText{Check::kClock, "clock", "No answer told the time."},
};

const char* StateName(Report::State state) {
  switch (state) {
    case Report::State::kOk:
      return "ok";
    case Report::State::kWarning:
      return "warning";
    case Report::State::kFailed:
      return "failed";
    case Report::State::kSkipped:
      return "skipped";
  }
  return "";
}

void WriteLine(json::Writer& writer, const char* check, Report::State state,
               std::string_view text) {
  writer.StartObject();
  json::WriteText(writer, "check");
  json::WriteText(writer, check);
  json::WriteText(writer, "state");
  json::WriteText(writer, StateName(state));
  json::WriteText(writer, "text");
  json::WriteText(writer, text);
  writer.EndObject();
}

}  // namespace

void Report::Add(Check check, State state, std::string text) {
  lines_.push_back({check, state, std::move(text)});
}

void Report::Add(Check check, State state, const Message& message) {
  Add(check, state, Say(texts_, message));
}

bool Report::Has(Check check) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [check](const Line& line) { return line.check == check; });
}

void Report::Fail(std::string text) {
  const auto* const failed = std::find_if(kChecks.begin(), kChecks.end(),
                                          [this](const CheckText& c) { return !Has(c.check); });
  if (failed != kChecks.end()) Add(failed->check, State::kFailed, std::move(text));
}

std::string Report::Json() const {
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartArray();
  for (const CheckText& check : kChecks) {
    for (const Line& line : lines_) {
      if (line.check == check.check) WriteLine(writer, check.name, line.state, line.text);
    }
    if (!Has(check.check)) {
      WriteLine(writer, check.name, State::kSkipped, texts_.Say(fmt::runtime(check.skipped)));
    }
  }
  writer.EndArray();
  return buffer.Take();
}

}  // namespace zendesk::tasks
