// SPDX-License-Identifier: Apache-2.0
// The last requests in memory, all of them in a file when asked for.
#include "journal.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <map>
#include <optional>
#include <system_error>

#include "json.h"
#include "secret_mask.h"

namespace sandbox {
namespace {

std::optional<std::string_view> name_of_fault(const Outcome& outcome) {
  return outcome.fault.empty() ? std::nullopt : std::optional<std::string_view>(outcome.fault);
}

std::string line_of(const Request& request, const Outcome& outcome, Seconds now) {
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : request.headers) {
    std::string& text = headers[name];
    text += (text.empty() ? "" : ", ") + masked_header(name, value);
  }
  const std::string body = masked_body(request);
  JsonWriter json;
  json.begin_object().field("time", format_time(now)).field("method", request.method);
  json.field("path", valid_utf8(request.path)).field("target", valid_utf8(masked_target(request)));
  json.key("headers").begin_object();
  for (const auto& [name, value] : headers) json.field(valid_utf8(name), valid_utf8(value));
  json.end_object().field("body", valid_utf8(std::string_view(body).substr(0, Journal::kBodyKept)));
  json.field("body_bytes", request.body.size()).field("status", outcome.status);
  json.field("milliseconds", outcome.milliseconds).field("committed", outcome.committed);
  json.field("fault", name_of_fault(outcome));
  json.field("connection", request.connection).field("reused", request.reused).end_object();
  return json.text();
}

std::string summary_of(std::uint64_t number, const Request& request, const Outcome& outcome,
                       Seconds now) {
  JsonWriter json;
  json.begin_object().field("id", number).field("time", format_time(now));
  json.field("method", request.method).field("path", valid_utf8(request.path));
  json.field("status", outcome.status).field("milliseconds", outcome.milliseconds);
  json.field("committed", outcome.committed).field("fault", name_of_fault(outcome)).end_object();
  return json.text();
}

}  // namespace

void Journal::open(const std::string& file) {
  file_name_ = file;
  file_.open(file, std::ios::app | std::ios::binary);
  if (!file_) throw std::system_error(errno, std::generic_category(), "cannot open " + file);
}

void Journal::record(const Request& request, const Outcome& outcome, Seconds now) {
  ++total_;
  entries_.push_back({line_of(request, outcome, now), summary_of(total_, request, outcome, now)});
  if (file_.is_open()) append(entries_.back().line);
  if (entries_.size() > kKept) entries_.pop_front();
}

void Journal::append(const std::string& line) {
  errno = 0;
  file_ << line << '\n' << std::flush;
  if (file_) return;
  const std::string reason = std::generic_category().message(errno);
  fmt::print(stderr, "zendesk-sandbox: cannot write {}: {}; it gets no more lines\n", file_name_,
             reason);
  file_.close();
}

std::string Journal::json() const {
  JsonWriter json;
  json.begin_object().key("requests").begin_array();
  for (const Entry& entry : entries_) json.raw(entry.line);
  json.end_array().end_object();
  return json.text();
}

std::vector<std::string> Journal::last_summaries(std::size_t count) const {
  std::vector<std::string> result;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && result.size() < count; ++entry) {
    result.push_back(entry->summary);
  }
  return result;
}

}  // namespace sandbox
