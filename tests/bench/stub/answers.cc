// SPDX-License-Identifier: Apache-2.0
// Four answers: a ticket, the ticket fields, a job, and "not found".
#include "answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace bench {
namespace {

constexpr std::string_view kNumber = "1000000000";
constexpr std::uint64_t kFirstTicket = 1'000'000'001;
constexpr std::string_view kTickets = "/api/v2/tickets";
constexpr std::string_view kFields = "/api/v2/ticket_fields";
constexpr std::string_view kMany = "/api/v2/tickets/create_many";
constexpr std::string_view kJobs = "/api/v2/job_statuses/";
// The last eight digits of a job's id say, in hexadecimal, how many items it has.
constexpr std::string_view kJobId = "8b726e606741012ffc2d782b";

// The limits are far above what any client does in a minute, so that one which paces itself by them
// is not measured by them.
constexpr std::string_view kHeaders =
    "Date: Tue, 03 Mar 2026 10:15:00 GMT\r\n"
    "Content-Type: application/json; charset=utf-8\r\n"
    "Cache-Control: max-age=0, private, must-revalidate\r\n"
    "ETag: W/\"5ad5b6d2b7a1b5c9b41c6eb1f93d36d1\"\r\n"
    "X-Zendesk-API-Version: v2\r\n"
    "X-Zendesk-Application-Version: v21876\r\n"
    "X-Rate-Limit: 100000000\r\n"
    "X-Rate-Limit-Remaining: 99999999\r\n"
    "ratelimit-limit: 100000000\r\n"
    "ratelimit-remaining: 99999999\r\n"
    "ratelimit-reset: 60\r\n"
    "X-Request-Id: 808d59e87fdb27f9-FRA\r\n"
    "X-Runtime: 0.214613\r\n"
    "X-Zendesk-Zorg: yes\r\n"
    "CF-RAY: 808d59e87fdb27f9-FRA\r\n"
    "Server: cloudflare\r\n";

// The custom fields of the ticket that the clients create.
constexpr std::string_view kFieldList =
    R"({"ticket_fields":[{"id":27642,"type":"text","title":"Response"},)"
    R"({"id":27648,"type":"text","title":"Call back"},)"
    R"({"id":27654,"type":"text","title":"Postcode"}],)"
    R"("meta":{"has_more":false,"after_cursor":null},"links":{"next":null}})";

// How many objects the array of {"tickets":[{…},{…}]} has.
std::size_t CountItems(std::string_view document) {
  std::size_t count = 0;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const char c = document[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      if (c == '{' && depth == 2) ++count;
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return count;
}

}  // namespace

std::string WithoutSpace(std::string_view json) {
  std::string packed;
  bool in_text = false;
  bool is_escaped = false;
  for (const char c : json) {
    if (!in_text && (c == ' ' || c == '\n')) continue;
    if (c == '"' && !is_escaped) in_text = !in_text;
    is_escaped = c == '\\' && !is_escaped;
    packed += c;
  }
  return packed;
}

std::string WholeAnswer(std::string_view status, std::string_view headers, std::string_view body) {
  return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\n\r\n{}", status, headers, body.size(),
                     body);
}

Answers::Answers(std::string_view ticket)
    : ticket_(WholeAnswer("201 Created", kHeaders, WithoutSpace(ticket))) {
  for (std::size_t at = ticket_.find(kNumber); at != std::string::npos;
       at = ticket_.find(kNumber, at + 1)) {
    places_.push_back(at);
  }
}

std::string_view Answers::NextTicket() {
  const fmt::format_int number(kFirstTicket + tickets_++);
  for (const std::size_t place : places_)
    std::copy_n(number.data(), number.size(), &ticket_[place]);
  return ticket_;
}

std::string_view Answers::Job(std::size_t items, bool is_completed) {
  std::string results;
  for (std::size_t i = 0; is_completed && i < items; ++i) {
    fmt::format_to(
        std::back_inserter(results),
        R"({}{{"id":{},"index":{},"action":"create","status":"Created","success":true}})",
        i == 0 ? "" : ",", kFirstTicket + tickets_++, i);
  }
  const std::string body = fmt::format(
      R"({{"job_status":{{"id":"{}{:08x}","url":null,"total":{},"progress":{},"status":"{}",)"
      R"("message":null,"results":{}}}}})",
      kJobId, items, items, is_completed ? fmt::to_string(items) : "null",
      is_completed ? "completed" : "queued", is_completed ? fmt::format("[{}]", results) : "null");
  return other_ = WholeAnswer("200 OK", kHeaders, body);
}

std::string_view Answers::For(const Request& request) {
  std::string_view path = request.target.substr(0, request.target.find('?'));
  if (path.ends_with(".json")) path.remove_suffix(5);
  if (request.method == "POST" && path == kTickets) return NextTicket();
  if (request.method == "GET" && path == kFields)
    return other_ = WholeAnswer("200 OK", kHeaders, kFieldList);
  if (request.method == "POST" && path == kMany) return Job(CountItems(request.body), false);
  if (request.method == "GET" && path.starts_with(kJobs)) {
    path.remove_prefix(kJobs.size());
    std::size_t items = 0;
    const char* const end = path.data() + path.size();
    if (path.starts_with(kJobId) &&
        std::from_chars(path.data() + kJobId.size(), end, items, 16).ptr == end) {
      return Job(items, true);
    }
  }
  return other_ = WholeAnswer("404 Not Found", kHeaders,
                              R"({"error":"RecordNotFound","description":"Not found"})");
}

}  // namespace bench
