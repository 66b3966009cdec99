// SPDX-License-Identifier: Apache-2.0
// Job statuses are small, so they are read as a tree.
#include "plugin/zendesk/job.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <array>

#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/half_surrogate.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk {
namespace {

using std::chrono::milliseconds;

// How long a job waits for its turn when nothing else is to be done.
constexpr milliseconds kQueue(250);

// Texts, of whatever they are a part: a sentence, a list of them, or what a refusal of a single
// thing has.
void AppendTexts(const rapidjson::Value& value, int levels, std::string& all) {
  if (levels == 0) return;
  if (value.IsString() && value.GetStringLength() > 0) {
    all.append(all.empty() ? "" : ", ").append(value.GetString(), value.GetStringLength());
  } else if (value.IsArray()) {
    for (const rapidjson::Value& one : value.GetArray()) AppendTexts(one, levels - 1, all);
  } else if (value.IsObject()) {
    const auto description = value.FindMember("description");
    if (description != value.MemberEnd()) return AppendTexts(description->value, levels - 1, all);
    for (const auto& member : value.GetObject()) AppendTexts(member.value, levels - 1, all);
  }
}

std::string DetailsOf(const rapidjson::Value& line) {
  constexpr int kMostLevels = 4;
  std::string all;
  const auto details = line.FindMember("details");
  if (details != line.MemberEnd()) AppendTexts(details->value, kMostLevels, all);
  return FindHalfSurrogate(all) == std::string::npos ? all : std::string();
}

Job::State StateOf(std::string_view status) {
  if (status == "completed") return Job::State::kCompleted;
  if (status == "failed" || status == "killed") return Job::State::kEndedEarly;
  return Job::State::kOpen;
}

JobResult ResultOf(const rapidjson::Value& line) {
  JobResult result;
  result.index = IdOf(line, "index");
  result.id = SpellingOf(line, "id").value_or("");
  result.error = TextOf(line, "error").value_or("");
  result.details = DetailsOf(line);
  result.has_failed =
      IsFalse(line, "success") || !result.error.empty() || TextOf(line, "status") == "Failed";
  return result;
}

// A job puts all that is wrong with an item into one text: "Subject: is too long, Group: is
// invalid". A sentence begins with a title and a colon, and what is in brackets or in lower case
// does not.
std::vector<std::string_view> SentencesIn(std::string_view text) {
  constexpr std::string_view kBetween = ", ";
  constexpr size_t kMostSentences = 100;
  std::vector<std::string_view> sentences;
  size_t begin = 0;
  for (size_t at = text.find(kBetween); at != text.npos; at = text.find(kBetween, at + 1)) {
    const std::string_view rest = text.substr(at + kBetween.size());
    const bool is_lower = !rest.empty() && rest.front() >= 'a' && rest.front() <= 'z';
    const bool has_title = rest.find(": ") < std::min(rest.find(','), rest.size());
    if (is_lower || !has_title || sentences.size() == kMostSentences) continue;
    sentences.push_back(text.substr(begin, at - begin));
    begin = at + kBetween.size();
  }
  sentences.push_back(text.substr(begin));
  return sentences;
}

struct ErrorStatus {
  std::string_view error;
  int status;
};
// With which status a call of its own would have been refused.
constexpr std::array kErrors = {
    ErrorStatus{"RecordNotFound", 404},
    ErrorStatus{"TicketNotFound", 404},
    ErrorStatus{"CustomObjectNotFound", 404},
    ErrorStatus{"PermissionDenied", 403},
    ErrorStatus{"Forbidden", 403},
    ErrorStatus{"AccessDenied", 403},
    ErrorStatus{"UpdateConflict", 409},
    ErrorStatus{"DatabaseConflict", 409},
    ErrorStatus{"TooManyRequests", 429},
    ErrorStatus{"InternalServerError", 500},
};

}  // namespace

bool ReadJob(std::string_view body, Job& job, std::optional<Message>& complaint) {
  complaint = Message("It holds no status of a job.");
  rapidjson::Document document;
  if (!ParseTree(body, document)) return false;
  const rapidjson::Value* status = ObjectOf(&document, "job_status");
  if (status == nullptr) return false;
  job.id = SpellingOf(*status, "id").value_or("");
  if (job.id.empty()) return false;
  job.state = StateOf(TextOf(*status, "status").value_or(""));
  constexpr auto kMost = static_cast<int64_t>(kMostJobItems);
  job.total = std::clamp<int64_t>(IdOf(*status, "total").value_or(0), 0, kMost);
  job.progress = std::clamp<int64_t>(IdOf(*status, "progress").value_or(0), 0, kMost);
  const auto results = status->FindMember("results");
  if (results != status->MemberEnd() && results->value.IsArray()) {
    for (const rapidjson::Value& line : results->value.GetArray()) {
      if (line.IsObject()) job.results.push_back(ResultOf(line));
    }
  }
  complaint.reset();
  return true;
}

bool ReadOpenJobs(std::string_view body, std::vector<OpenJob>& open,
                  std::optional<Message>& complaint) {
  complaint = Message("It holds no list of jobs.");
  rapidjson::Document document;
  const rapidjson::Value* list =
      ParseTree(body, document) ? ListOf(document, "job_statuses") : nullptr;
  if (list == nullptr) return false;
  for (const rapidjson::Value& status : list->GetArray()) {
    if (!status.IsObject() || StateOf(TextOf(status, "status").value_or("")) != Job::State::kOpen)
      continue;
    open.push_back({std::string(TextOf(status, "job_type").value_or(""))});
  }
  complaint.reset();
  return true;
}

Problem ProblemOfJobResult(const JobResult& result) {
  constexpr int kUnprocessable = 422;
  const auto* const known = std::find_if(kErrors.begin(), kErrors.end(), [&](const ErrorStatus& e) {
    return e.error == result.error;
  });
  const int status = known != kErrors.end() ? known->status : kUnprocessable;
  ErrorBody body;
  body.name = result.error;
  body.text = result.details;
  if (status == kUnprocessable && !result.details.empty()) {
    for (const std::string_view sentence : SentencesIn(result.details))
      body.fields.push_back({"base", "", std::string(sentence), 0, ""});
  }
  Problem problem = ProblemOfRefusal(status, body);
  if (body.fields.empty()) problem.said = result.details;
  problem.zendesk_name = std::move(body.name);
  problem.fields = std::move(body.fields);
  return problem;
}

milliseconds JobPace::NextWait(const Job& job, milliseconds elapsed) {
  constexpr milliseconds kShortest(200);
  constexpr milliseconds kLongest(20'000);
  ++looks_;
  if (job.progress > 0) {
    const PerItem seen = PerItem(elapsed) / static_cast<double>(job.progress);
    const auto rest = seen * static_cast<double>(std::max<int64_t>(total_ - job.progress, 1));
    return std::clamp(std::chrono::ceil<milliseconds>(rest), kShortest, kLongest);
  }
  const auto expected = std::chrono::ceil<milliseconds>(per_item_ * static_cast<double>(total_));
  const milliseconds wait = (kQueue + expected) * (1 << std::min(looks_ - 1, 8));
  return std::clamp(wait, kShortest, kLongest);
}

// A job that was done at the first look may have been done long before; but to look earlier than
// Zendesk's usual pace would only cost more looks.
void JobPace::Learn(milliseconds elapsed) {
  constexpr PerItem kMost(200);
  const auto seen = PerItem(elapsed - kQueue) / static_cast<double>(std::max<int64_t>(total_, 1));
  const PerItem next = looks_ <= 1 ? per_item_ * 0.9 : (per_item_ + seen) / 2;
  per_item_ = std::clamp(next, kGuess, kMost);
}

}  // namespace zendesk
