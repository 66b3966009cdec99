// SPDX-License-Identifier: Apache-2.0
// Reading and matching fault switches.
#include "faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sandbox {
namespace {

using Kind = Fault::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 9> kKinds{{
    {"cut_after_commit", Kind::kCutAfterCommit},
    {"cut_before_commit", Kind::kCutBeforeCommit},
    {"cut_body", Kind::kCutBody},
    {"status", Kind::kStatus},
    {"delay", Kind::kDelay},
    {"hang", Kind::kHang},
    {"drip", Kind::kDrip},
    {"not_in_plan", Kind::kNotInPlan},
    {"rate_limit", Kind::kRateLimit},
}};

bool matches(const Fault& fault, std::string_view method, std::string_view path) {
  if (!fault.method.empty() && fault.method != method) return false;
  if (!fault.path.ends_with('*')) return path == fault.path;
  return path.starts_with(std::string_view(fault.path).substr(0, fault.path.size() - 1));
}

bool is_header_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; });
}

// The readers below leave `out` alone when the member is absent and are false when it is unfit.
bool read(const Json& json, const char* name, std::string& out) {
  const Json* value = member(json, name);
  if (value && value->IsString()) out = std::string(text_of(*value));
  return !value || value->IsString();
}

bool read(const Json& json, const char* name, std::int64_t least, std::int64_t most,
          std::int64_t& out) {
  const Json* value = member(json, name);
  if (!value) return true;
  if (!value->IsInt64() || value->GetInt64() < least || value->GetInt64() > most) return false;
  out = value->GetInt64();
  return true;
}

bool read_headers(const Json& json, Headers& out) {
  const Json* headers = member(json, "headers");
  if (!headers) return true;
  if (!headers->IsObject()) return false;
  for (const auto& entry : headers->GetObject()) {
    if (!entry.value.IsString() || !is_header_text(text_of(entry.name)) ||
        !is_header_text(text_of(entry.value))) {
      return false;
    }
    out.emplace_back(text_of(entry.name), text_of(entry.value));
  }
  return true;
}

std::string kind_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, kind] : kKinds) names.push_back(name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::optional<Fault> parse_fault(const Json& json, std::string& problem) {
  Fault fault;
  std::int64_t times = 1, status = 0, ms = 20;
  const auto fail = [&](std::string text) {
    problem = std::move(text);
    return std::nullopt;
  };
  if (!json.IsObject()) return fail("a fault is a JSON object");
  if (!read(json, "fault", fault.name)) return fail("fault must be text");
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const auto& entry) { return entry.first == fault.name; });
  if (kind == kKinds.end()) return fail(fmt::format("fault must be one of: {}", kind_names()));
  fault.kind = kind->second;
  if (!read(json, "method", fault.method)) return fail("method must be text");
  if (!read(json, "path", fault.path)) return fail("path must be text");
  if (fault.path.empty()) fault.path.push_back('*');
  if (fault.path.ends_with(".json")) fault.path.resize(fault.path.size() - 5);
  if (!read(json, "times", 0, 1'000'000'000, times)) return fail("times must be 0 or more");
  if (times == 0) fault.times.reset();
  if (times > 0) fault.times = times;
  if (!read(json, "status", 200, 599, status)) return fail("status must be 200 to 599");
  if (fault.kind == Kind::kStatus && status == 0) return fail("the fault status needs a status");
  fault.status = static_cast<int>(status);
  if (!read_headers(json, fault.headers)) return fail("headers must be an object of text");
  if (!read(json, "body", fault.body)) return fail("body must be text");
  if (!read(json, "ms", 0, 86'400'000, ms)) return fail("ms must be 0 to 86400000");
  if (fault.kind == Kind::kDelay && !member(json, "ms")) return fail("the fault delay needs ms");
  fault.delay = std::chrono::milliseconds(ms);
  if (!read(json, "limit", 0, 1'000'000'000, fault.limit)) return fail("limit must be 0 or more");
  if (fault.kind == Kind::kRateLimit && !member(json, "limit")) {
    return fail("the fault rate_limit needs a limit");
  }
  std::string feature;
  if (!read(json, "feature", feature)) return fail("feature must be text");
  fault.feature = parse_feature(feature);
  if (fault.kind == Kind::kNotInPlan && !fault.feature) {
    return fail("the fault not_in_plan needs a feature: profiles or custom_objects");
  }
  return fault;
}

std::optional<Fault> Faults::take(std::string_view method, std::string_view path) {
  const auto found = std::find_if(faults_.begin(), faults_.end(),
                                  [&](const Fault& fault) { return matches(fault, method, path); });
  if (found == faults_.end()) return std::nullopt;
  Fault fault = *found;
  if (found->times && --*found->times == 0) faults_.erase(found);
  return fault;
}

}  // namespace sandbox
