// SPDX-License-Identifier: Apache-2.0
// Counting, and the order of exit codes.
#include "taskhost/each_summary.h"

#include <fmt/format.h>

#include "host/json.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"

namespace taskhost {
namespace {

using task_host::Json;

// From the worst on. An interrupted run ends as such, whatever became of its items.
constexpr std::array kWorstFirst = {kExitUnknownOutcome, kExitTryLater,   kExitUnavailable,
                                    kExitCancelled,      kExitPermission, kExitConfiguration,
                                    kExitInternal,       kExitRefused,    kExitInvalidInput};

}  // namespace

void EachSummary::Add(const ResultRecord& record) {
  ++ended_;
  exit_codes_.at(static_cast<std::size_t>(record.exit_code)) = true;
  if (record.exit_code == kExitOk) {
    ++ok_;
  } else if (record.exit_code == kExitUnknownOutcome) {
    ++unknown_;
  } else {
    ++(record.final ? refused_ : later_);
  }
}

void EachSummary::Skip(int exit_code) {
  ++skipped_;
  exit_codes_.at(static_cast<std::size_t>(exit_code)) = true;
  if (exit_code != kExitOk) ++skipped_refused_;
}

int EachSummary::ExitCode() const {
  for (const int code : kWorstFirst) {
    if (exit_codes_.at(static_cast<std::size_t>(code))) return code;
  }
  return kExitOk;
}

std::string EachSummary::ForPeople(const Facts& facts, Language language) const {
  std::string text = Say(language, Text::kEachSummary, ok_, refused_, unknown_, later_, skipped_,
                         fmt::format("{:.1f}", facts.seconds));
  if (skipped_refused_ > 0)
    text += " " + Say(language, Text::kEachSkippedRefused, skipped_refused_);
  text += "\n" + Say(language, Text::kEachResults, facts.results) + "\n";
  if (facts.interrupted || open() > 0) text += Say(language, Text::kEachGoOn) + "\n";
  return text;
}

std::string EachSummary::Document(const Facts& facts) const {
  const auto number = [](std::uint64_t value) { return Json(static_cast<std::int64_t>(value)); };
  Json document;
  document.Set("run", Json(facts.run));
  document.Set("results", Json(facts.results));
  document.Set("ok", number(ok_));
  document.Set("refused", number(refused_));
  document.Set("unknown", number(unknown_));
  document.Set("later", number(later_));
  document.Set("skipped", number(skipped_));
  document.Set("skipped_refused", number(skipped_refused_));
  document.Set("interrupted", Json(facts.interrupted));
  document.Set("seconds", Json(Json::Number{fmt::format("{:.3f}", facts.seconds)}));
  return document.Serialize();
}

}  // namespace taskhost
