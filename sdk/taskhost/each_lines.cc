// SPDX-License-Identifier: Apache-2.0
// A batch of lines that were begun before is the one of their intent, so that the digest tells
// whether they are the same; a batch of new lines gets an intent.
#include "taskhost/each_lines.h"

#include <poll.h>

#include "host/error.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/stop.h"
#include "taskhost/time_text.h"

namespace taskhost {
namespace {

using task_host::TextLine;

// A batch of long lines has fewer of them.
constexpr std::size_t kMostBytes = std::size_t{4} << 20;
// How long to wait for more lines where they come slowly.
constexpr std::chrono::milliseconds kLinger{200};

bool IsReadable(int descriptor) {
  pollfd event{descriptor, POLLIN, 0};
  return poll(&event, 1, 0) > 0;
}

}  // namespace

EachLines::EachLines(task_host::LineReader& reader, EachJournal& journal, EachSummary& summary,
                     MakeInput make_input, std::size_t most, Language language)
    : reader_(reader),
      journal_(journal),
      summary_(summary),
      make_input_(std::move(make_input)),
      most_(most),
      language_(language) {}

std::optional<EachBatch> EachLines::Next() {
  while (!at_end_) {
    if (const std::optional<TextLine> line = reader_.Next()) {
      if (Add(*line)) return Close();
    } else if (reader_.at_end()) {
      at_end_ = true;
      if (begun_ || (is_empty() && passed_ < journal_.begun())) ThrowOtherFile();
    } else if (!Read()) {
      const bool in_time = !linger_until_ || std::chrono::steady_clock::now() < *linger_until_;
      if (is_empty() || begun_ || in_time) return std::nullopt;
      return Close();
    }
  }
  if (is_empty()) return std::nullopt;
  return Close();
}

bool EachLines::Read() {
  if (IsReadable(reader_.descriptor())) {
    reader_.Read();
    return true;
  }
  if (!linger_until_ && !is_empty()) linger_until_ = std::chrono::steady_clock::now() + kLinger;
  return false;
}

bool EachLines::Add(const TextLine& line) {
  if (is_empty()) {
    CheckPlace(line.number);
    begun_ = line.number <= journal_.begun();
    if (begun_) {
      intent_ = journal_.IntentOf(line.number);
    } else {
      intent_.first = line.number;
      intent_.at_unix_ms = NowUnixMs();
    }
  }
  ++items_;
  if (begun_) {
    if (line.number > intent_.last) ThrowOtherFile();
    const LineState state = journal_.StateOf(line.number);
    state.final ? summary_.Skip(state.exit_code) : AddItem(line);
    if (line.number < intent_.last) return false;
    if (reader_.digest().Text() != intent_.digest) ThrowOtherFile();
    return true;
  }
  AddItem(line);
  intent_.last = line.number;
  // Not later: blank lines that follow would count.
  intent_.digest = reader_.digest().Text();
  return batch_.items.size() + batch_.refused.size() >= most_ || bytes_ >= kMostBytes;
}

void EachLines::AddItem(const TextLine& line) {
  try {
    EachItem item;
    item.line = line.number;
    item.input = make_input_(line);
    item.first_attempt_unix_ms = intent_.at_unix_ms;
    if (begun_) item.attempt = journal_.StateOf(line.number).attempts;
    item.may_be_done = item.attempt > 0;  // nobody knows how that ended
    bytes_ += item.input.size();
    batch_.items.push_back(std::move(item));
  } catch (const Stop& stop) {
    batch_.refused.emplace_back(line.number, stop.result());
  } catch (const task_host::Error& error) {
    batch_.refused.emplace_back(line.number, Stop::From(error, language_).result());
  }
}

EachBatch EachLines::Close() {
  passed_ = intent_.last;
  if (!begun_) journal_.Begin(std::move(intent_));
  intent_ = IntentRecord();
  begun_ = false;
  bytes_ = 0;
  linger_until_.reset();
  return std::exchange(batch_, EachBatch());
}

// The lines of every intent are there, in turn.
void EachLines::CheckPlace(std::uint64_t line) const {
  if (passed_ >= journal_.begun()) return;
  const std::uint64_t last = journal_.IntentOf(passed_ + 1).last;
  if (line > last) ThrowOtherFile();
}

void EachLines::ThrowOtherFile() const {
  throw Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.results",
             Say(language_, Text::kEachOtherFile, journal_.path()));
}

}  // namespace taskhost
