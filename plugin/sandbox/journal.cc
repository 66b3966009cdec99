// SPDX-License-Identifier: Apache-2.0
// The last requests in memory, all of them in a file when asked for.
#include "journal.h"

#include <cerrno>
#include <map>
#include <system_error>

#include "json.h"

namespace sandbox {
namespace {

// Keeps the scheme: whether a client sent a bearer token or a password is worth seeing.
std::string masked(std::string_view name, const std::string& value) {
  if (same_name(name, "cookie")) return "***";
  if (!same_name(name, "authorization") && !same_name(name, "proxy-authorization")) return value;
  const auto space = value.find(' ');
  return space == std::string::npos ? "***" : value.substr(0, space) + " ***";
}

std::string line_of(const Request& request, const Outcome& outcome, Seconds now) {
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : request.headers) {
    std::string& text = headers[name];
    text += (text.empty() ? "" : ", ") + masked(name, value);
  }
  JsonWriter json;
  json.begin_object().field("time", format_time(now)).field("method", request.method);
  json.field("path", valid_utf8(request.path)).field("target", valid_utf8(request.target));
  json.key("headers").begin_object();
  for (const auto& [name, value] : headers) json.field(valid_utf8(name), valid_utf8(value));
  json.end_object().field("body", valid_utf8(request.body)).field("status", outcome.status);
  json.field("committed", outcome.committed).key("fault");
  if (outcome.fault.empty()) {
    json.value(nullptr);
  } else {
    json.value(outcome.fault);
  }
  json.field("connection", request.connection).field("reused", request.reused).end_object();
  return json.text();
}

}  // namespace

void Journal::open(const std::string& file) {
  file_.open(file, std::ios::app | std::ios::binary);
  if (!file_) throw std::system_error(errno, std::generic_category(), "cannot open " + file);
}

void Journal::record(const Request& request, const Outcome& outcome, Seconds now) {
  lines_.push_back(line_of(request, outcome, now));
  if (file_.is_open()) file_ << lines_.back() << '\n' << std::flush;
  if (lines_.size() > kKept) lines_.pop_front();
}

std::string Journal::json() const {
  JsonWriter json;
  json.begin_object().key("requests").begin_array();
  for (const std::string& line : lines_) json.raw(line);
  json.end_array().end_object();
  return json.text();
}

}  // namespace sandbox
