// SPDX-License-Identifier: Apache-2.0
// Several generations of headers, of which an answer may have some.
#include "plugin/zendesk/answer_notes.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "plugin/zendesk/time_text.h"

namespace zendesk {
namespace {

struct Family {
  const char* limit;
  const char* remaining;
};
constexpr std::array kFamilies = {
    Family{"X-Rate-Limit", "X-Rate-Limit-Remaining"},
    Family{"RateLimit-Limit", "RateLimit-Remaining"},
    Family{"Rate-Limit-Limit", "Rate-Limit-Remaining"},
    Family{"Rate-Limit", "Rate-Limit-Remaining"},
};

// Of single endpoints: "zendesk-ratelimit-tickets-update: total=100; remaining=99; resets=59".
constexpr std::array<std::string_view, 2> kEndpointPrefixes = {"zendesk-ratelimit-",
                                                               "zendesk-rate-limit-"};

std::optional<int64_t> ReadHeader(const transport::Response& response, const char* name) {
  const auto text = response.Header(name);
  return text ? ReadDigits(*text) : std::nullopt;
}

// The number behind "total=" or the like.
std::optional<int64_t> ReadPart(std::string_view value, std::string_view name) {
  const size_t begin = value.find(name);
  if (begin == std::string_view::npos) return std::nullopt;
  value.remove_prefix(begin + name.size());
  return ReadDigits(value.substr(0, value.find_first_not_of("0123456789")));
}

// What an endpoint's header is about; empty when it is another header.
std::string_view EndpointOf(std::string_view name) {
  for (const std::string_view prefix : kEndpointPrefixes) {
    if (transport::SameName(name.substr(0, prefix.size()), prefix))
      return name.substr(prefix.size());
  }
  return {};
}

}  // namespace

void AnswerNotes::Take(const transport::Response& response, std::string_view bucket) {
  for (const Family& family : kFamilies) {
    const auto limit = ReadHeader(response, family.limit);
    const auto remaining = ReadHeader(response, family.remaining);
    if (!limit || !remaining) continue;
    Note({std::string(bucket), *limit, *remaining});
    break;
  }
  response.headers.ForEach([this](std::string_view name, std::string_view value) {
    const std::string_view endpoint = EndpointOf(name);
    const auto limit = ReadPart(value, "total=");
    const auto remaining = ReadPart(value, "remaining=");
    if (!endpoint.empty() && limit && remaining) Note({std::string(endpoint), *limit, *remaining});
  });
  NoteDate(response);
}

const RateLimit* AnswerNotes::tightest_limit() const {
  const auto tightest =
      std::min_element(limits_.begin(), limits_.end(), [](const RateLimit& a, const RateLimit& b) {
        return static_cast<double>(a.remaining) / static_cast<double>(a.limit) <
               static_cast<double>(b.remaining) / static_cast<double>(b.limit);
      });
  return tightest == limits_.end() ? nullptr : &*tightest;
}

const RateLimit* AnswerNotes::Find(std::string_view bucket) const {
  const auto found = std::find_if(limits_.begin(), limits_.end(), [bucket](const RateLimit& limit) {
    return limit.bucket == bucket;
  });
  return found == limits_.end() ? nullptr : &*found;
}

void AnswerNotes::Note(RateLimit limit) {
  constexpr size_t kMostLimits = 32;  // more than Zendesk has; another server may make names up
  if (limit.limit <= 0) return;
  std::erase_if(limits_, [&limit](const RateLimit& old) { return old.bucket == limit.bucket; });
  if (limits_.size() < kMostLimits) limits_.push_back(std::move(limit));
}

// Zendesk wrote its time at some moment between the request and its answer, without the fraction of
// the second.
void AnswerNotes::NoteDate(const transport::Response& response) {
  constexpr int64_t kSecond = 1000;
  const auto header = response.Header("Date");
  const auto date = header ? ReadHttpDate(*header) : std::nullopt;
  if (!date) return;
  const int64_t now = clock_.UnixMs();
  int64_t skew = 0;
  if (*date + kSecond < sent_at_) skew = sent_at_ - *date - kSecond;
  if (*date > now) skew = now - *date;
  if (!clock_skew_ms_ || std::abs(skew) > std::abs(*clock_skew_ms_)) clock_skew_ms_ = skew;
}

}  // namespace zendesk
