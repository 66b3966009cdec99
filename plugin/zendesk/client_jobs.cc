// SPDX-License-Identifier: Apache-2.0
// What is asked of Zendesk for many things at once.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "plugin/zendesk/client.h"
#include "plugin/zendesk/object_scan.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using transport::Method;

namespace {

// Before the deadline, for what has to be found out then.
constexpr milliseconds kRest(300);

// Can a look at a job succeed later that has failed so? One has cost all attempts already.
bool PassesBy(const Problem& problem) {
  return problem.kind == Problem::Kind::kUnavailable || problem.kind == Problem::Kind::kRateLimited;
}

}  // namespace

Task<transport::Passage> Client::TakeJobPlace() {
  try {
    co_return co_await governor_.TakeJobPlace(deadline_);
  } catch (const transport::Closed& closed) {
    throw ProblemOfClosure(closed);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, Effect::kWrite);
  }
}

Task<Job> Client::CreateTickets(std::string body) {
  return SendForJob(Method::kPost, "/api/v2/tickets/create_many", std::move(body), Effect::kWrite);
}

Task<Job> Client::UpdateTickets(std::string body, Effect effect) {
  return SendForJob(Method::kPut, "/api/v2/tickets/update_many", std::move(body), effect);
}

Task<Job> Client::RunRecordJob(std::string_view object, std::string body, Effect effect) {
  return SendForJob(Method::kPost,
                    fmt::format("/api/v2/custom_objects/{}/jobs", EncodePathPart(object)),
                    std::move(body), effect);
}

Task<Job> Client::AwaitJob(Job job) {
  constexpr std::chrono::minutes kLongestStandstill(10);
  JobPace pace(job.total, governor_.job_item_time());
  const auto began = steady_clock::now();
  const auto elapsed = [began] {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
  };
  auto moved = began;
  while (job.state == Job::State::kOpen) {
    co_await Pause(pace.NextWait(job, elapsed()));
    std::optional<Job> next;
    std::optional<Problem> problem;
    try {
      next = co_await ShowJob(job.id);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    // The job goes on, whether or not it can be looked at.
    if (problem && !PassesBy(*problem)) throw *std::move(problem);
    if (next) {
      if (next->progress > job.progress) moved = steady_clock::now();
      job = *std::move(next);
    }
    if (job.state == Job::State::kOpen && steady_clock::now() - moved > kLongestStandstill) {
      throw Problem(Problem::Kind::kTimeout, "timeout",
                    Message("Zendesk's job has not gone on for ten minutes."));
    }
  }
  pace.Learn(elapsed());
  co_return job;
}

Task<Job> Client::ShowJob(std::string_view id) {
  return SendForJob(Method::kGet, fmt::format("/api/v2/job_statuses/{}", EncodePathPart(id)),
                    std::string(), Effect::kRead);
}

Task<bool> Client::HasOpenJobs(std::string_view kind) {
  const transport::Response response =
      co_await Send(Method::kGet, "/api/v2/job_statuses", std::string(), Call(Effect::kRead));
  std::vector<OpenJob> open;
  std::optional<Message> complaint;
  if (!ReadOpenJobs(response.body, open, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  // Zendesk does not always say of which kind one is.
  co_return std::any_of(open.begin(), open.end(), [kind](const OpenJob& job) {
    return job.type.empty() || job.type.find(kind) != job.type.npos;
  });
}

bool Client::HasTimeFor(milliseconds wait) const {
  return wait + kRest <= deadline_ - steady_clock::now();
}

Task<void> Client::Pause(milliseconds wait) {
  const auto left = deadline_ - steady_clock::now();
  if (left <= kRest) {
    throw Problem(Problem::Kind::kTimeout, "timeout",
                  Message("The time for the task was over before Zendesk had ended the job."));
  }
  co_await Sleep(std::min<steady_clock::duration>(wait, left - kRest), Effect::kRead);
}

Task<std::vector<TicketAnswer>> Client::ShowTickets(std::vector<std::string> ids) {
  std::string path = fmt::format("/api/v2/tickets/show_many?ids={}", fmt::join(ids, ","));
  return SendForList<TicketReply>(std::move(path), "tickets", "ticket");
}

Task<std::vector<RecordAnswer>> Client::ShowRecords(std::string_view object,
                                                    std::vector<std::string> ids) {
  for (std::string& id : ids) id = EncodePathPart(id);
  std::string path = fmt::format("/api/v2/custom_objects/{}/records?filter%5Bids%5D={}",
                                 EncodePathPart(object), fmt::join(ids, ","));
  return SendForList<RecordReply>(std::move(path), "custom_object_records", "custom_object_record");
}

Task<std::vector<FoundRecord>> Client::FindRecords(std::string object,
                                                   std::vector<std::string> external_ids) {
  for (std::string& id : external_ids) id = EncodePathPart(id);
  std::string path = fmt::format("/api/v2/custom_objects/{}/records?filter%5Bexternal_ids%5D={}",
                                 EncodePathPart(object), fmt::join(external_ids, ","));
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::vector<FoundRecord> found;
  std::optional<Message> complaint;
  if (!ReadRecordList(response.body, found, complaint))
    throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  const auto date = response.Header("Date");
  const auto now = date ? ReadHttpDate(*date) : std::nullopt;
  for (FoundRecord& record : found) record.asked_at_unix_ms = now;
  co_return found;
}

Task<std::optional<FoundRecord>> Client::FindRecord(std::string object, std::string external_id) {
  std::vector<std::string> sought = {external_id};
  std::vector<FoundRecord> found = co_await FindRecords(std::move(object), std::move(sought));
  for (FoundRecord& record : found) {
    if (record.external_id == external_id) co_return std::move(record);
  }
  co_return std::nullopt;
}

Task<std::optional<RecordAnswer>> Client::FindRecordBy(std::string object, std::string by,
                                                       std::string value) {
  const bool by_name = by == "name";
  std::string path = fmt::format(
      "/api/v2/custom_objects/{}/records{}{}", EncodePathPart(object),
      by_name ? "/autocomplete?name=" : "?filter%5Bexternal_ids%5D=", EncodePathPart(value));
  std::optional<RecordAnswer> found;
  const TakeItem take = [&](std::string_view json) {
    RecordAnswer answer;
    std::optional<Message> complaint;
    answer.body = fmt::format("{{\"custom_object_record\":{}}}", json);
    if (!ReadReply(answer.body, answer.reply, complaint)) return false;
    const bool is_sought = by_name ? answer.reply.name == value : answer.reply.external_id == value;
    if (is_sought && !found) found = std::move(answer);
    return true;
  };
  co_await ReadSearch(std::move(path), Paging::kByCursor, "custom_object_records", take);
  co_return found;
}

Task<Job> Client::SendForJob(Method method, std::string path, std::string body, Effect effect) {
  const transport::Response response =
      co_await Send(method, std::move(path), std::move(body), Call(effect));
  Job job;
  std::optional<Message> complaint;
  if (!ReadJob(response.body, job, complaint))
    throw WithoutSecrets(BadReply(response, effect, *std::move(complaint)));
  co_return job;
}

// Each object of a list as if it had come in an answer of its own.
template <typename Reply>
Task<std::vector<Answer<Reply>>> Client::SendForList(std::string path, std::string list,
                                                     std::string object) {
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::vector<Answer<Reply>> answers;
  const auto date = response.Header("Date");
  const auto answered_at = date ? ReadHttpDate(*date) : std::nullopt;
  std::optional<Message> complaint;
  const auto items = ScanList(response.body, list, complaint);
  if (!items) throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  for (const std::string_view item : *items) {
    Answer<Reply> answer;
    answer.body.append("{\"").append(object).append("\":").append(item).append("}");
    if (!ReadReply(answer.body, answer.reply, complaint))
      throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
    answer.status = response.status;
    answer.answered_at_unix_ms = answered_at;
    answers.push_back(std::move(answer));
  }
  co_return answers;
}

}  // namespace zendesk
