// SPDX-License-Identifier: Apache-2.0
// Reading fault switches: the first thing that makes no sense is told.
#include "fault_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "json.h"

namespace sandbox {
namespace {

using Kind = Fault::Kind;
using Stage = Fault::Stage;

struct Name {
  std::string_view text;
  Kind kind;
  Stage stage;
};

constexpr std::array<Name, 19> kNames{{
    {"cut_after_commit", Kind::kCutAfterCommit, Stage::kRequest},
    {"cut_before_commit", Kind::kCutBeforeCommit, Stage::kRequest},
    {"reset_after_commit", Kind::kResetAfterCommit, Stage::kRequest},
    {"reset_before_commit", Kind::kResetBeforeCommit, Stage::kRequest},
    {"late_commit", Kind::kLateCommit, Stage::kRequest},
    {"cut_body", Kind::kCutBody, Stage::kRequest},
    {"status", Kind::kStatus, Stage::kRequest},
    {"delay", Kind::kDelay, Stage::kRequest},
    {"hang", Kind::kHang, Stage::kRequest},
    {"drip", Kind::kDrip, Stage::kRequest},
    {"duplicate", Kind::kDuplicate, Stage::kRequest},
    {"no_help_desk", Kind::kNoHelpDesk, Stage::kRequest},
    {"tls_failure", Kind::kTlsFailure, Stage::kHandshake},
    {"job_loses_results", Kind::kJobLosesResults, Stage::kJob},
    {"job_fails", Kind::kJobFails, Stage::kJob},
    {"job_killed", Kind::kJobKilled, Stage::kJob},
    {"business_rule", Kind::kBusinessRule, Stage::kTicketWrite},
    {"not_in_plan", Kind::kNotInPlan, Stage::kNothing},
    {"rate_limit", Kind::kRateLimit, Stage::kNothing},
}};

constexpr std::int64_t kMany = 1'000'000'000;

std::string names() {
  std::vector<std::string_view> all;
  for (const Name& name : kNames) all.push_back(name.text);
  return fmt::format("{}", fmt::join(all, ", "));
}

std::string plan_names() {
  std::vector<std::string_view> all;
  for (const RatePlan& plan : kRatePlans) all.push_back(plan.name);
  return fmt::format("{}", fmt::join(all, ", "));
}

bool is_header_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; });
}

// Reads the members of one fault; the first problem is the one that is told.
class Reader {
 public:
  Reader(const Json& json, std::string& problem) : json_(json), problem_(problem) {}

  const Json* get(const char* name) const { return member(json_, name); }
  void refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }
  bool is_good() const { return problem_.empty(); }

  /// `fallback` when the member is absent, or unfit.
  std::string text(const char* name, std::string fallback = "") {
    const Json* value = get(name);
    if (!value) return fallback;
    if (value->IsString()) return std::string(text_of(*value));
    refuse(fmt::format("{} must be text", name));
    return fallback;
  }
  std::int64_t number(const char* name, std::int64_t least, std::int64_t most,
                      std::int64_t fallback) {
    const Json* value = get(name);
    if (!value) return fallback;
    if (value->IsInt64() && value->GetInt64() >= least && value->GetInt64() <= most) {
      return value->GetInt64();
    }
    refuse(fmt::format("{} must be {} to {}", name, least, most));
    return fallback;
  }
  bool flag(const char* name, bool fallback) {
    const Json* value = get(name);
    if (!value) return fallback;
    if (!value->IsBool()) refuse(fmt::format("{} must be true or false", name));
    return value->IsTrue();
  }

 private:
  const Json& json_;
  std::string& problem_;
};

void read_kind(Reader& reader, Fault& fault) {
  fault.name = reader.text("fault");
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const Name& name) { return name.text == fault.name; });
  if (found == kNames.end()) return reader.refuse("fault must be one of: " + names());
  fault.kind = found->kind;
  fault.stage = found->stage;
}

// A fault by chance, or one of many, goes on until it is cleared, unless it says otherwise.
void read_when(Reader& reader, Fault& fault) {
  fault.method = reader.text("method");
  fault.path = reader.text("path", "*");
  if (fault.path.empty()) fault.path = "*";
  if (fault.path.ends_with(".json")) fault.path.resize(fault.path.size() - 5);
  const std::string on = reader.text("on_request");
  if (!on.empty() && on != "first" && on != "later") {
    reader.refuse("on_request must be first or later");
  }
  if (!on.empty()) fault.on_reused = on == "later";
  fault.after = reader.number("after", 0, kMany, 0);
  fault.every = reader.number("every", 1, kMany, 1);
  if (const Json* percent = reader.get("percent")) {
    fault.percent = percent->IsNumber() ? percent->GetDouble() : -1;
    if (!(fault.percent >= 0 && fault.percent <= 100)) {
      reader.refuse("percent must be 0 to 100");
    }
  }
  const bool repeats = reader.get("percent") || reader.get("every");
  fault.times = reader.number("times", 0, kMany, repeats ? 0 : 1);
  if (fault.times == 0) fault.times.reset();
  if (reader.get("seed")) {
    fault.seed = static_cast<std::uint64_t>(reader.number("seed", 0, INT64_MAX, 0));
  }
}

void read_headers(Reader& reader, Headers& out) {
  const Json* headers = reader.get("headers");
  if (!headers) return;
  bool is_good = headers->IsObject();
  for (auto entry = is_good ? headers->MemberBegin() : Json::ConstMemberIterator();
       is_good && entry != headers->MemberEnd(); ++entry) {
    is_good = entry->value.IsString() && is_header_text(text_of(entry->name)) &&
              is_header_text(text_of(entry->value));
    if (is_good) out.emplace_back(text_of(entry->name), text_of(entry->value));
  }
  if (!is_good) reader.refuse("headers must be an object of text");
}

// Text is sent as it is, an object or array as JSON.
void read_answer(Reader& reader, Fault& fault) {
  fault.status = static_cast<int>(reader.number("status", 200, 599, 0));
  if (fault.kind == Kind::kStatus && fault.status == 0) {
    reader.refuse("the fault status needs a status");
  }
  read_headers(reader, fault.headers);
  const Json* body = reader.get("body");
  const bool is_json = body && (body->IsObject() || body->IsArray());
  fault.body = is_json ? to_text(*body) : reader.text("body");
  if (fault.body.empty() || find_header(fault.headers, "content-type")) return;
  fault.headers.emplace_back(
      "content-type", is_json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
}

void read_rates(Reader& reader, Fault& fault) {
  const std::string name = reader.text("plan");
  const RatePlan* plan = find_rate_plan(name);
  if (!name.empty() && !plan) reader.refuse("plan must be one of: " + plan_names());
  if (plan) {
    fault.rates.account = plan->account;
    fault.rates.profiles = plan->profiles;
  }
  if (reader.get("limit")) {
    fault.rates.account = fault.rates.profiles = reader.number("limit", 0, kMany, 0);
  }
  if (fault.kind == Kind::kRateLimit && !plan && !reader.get("limit")) {
    reader.refuse("the fault rate_limit needs a limit or a plan");
  }
  fault.rates.is_roomy = false;
  fault.rates.is_enforced = reader.flag("enforce", true);
  fault.rates.json_refusals = reader.flag("json", fault.rates.json_refusals);
}

void read_effect(Reader& reader, Fault& fault) {
  read_answer(reader, fault);
  fault.delay = std::chrono::milliseconds(reader.number("ms", 0, 86'400'000, 20));
  if (fault.kind == Kind::kDelay && !reader.get("ms")) reader.refuse("the fault delay needs ms");
  if (reader.get("items")) {
    fault.items = static_cast<std::size_t>(reader.number("items", 0, 100, 0));
  }
  fault.feature = parse_feature(reader.text("feature"));
  if (fault.kind == Kind::kNotInPlan && !fault.feature) {
    reader.refuse(
        "the fault not_in_plan needs a feature: profiles, custom_objects, ticket_forms or "
        "custom_statuses");
  }
  const Json* change = reader.get("change");
  if (change && change->IsObject()) fault.change = to_text(*change);
  if (fault.kind == Kind::kBusinessRule && fault.change.empty()) {
    reader.refuse("the fault business_rule needs a change, a JSON object");
  }
  read_rates(reader, fault);
}

bool read_fault(const Json& json, const RateSettings& rates, Fault& fault, std::string& problem) {
  if (!json.IsObject()) {
    problem = "a fault is a JSON object";
    return false;
  }
  Reader reader(json, problem);
  fault.rates = rates;
  read_kind(reader, fault);
  read_when(reader, fault);
  read_effect(reader, fault);
  return reader.is_good();
}

}  // namespace

bool read_faults(std::string_view text, const RateSettings& rates, std::vector<Fault>& out,
                 std::string& problem) {
  JsonDocument document;
  if (!parse_json(text, document)) {
    problem = "the text is not JSON";
    return false;
  }
  const Json& json = document;
  if (!json.IsArray()) return read_fault(json, rates, out.emplace_back(), problem);
  for (const Json& item : json.GetArray()) {
    if (read_fault(item, rates, out.emplace_back(), problem)) continue;
    problem = fmt::format("fault {}: {}", out.size(), problem);
    return false;
  }
  return true;
}

}  // namespace sandbox
