// SPDX-License-Identifier: Apache-2.0
// Job statuses as JSON, and the limits on jobs.
#include "job_answer.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "errors.h"
#include "rate_limits.h"

namespace sandbox {
namespace {

constexpr Seconds kComeBack = 60;

const char* status_name(Job::Status status) {
  switch (status) {
    case Job::Status::kQueued:
      return "queued";
    case Job::Status::kWorking:
      return "working";
    case Job::Status::kCompleted:
      return "completed";
    case Job::Status::kFailed:
      return "failed";
    case Job::Status::kKilled:
      return "killed";
  }
  return "";
}

Seconds seconds(Jobs::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).count();
}

std::optional<std::string> message_of(const Job& job) {
  if (job.status == Job::Status::kQueued) return std::nullopt;
  if (job.status == Job::Status::kWorking) return fmt::format("{} #{}", job.verb, job.done);
  std::string time = format_time(seconds(job.ended_at));  // 2026-11-22T13:05:09Z
  time[10] = ' ';
  time.pop_back();
  const char* end = job.status == Job::Status::kCompleted ? "Completed"
                    : job.status == Job::Status::kFailed  ? "Failed"
                                                          : "Killed";
  return fmt::format("{} at {} +0000", end, time);
}

// All descriptions of a refusal in one line.
std::string details_of(const Json& refusal) {
  std::vector<std::string_view> texts;
  const Json* fields = member(refusal, "details");
  if (fields && fields->IsObject()) {
    for (const auto& field : fields->GetObject()) {
      for (const Json& entry : field.value.GetArray()) {
        texts.push_back(text_of(*member(entry, "description")));
      }
    }
  }
  const Json* description = member(refusal, "description");
  if (texts.empty() && description) texts.push_back(text_of(*description));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::optional<JobTrouble> trouble_of(const Call& call, std::size_t total) {
  const auto fault =
      call.faults.take({Fault::Stage::kJob, call.request.method, call.request.path, false});
  if (!fault) return std::nullopt;
  switch (fault->kind) {
    case Fault::Kind::kJobLosesResults:
      return JobTrouble{JobTrouble::Kind::kLosesResults, fault->items.value_or(1)};
    case Fault::Kind::kJobFails:
      return JobTrouble{JobTrouble::Kind::kFails, fault->items.value_or(0)};
    default:
      return JobTrouble{JobTrouble::Kind::kIsKilled, fault->items.value_or(total / 2)};
  }
}

Response too_many_jobs() {
  Response response =
      named_error(429, "TooManyJobs", "Too many jobs are currently queued or running");
  response.headers.emplace_back("retry-after", fmt::to_string(kComeBack));
  return response;
}

}  // namespace

Response too_many_values() {
  return json_response(400, fmt::format(R"({{"error":"TooManyValues","description":"Parameter  )"
                                        R"(cannot specify more than {0} values","max_count":{0}}})",
                                        Jobs::kItems));
}

const Json* job_items(const Json& json, std::string_view name, Response& problem) {
  const Json* items = member(json, name);
  if (!items || !items->IsArray() || items->Empty()) {
    problem = parameter_missing(name);
    return nullptr;
  }
  if (items->Size() <= Jobs::kItems) return items;
  problem = too_many_values();
  return nullptr;
}

Response start_job(const Call& call, int status, JobOrder order) {
  Jobs& jobs = call.account.jobs;
  Response response;
  if (jobs.in_flight() >= Jobs::kInFlight) {
    jobs.note_refusal();
    response = too_many_jobs();
  } else {
    order.trouble = trouble_of(call, order.items.size());
    const auto job = jobs.add(std::move(order), call.account.clock());
    ++call.account.commits;
    JsonWriter json;
    json.begin_object();
    write_job(json.key("job_status"), call.account, *job);
    json.end_object();
    response = json_response(status, json.text());
  }
  response.headers.emplace_back(
      "zendesk-ratelimit-inflight-jobs",
      rate_text(Jobs::kInFlight, static_cast<std::int64_t>(Jobs::kInFlight - jobs.in_flight()),
                kComeBack));
  return response;
}

void write_job(JsonWriter& json, const Account& account, const Job& job) {
  const bool has_begun = job.status != Job::Status::kQueued;
  json.begin_object().field("id", job.id).field("job_type", job.type);
  json.field("url", account.url(fmt::format("job_statuses/{}", job.id)));
  json.field("total", job.total);
  json.field("progress", has_begun ? std::optional(job.done) : std::nullopt);
  json.field("status", status_name(job.status)).field("message", message_of(job));
  json.key("results");
  if (job.status == Job::Status::kCompleted) {
    json.begin_array();
    for (const std::string& result : job.results) json.raw(result);
    json.end_array();
  } else {
    json.value(nullptr);
  }
  json.end_object();
}

std::string JobResult::failure(const Response& refusal) const {
  JsonDocument body;
  parse_json(refusal.body, body);
  JsonWriter json;
  json.begin_object().field("index", index);
  if (!id.empty()) json.raw_field("id", id);
  json.field("action", action).field("success", false).field("status", "Failed");
  json.field("error", text_of(*member(body, "error"))).field("details", details_of(body));
  json.end_object();
  return json.text();
}

}  // namespace sandbox
