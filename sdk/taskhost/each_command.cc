// SPDX-License-Identifier: Apache-2.0
// Opens what is read and what is written, and puts the parts together.
#include "taskhost/each_command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "host/error.h"
#include "host/file.h"
#include "taskhost/each_run.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/stats.h"

namespace taskhost {
namespace {

using std::chrono::steady_clock;
using task_host::Json;

task_host::Descriptor OpenLines(const std::string& file, Language language) {
  task_host::Descriptor lines(file == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                          : open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (lines.is_open()) return lines;
  throw Stop(kExitNotFound, TP_E_NOT_FOUND, "host.not_found",
             Say(language, Text::kEachCannotOpen, file, std::generic_category().message(errno)));
}

// 0 when it cannot be known.
std::uint64_t SizeOf(int descriptor) {
  struct stat facts {};
  const bool is_file = fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
  return is_file ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

RunIdentity IdentityOf(const Options& options, const task_host::Manifest& manifest,
                       const task_host::TaskEntry& task, const task_host::ConnectionSpec& spec,
                       const InputMaker& maker) {
  task_host::Digest input;
  input.Add(maker.Identity());
  return {manifest.id, task.id, spec.id, input.Text(), options.dry_run};
}

std::string MakeInput(const InputMaker& maker, bool has_template, const task_host::TextLine& line,
                      Language language) {
  const std::string name = Say(language, Text::kEachLine, line.number);
  if (line.too_long) {
    throw Stop::Input("host.format", Say(language, Text::kEachTooLong, name), {});
  }
  Json document = task_host::ParseJson(line.text, name);
  return has_template ? maker.FromEvent(&document) : maker.FromInput(std::move(document));
}

bool Print(const Options& options, const EachSummary& summary, const EachSummary::Facts& facts,
           const std::string& stats, Language language) {
  if (options.json) {
    const std::string document = summary.Document(facts);
    return WriteOutput((options.stats ? WithStats(document, stats) : document) + "\n", language);
  }
  std::string text = Printable(summary.ForPeople(facts, language));
  if (options.stats) text += StatsText(stats, language);
  return WriteOutput(text, language);
}

}  // namespace

int RunEach(const Options& options, const task_host::Environment& environment,
            const task_host::Manifest& manifest, const task_host::TaskEntry& task,
            const task_host::ConnectionSpec& spec, Language language) {
  const InputMaker maker(options, task, language);
  const Labels labels(manifest, language);
  task_host::LineReader reader(OpenLines(options.each, language), options.each);
  EachJournal journal(options.results, IdentityOf(options, manifest, task, spec, maker),
                      options.idempotency_key, reader.descriptor(), language);
  EachSettings settings;
  settings.task = task.id;
  settings.schema_version = task.schema_version;
  settings.dry_run = options.dry_run;
  settings.in_flight = options.in_flight;
  settings.chunk = std::min(options.chunk, options.in_flight);
  settings.deadline_ms = options.deadline_ms;
  settings.help = [&labels](const std::string& code) { return labels.ErrorHelp(code); };
  EachSummary summary;
  EachLines lines(
      reader, journal, summary,
      [&](const task_host::TextLine& line) {
        return MakeInput(maker, !options.input.empty(), line, language);
      },
      settings.chunk, language);
  const steady_clock::time_point start = steady_clock::now();
  EachProgress progress(STDERR_FILENO, isatty(STDERR_FILENO) == 1, SizeOf(reader.descriptor()),
                        language, start);
  std::string stats;
  const bool interrupted =
      WithConnection(options, environment, manifest, spec, language, [&](Session& session) {
        EachRun(session, settings, lines, journal, progress, summary, language).Run();
        if (options.stats) stats = session.connection().instance()->Stats();
        return session.interrupts().interrupted();
      });
  EachSummary::Facts facts;
  facts.run = journal.run();
  facts.results = journal.path();
  facts.seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
  facts.interrupted = interrupted;
  // The results are in their file, whether or not anybody can read the summary.
  Print(options, summary, facts, stats, language);
  return interrupted ? static_cast<int>(kExitCancelled) : summary.ExitCode();
}

}  // namespace taskhost
