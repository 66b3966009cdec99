// SPDX-License-Identifier: Apache-2.0
// One line that is written again and again over itself.
#include "taskhost/each_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "taskhost/format.h"
#include "taskhost/output.h"

namespace taskhost {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::uint64_t kBarWidth = 20;
constexpr std::string_view kEraseLine = "\r\x1B[K";

std::string Bar(std::uint64_t done, std::uint64_t total) {
  const std::uint64_t full = total == 0 ? 0 : std::min(kBarWidth, done * kBarWidth / total);
  return "[" + std::string(full, '#') + std::string(kBarWidth - full, '.') + "]";
}

// 0:07, 12:30 or 3:05:00.
std::string Clock(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  const std::uint64_t hours = whole / 3600;
  if (hours == 0) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", hours, whole / 60 % 60, whole % 60);
}

}  // namespace

EachProgress::EachProgress(int descriptor, bool is_terminal, std::uint64_t bytes, Language language,
                           Time start)
    : descriptor_(descriptor),
      is_terminal_(is_terminal),
      bytes_(bytes),
      language_(language),
      start_(start),
      next_(is_terminal ? start : start + minutes(1)) {}

void EachProgress::Show(const State& state, Time now) {
  if (now < next_) return;
  const std::string line = Line(state, now);
  if (is_terminal_) {
    next_ = now + milliseconds(200);
    shown_ = true;
    WriteAll(descriptor_, std::string(kEraseLine) + line);
  } else {
    next_ = now + minutes(1);
    WriteAll(descriptor_, line + "\n");
  }
}

void EachProgress::Clear() {
  if (!shown_) return;
  shown_ = false;
  WriteAll(descriptor_, kEraseLine);
}

std::uint64_t EachProgress::Total(const State& state) const {
  if (state.read_all) return state.items;
  if (bytes_ == 0 || state.bytes == 0) return 0;
  const double items = static_cast<double>(state.items);
  return static_cast<std::uint64_t>(items * static_cast<double>(bytes_) /
                                    static_cast<double>(state.bytes));
}

std::string EachProgress::Line(const State& state, Time now) const {
  const std::uint64_t done = state.ended + state.skipped;
  const std::uint64_t total = std::max(Total(state), done);
  const double seconds = duration<double>(now - start_).count();
  const double rate = seconds > 0 ? static_cast<double>(state.ended) / seconds : 0;
  const std::string rate_text = fmt::format("{:.0f}", rate);
  if (Total(state) == 0) {
    return Say(language_, Text::kEachProgress, done, rate_text, state.failed);
  }
  const std::string left = rate > 0 ? Clock(static_cast<double>(total - done) / rate) : "?";
  return Say(language_, Text::kEachBar, Bar(done, total), done, total, rate_text, state.failed,
             left);
}

}  // namespace taskhost
