// SPDX-License-Identifier: Apache-2.0
// Appending only. A record is one write, or several when the system takes less at once: what a
// killed process leaves half is the last line, and without a line feed.
#include "taskhost/each_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "host/line_reader.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/random_text.h"

namespace taskhost {
namespace {

// An output may have 16 MiB, and an error says less.
constexpr std::size_t kLongestRecord = std::size_t{64} << 20;
constexpr std::string_view kBeginning = R"({"record":"run")";
constexpr std::uint8_t kMostAttempts = 127;

std::string Reason(int number) {
  return std::generic_category().message(number);
}

task_host::Descriptor OpenFile(const std::string& path, Language language) {
  task_host::Descriptor file(
      open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0600));
  if (file.is_open()) return file;
  throw Stop(kExitNotFound, TP_E_NOT_FOUND, "host.results",
             Say(language, Text::kEachCannotOpen, path, Reason(errno)));
}

// The name of a new file is on the disk, too.
void SyncFolder(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  const task_host::Descriptor open_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A file system that cannot promise more is no failure.
  if (open_folder.is_open()) fsync(open_folder.number());
}

}  // namespace

EachJournal::EachJournal(std::string path, const RunIdentity& identity, const std::string& key,
                         int other, Language language)
    : path_(std::move(path)), language_(language), file_(OpenFile(path_, language)) {
  Lock(other);
  if (!Load(identity, key)) Make(identity, key);
}

Stop EachJournal::Fault(Text text) const {
  return Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.results", Say(language_, text, path_));
}

void EachJournal::ThrowCannotWrite(int number) const {
  throw Stop(kExitInternal, TP_E_INTERNAL, "host.results",
             Say(language_, Text::kEachCannotWrite, path_, Reason(number)));
}

void EachJournal::Lock(int other) {
  struct stat ours {};
  struct stat read {};
  if (fstat(file_.number(), &ours) != 0 || !S_ISREG(ours.st_mode)) {
    throw Fault(Text::kEachNotAFile);
  }
  if (fstat(other, &read) == 0 && ours.st_dev == read.st_dev && ours.st_ino == read.st_ino) {
    throw Fault(Text::kEachSameFile);
  }
  while (flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) throw Fault(Text::kEachInUse);
    if (errno != EINTR) ThrowCannotWrite(errno);
  }
}

bool EachJournal::Load(const RunIdentity& identity, const std::string& key) {
  task_host::LineReader reader(task_host::Descriptor(fcntl(file_.number(), F_DUPFD_CLOEXEC, 0)),
                               path_, kLongestRecord);
  while (true) {
    const std::optional<task_host::TextLine> line = reader.Next();
    if (!line) {
      if (reader.at_end()) break;
      reader.Read();
      continue;
    }
    const bool is_first = run_.run.empty();
    if (!line->ended) {
      // Of a file that is somebody else's nothing is cut off.
      const std::string_view text = line->text;
      const bool is_ours = text.substr(0, kBeginning.size()) == kBeginning.substr(0, text.size());
      if (is_first && !is_ours) throw Fault(Text::kEachForeign);
      CutOff(line->offset);
      break;
    }
    const std::optional<EachRecord> record = ParseRecord(line->text);
    if (is_first) {
      if (!record || !std::holds_alternative<RunRecord>(*record)) throw Fault(Text::kEachForeign);
      run_ = std::get<RunRecord>(*record);
      CheckRun(identity, key);
    } else {
      Take(record.value_or(RunRecord()), line->number);
    }
  }
  return !run_.run.empty();
}

void EachJournal::Make(const RunIdentity& identity, const std::string& key) {
  run_.run = RandomText(16);
  run_.key = key.empty() ? run_.run : key;
  run_.identity = identity;
  kept_ = TextOf(run_);
  Sync();
  SyncFolder(path_);
}

void EachJournal::CheckRun(const RunIdentity& identity, const std::string& key) const {
  const RunIdentity& ours = run_.identity;
  if (ours.task != identity.task || ours.plugin != identity.plugin) {
    throw Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.results",
               Say(language_, Text::kEachOtherTask, path_, ours.task));
  }
  if (ours.connection != identity.connection) {
    throw Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.results",
               Say(language_, Text::kEachOtherConnection, path_, ours.connection));
  }
  if (ours != identity) throw Fault(Text::kEachOtherInput);
  if (!key.empty() && key != run_.key) throw Fault(Text::kEachOtherKey);
}

void EachJournal::Take(const EachRecord& record, std::uint64_t line_number) {
  const auto is_new = [&](std::uint64_t line) { return line > begun(); };
  bool fits = false;
  if (const auto* intent = std::get_if<IntentRecord>(&record)) {
    fits = is_new(intent->first);
    if (fits) intents_.push_back(*intent);
  } else if (const auto* repeat = std::get_if<RepeatRecord>(&record)) {
    fits = std::none_of(repeat->lines.begin(), repeat->lines.end(), is_new);
    if (fits) {
      for (const std::uint64_t line : repeat->lines) {
        LineState& state = MutableState(line);
        // The first attempt is that of the intent.
        state.attempts =
            std::min<std::uint8_t>(std::max<int>(state.attempts, 1) + 1, kMostAttempts);
      }
    }
  } else if (const auto* result = std::get_if<ResultRecord>(&record)) {
    fits = !is_new(result->line);
    if (fits) {
      LineState& state = MutableState(result->line);
      state.final = result->final;
      state.attempts = std::min<std::uint32_t>(result->attempts, kMostAttempts);
      state.exit_code = static_cast<std::uint8_t>(result->exit_code);
    }
  }
  if (!fits) {
    throw Stop(kExitUsage, TP_E_INVALID_ARGUMENT, "host.results",
               Say(language_, Text::kEachDamaged, path_, line_number));
  }
}

LineState& EachJournal::MutableState(std::uint64_t line) {
  if (lines_.size() < line) lines_.resize(line);
  return lines_[line - 1];
}

LineState EachJournal::StateOf(std::uint64_t line) const {
  LineState state = line <= lines_.size() ? lines_[line - 1] : LineState{};
  if (line <= begun()) state.attempts = std::max<std::uint8_t>(state.attempts, 1);
  return state;
}

const IntentRecord& EachJournal::IntentOf(std::uint64_t line) const {
  return *std::lower_bound(
      intents_.begin(), intents_.end(), line,
      [](const IntentRecord& intent, std::uint64_t number) { return intent.last < number; });
}

void EachJournal::CutOff(std::uint64_t offset) {
  if (ftruncate(file_.number(), static_cast<off_t>(offset)) != 0) ThrowCannotWrite(errno);
  synced_ = false;
}

void EachJournal::Begin(IntentRecord intent) {
  kept_ += TextOf(intent);
  intents_.push_back(std::move(intent));
  Sync();
}

void EachJournal::Repeat(const std::vector<std::uint64_t>& lines, std::int64_t now_unix_ms) {
  // Their intent is on the disk; this one only counts.
  kept_ += TextOf(RepeatRecord{lines}, now_unix_ms);
  Flush();
}

void EachJournal::Add(const ResultRecord& record, std::string_view document) {
  kept_ += TextOf(record, document);
}

void EachJournal::Flush() {
  if (kept_.empty()) return;
  synced_ = false;
  if (!WriteAll(file_.number(), kept_)) ThrowCannotWrite(errno);
  kept_.clear();
}

void EachJournal::Sync() {
  Flush();
  if (synced_) return;
  if (fdatasync(file_.number()) != 0) ThrowCannotWrite(errno);
  synced_ = true;
}

}  // namespace taskhost
