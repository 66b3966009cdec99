// SPDX-License-Identifier: Apache-2.0
// The file of results: what it remembers, what it refuses, and how it is mended.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "host/file.h"
#include "host/json.h"
#include "taskhost/each_journal.h"
#include "taskhost/each_lines.h"
#include "taskhost/each_progress.h"
#include "taskhost/each_summary.h"
#include "taskhost/stats.h"
#include "toy_folder.h"

using task_host::Descriptor;
using task_host::LineReader;
using task_host::Result;
using taskhost::EachBatch;
using taskhost::EachJournal;
using taskhost::EachLines;
using taskhost::EachProgress;
using taskhost::EachSummary;
using taskhost::Language;
using taskhost::ResultRecord;
using taskhost::RunIdentity;
using taskhost::Stop;

namespace {

const RunIdentity kIdentity{"toy", "toy.echo", "none", "0123", false};

class Bench {
 public:
  std::string path() const { return (dir_.path() / "out.ndjson").string(); }
  std::string Text() const { return task_host::ReadFile(path()); }
  void Write(const std::string& text) const { toy::WriteFile(path(), text); }
  EachJournal Open(const RunIdentity& identity = kIdentity, const std::string& key = "") const {
    return EachJournal(path(), identity, key, STDIN_FILENO, Language::kEnglish);
  }
  // Why it does not open.
  std::string Refusal(const RunIdentity& identity = kIdentity, const std::string& key = "") const {
    try {
      Open(identity, key);
    } catch (const Stop& stop) {
      CHECK(stop.exit_code() == 64);
      return stop.what();
    }
    return "";
  }

  // The batches of a file with this text, as long as lines are those that were begun.
  std::vector<EachBatch> Batches(EachJournal& journal, EachSummary& summary,
                                 const std::string& text, std::size_t most = 2) const {
    toy::WriteFile(dir_.path() / "in.ndjson", text);
    LineReader reader(Descriptor(open((dir_.path() / "in.ndjson").c_str(), O_RDONLY | O_CLOEXEC)),
                      "in");
    EachLines lines(
        reader, journal, summary,
        [](const task_host::TextLine& line) {
          if (line.text == "bad") throw Stop::Input("toy.bad", "Bad.", {});
          return line.text;
        },
        most, Language::kEnglish);
    std::vector<EachBatch> batches;
    while (auto batch = lines.Next()) batches.push_back(std::move(*batch));
    CHECK(lines.at_end());
    return batches;
  }

 private:
  toy::TempDir dir_;
};

void End(EachJournal& journal, std::uint64_t line, bool final, int exit_code = 0) {
  journal.Add(ResultRecord{line, 1, final, exit_code},
              "{\"status\":\"ok\",\"output\":{\"a\":\n1},\"warnings\":[]}\n");
  journal.Flush();
}

}  // namespace

TEST_CASE("a new file is for its owner and holds the run; keys do not depend on anything else") {
  const Bench bench;
  std::string key;
  {
    const EachJournal journal = bench.Open();
    struct stat facts {};
    REQUIRE(stat(bench.path().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    CHECK(journal.begun() == 0);
    key = journal.KeyOf(7);
    CHECK(key == journal.run() + ":7");
  }
  CHECK(bench.Open().KeyOf(7) == key);
  const Bench other;
  CHECK(other.Open().KeyOf(7) != key);
  const Bench named;
  CHECK(named.Open(kIdentity, "mine").KeyOf(7) == "mine:7");
  CHECK(named.Open().KeyOf(7) == "mine:7");
  CHECK(named.Refusal(kIdentity, "other").find("--idempotency-key") != std::string::npos);
}

TEST_CASE("what was begun, repeated and ended is known after another start") {
  const Bench bench;
  {
    EachJournal journal = bench.Open();
    journal.Begin({1, 4, 1000, "d"});
    journal.Begin({6, 7, 2000, "e"});
    End(journal, 1, true);
    End(journal, 2, false, 80);
    journal.Repeat({2, 3}, 3000);
    End(journal, 6, true, 76);
    CHECK(bench.Text().find("\"output\":{\"a\": 1}") != std::string::npos);
  }
  const EachJournal journal = bench.Open();
  CHECK(journal.begun() == 7);
  CHECK(journal.StateOf(1).final);
  CHECK_FALSE(journal.StateOf(2).final);
  CHECK(journal.StateOf(2).attempts == 2);
  CHECK(journal.StateOf(3).attempts == 2);
  CHECK(journal.StateOf(4).attempts == 1);
  CHECK(journal.StateOf(6).exit_code == 76);
  CHECK(journal.StateOf(8).attempts == 0);
  CHECK(journal.IntentOf(4).at_unix_ms == 1000);
  CHECK(journal.IntentOf(5).at_unix_ms == 2000);
}

TEST_CASE("a last line that is half there is cut off, at whatever byte it ends") {
  const Bench bench;
  {
    EachJournal journal = bench.Open();
    journal.Begin({1, 2, 1000, "d"});
    End(journal, 1, true);
  }
  const std::string whole = bench.Text();
  const std::size_t run_end = whole.find('\n') + 1;
  const std::size_t intent_end = whole.find('\n', run_end) + 1;
  // Each costs writes that wait for the disk.
  for (std::size_t size = 0; size < whole.size(); size += size < run_end ? 29 : 7) {
    bench.Write(whole.substr(0, size));
    CAPTURE(size);
    EachJournal journal = bench.Open();
    CHECK(journal.begun() == (size < intent_end ? 0 : 2));
    CHECK_FALSE(journal.StateOf(1).final);
    if (size >= run_end) CHECK(whole.starts_with(bench.Text()));
    journal.Begin({3, 4, 2000, "e"});
  }
  bench.Write(whole);
  CHECK(bench.Open().StateOf(1).final);
}

TEST_CASE("a file that is somebody else's, damaged, or of another run is left as it is") {
  const Bench bench;
  for (const char* text :
       {"precious", "precious\n", "{}\n", "{\"record\":\"result\"}\n", "{\"re: x"}) {
    bench.Write(text);
    CHECK(bench.Refusal().find("no file of results") != std::string::npos);
    CHECK(bench.Text() == text);
  }
  bench.Write("");
  {
    EachJournal journal = bench.Open();
    journal.Begin({1, 2, 1000, "d"});
    CHECK(bench.Refusal().find("another run is writing") != std::string::npos);
  }
  RunIdentity other = kIdentity;
  other.task = "toy.fail";
  CHECK(bench.Refusal(other).find("a run of toy.echo") != std::string::npos);
  other = kIdentity;
  other.connection = "front";
  CHECK(bench.Refusal(other).find("connection none") != std::string::npos);
  other = kIdentity;
  other.input = "4567";
  CHECK(bench.Refusal(other).find("another --input") != std::string::npos);
  other = kIdentity;
  other.dry_run = true;
  CHECK(bench.Refusal(other).find("--dry-run") != std::string::npos);

  const std::string whole = bench.Text();
  for (const char* line : {"nonsense\n",
                           R"({"record":"result","line":9,"attempts":1,"exit":0,"status":"ok"})"
                           "\n",
                           R"({"record":"intent","first":2,"last":3,"at":1,"digest":"x"})"
                           "\n",
                           R"({"record":"repeat","lines":[3],"at":1})"
                           "\n"}) {
    bench.Write(whole + line);
    CHECK(bench.Refusal().find("line 3 is damaged") != std::string::npos);
    CHECK(bench.Text() == whole + line);
  }
}

TEST_CASE("the results may not go into the file that is read, or into a pipe") {
  const Bench bench;
  bench.Write("{}\n");
  const Descriptor input(open(bench.path().c_str(), O_RDONLY | O_CLOEXEC));
  const auto open_beside = [&](const std::string& path) {
    EachJournal(path, kIdentity, "", input.number(), Language::kEnglish);
  };
  CHECK_THROWS_WITH_AS(
      open_beside(bench.path()),
      (bench.path() + ": the results would go into the file that is read.").c_str(), Stop);
  CHECK_THROWS_AS(open_beside("/dev/null"), Stop);
  CHECK(bench.Text() == "{}\n");
}

TEST_CASE("lines are begun in batches and, after another start, end where they stopped") {
  const Bench bench;
  const std::string text = "1\n\n2\nbad\n4\n5\n\n";
  {
    EachJournal journal = bench.Open();
    EachSummary summary;
    const std::vector<EachBatch> batches = bench.Batches(journal, summary, text);
    REQUIRE(batches.size() == 3);
    CHECK(batches[0].items.size() == 2);
    CHECK(batches[0].items[1].line == 3);
    CHECK(batches[0].items[0].attempt == 0);
    CHECK(batches[1].items.size() == 1);
    REQUIRE(batches[1].refused.size() == 1);
    CHECK(batches[1].refused[0].first == 4);
    CHECK(batches[2].items.size() == 1);
    CHECK(journal.begun() == 6);
    End(journal, 1, true);
    End(journal, 3, false, 75);
    End(journal, 4, true, 65);
    End(journal, 6, true);
  }
  EachJournal journal = bench.Open();
  EachSummary summary;
  // Line ends and a further line are no other file.
  const std::vector<EachBatch> batches =
      bench.Batches(journal, summary, "1\r\n\r\n2\r\nbad\n4\n5\n\n6", 1);
  REQUIRE(batches.size() == 4);
  REQUIRE(batches[0].items.size() == 1);
  CHECK(batches[0].items[0].line == 3);
  CHECK(batches[0].items[0].attempt == 1);
  CHECK(batches[0].items[0].first_attempt_unix_ms == journal.IntentOf(3).at_unix_ms);
  CHECK(batches[1].refused.empty());
  CHECK(batches[1].items[0].line == 5);
  CHECK(batches[2].items.empty());
  CHECK(batches[3].items[0].line == 8);
  CHECK(summary.skipped() == 3);
  CHECK(summary.ExitCode() == 65);
}

TEST_CASE("of a file with other lines nothing that differs is handed out") {
  const Bench bench;
  {
    EachJournal journal = bench.Open();
    EachSummary summary;
    bench.Batches(journal, summary, "1\n2\n3\n4\n");
  }
  for (const char* text : {"", "1\n2\n3\n", "1\n2\n3\n5\n", "0\n2\n3\n4\n", "\n\n\n\n5\n",
                           "1\n\n3\n4\n", "1\n2\n\n4\n3\n", "1\n2\n3\n\n4\n"}) {
    CAPTURE(text);
    EachJournal journal = bench.Open();
    EachSummary summary;
    CHECK_THROWS_AS(bench.Batches(journal, summary, text), Stop);
    CHECK(journal.begun() == 4);
  }
}

TEST_CASE("only what another attempt cannot change is final") {
  Result result;
  const auto is_final = [&](tp_status status, std::uint32_t retry) {
    result.status = status;
    result.retry = retry;
    return taskhost::IsFinal(result);
  };
  CHECK(is_final(TP_OK, TP_RETRY_NEVER));
  CHECK(is_final(TP_E_REJECTED, TP_RETRY_NEVER));
  CHECK(is_final(TP_E_INVALID_ARGUMENT, TP_RETRY_NEVER));
  CHECK(is_final(TP_E_INTERNAL, TP_RETRY_NEVER));
  CHECK_FALSE(is_final(TP_E_INTERNAL, TP_RETRY_UNKNOWN_OUTCOME));
  CHECK_FALSE(is_final(TP_E_CONFLICT, TP_RETRY_SAFE));
  CHECK_FALSE(is_final(TP_E_UNAUTHENTICATED, TP_RETRY_NEVER));
  CHECK_FALSE(is_final(TP_E_PERMISSION_DENIED, TP_RETRY_NEVER));
  CHECK_FALSE(is_final(TP_E_CANCELLED, TP_RETRY_NEVER));
  CHECK_FALSE(is_final(TP_E_TIMEOUT, TP_RETRY_NEVER));
}

TEST_CASE("the worst item makes the exit code") {
  EachSummary summary;
  CHECK(summary.ExitCode() == 0);
  for (const int code : {0, 65, 76, 70, 78, 77, 69, 75, 80}) {
    summary.Add(ResultRecord{1, 1, code == 65 || code == 76, code});
    CHECK(summary.ExitCode() == code);
  }
  CHECK(summary.failed() == 8);
  CHECK(summary.open() == 6);
  const EachSummary::Facts facts{"r", "out", 1.25, false};
  CHECK(summary.ForPeople(facts, Language::kEnglish) ==
        "1 ok, 2 refused, 1 unknown, 5 to try again, 0 skipped, 1.2 s.\nThe results are in out.\n"
        "Run the same command again to go on where it stopped.\n");
  CHECK(summary.Document(facts) ==
        R"({"run":"r","results":"out","ok":1,"refused":2,"unknown":1,"later":5,"skipped":0,)"
        R"("skipped_refused":0,"interrupted":false,"seconds":1.250})");
}

TEST_CASE("the progress tells rate and time left once they can be known") {
  const EachProgress::Time start{};
  const EachProgress progress(STDERR_FILENO, true, 1000, Language::kEnglish, start);
  EachProgress::State state;
  const auto after = [&](int seconds) {
    return progress.Line(state, start + std::chrono::seconds(seconds));
  };
  CHECK(after(0) == "0 done  0/s  0 failed");
  state = {.ended = 40, .skipped = 10, .failed = 3, .items = 60, .bytes = 600, .read_all = false};
  CHECK(after(10) == "[##########..........] 50 of 100  4/s  3 failed  0:13 left");
  state = {
      .ended = 100, .skipped = 0, .failed = 0, .items = 40100, .bytes = 1000, .read_all = true};
  CHECK(after(10) == "[....................] 100 of 40100  10/s  0 failed  1:06:40 left");
}

TEST_CASE("counters are shown whatever they are") {
  CHECK(taskhost::StatsText(R"({"a":{"b":1,"c":[{"d":"x"},2]},"e":{},"f":null})",
                            Language::kEnglish) ==
        "a.b      1\na.c.0.d  x\na.c.1    2\ne        {}\nf        null\n");
  CHECK(taskhost::StatsText("", Language::kEnglish) == "The plugin counts nothing.\n");
  CHECK(taskhost::WithStats("{\"status\":\"ok\"}\n", "{\n\"a\":1}") ==
        "{\"status\":\"ok\",\"stats\":{\"a\":1}}\n");
  CHECK(taskhost::WithStats("{\"status\":\"ok\"}\n", "") == "{\"status\":\"ok\",\"stats\":null}\n");
}
