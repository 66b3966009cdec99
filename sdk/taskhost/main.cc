// SPDX-License-Identifier: Apache-2.0
// The command line host: finds plugins, describes their tasks and runs them.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <exception>

#include "host/error.h"
#include "host/registry.h"
#include "taskhost/commands.h"
#include "taskhost/exit_code.h"
#include "taskhost/options.h"
#include "taskhost/output.h"
#include "taskhost/report.h"
#include "taskhost/stop.h"

namespace {

using taskhost::Language;
using taskhost::Options;
using taskhost::Stop;

// A file that is opened while one of the first three descriptors is closed would become standard
// input, output or error, and would be read or written as such.
void OpenMissingDescriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) == -1) {
      open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
  }
}

int ExecuteWithPlugins(const Options& options, const task_host::Environment& environment,
                       Language language) {
  task_host::SearchOptions search;
  search.explicit_directories = options.plugin_paths;
  const auto registry = task_host::PluginRegistry::Discover(
      task_host::ResolveSearchPath(search, environment), options.prereleases);
  switch (options.command) {
    case Options::Command::kList:
      return taskhost::List(options, registry, language);
    case Options::Command::kDescribe:
      return taskhost::Describe(options, registry, environment, language);
    case Options::Command::kVerify:
      return taskhost::Verify(options, registry, environment, language);
    case Options::Command::kRun:
      return taskhost::Run(options, registry, environment, language);
    case Options::Command::kOptions:
      return taskhost::ListChoices(options, registry, environment, language);
    case Options::Command::kConnectionAdd:
      return taskhost::ConnectionAdd(options, registry, environment, language);
    case Options::Command::kConnectionList:
      return taskhost::ConnectionList(options, registry, environment, language);
    case Options::Command::kConnectionShow:
      return taskhost::ConnectionShow(options, registry, environment, language);
    case Options::Command::kConnectionRename:
      return taskhost::ConnectionRename(options, environment, language);
    case Options::Command::kConnectionRemove:
      return taskhost::ConnectionRemove(options, registry, environment, language);
    case Options::Command::kConnectionSignIn:
      return taskhost::ConnectionSignIn(options, registry, environment, language);
    default:
      return taskhost::kExitUsage;
  }
}

// The commands for bundles and new plugins look at no other plugin.
int Execute(const Options& options, const task_host::Environment& environment, Language language) {
  switch (options.command) {
    case Options::Command::kNew:
      return taskhost::New(options, language);
    case Options::Command::kPack:
      return taskhost::Pack(options, language);
    case Options::Command::kInspect:
      return taskhost::Inspect(options, environment, language);
    case Options::Command::kKeygen:
      return taskhost::Keygen(options, language);
    case Options::Command::kSign:
      return taskhost::Sign(options, language);
    case Options::Command::kTrust:
      return taskhost::Trust(options, environment, language);
    case Options::Command::kInstall:
    case Options::Command::kUpdate:
      return taskhost::Install(options, environment, language);
    case Options::Command::kRollback:
      return taskhost::Rollback(options, environment, language);
    case Options::Command::kRemove:
      return taskhost::Remove(options, environment, language);
    default:
      return ExecuteWithPlugins(options, environment, language);
  }
}

int Report(const Stop& stop, bool json, Language language) {
  if (json) {
    taskhost::WriteOutput(taskhost::JsonDocument(stop.result(), stop.help()), language);
  } else {
    taskhost::WriteAll(STDERR_FILENO,
                       taskhost::DiagnosticText(stop.result(), language, stop.help()));
    if (stop.exit_code() == taskhost::kExitUsage) {
      const std::string hint(TextOf(taskhost::Text::kHelpSeeMore, language));
      taskhost::WriteAll(STDERR_FILENO, hint + "\n");
    }
  }
  return stop.exit_code();
}

int Main(int argc, const char* const* argv, const task_host::Environment& environment) {
  const Language language =
      taskhost::WantedLanguage(argc, argv).value_or(taskhost::LanguageOf(environment));
  const bool json = taskhost::WantsJson(argc, argv);
  try {
    const auto parsed = taskhost::ParseCommandLine(argc, argv, language);
    if (const auto* information = std::get_if<taskhost::Information>(&parsed)) {
      return taskhost::WriteOutput(information->text, language) ? taskhost::kExitOk
                                                                : taskhost::kExitInternal;
    }
    return Execute(std::get<Options>(parsed), environment, language);
  } catch (const Stop& stop) {
    return Report(stop, json, language);
  } catch (const task_host::BundleError& error) {
    return Report(Stop::From(error, language), json, language);
  } catch (const task_host::Error& error) {
    return Report(Stop::From(error, language), json, language);
  } catch (const std::exception& error) {
    return Report(Stop(taskhost::kExitInternal, TP_E_INTERNAL, "host.internal", error.what()), json,
                  language);
  }
}

}  // namespace

int main(int argc, char** argv) {
  OpenMissingDescriptors();
  signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of write()
  const auto environment = task_host::Environment::From(environ, task_host::ProcessIsElevated());
  return Main(argc, argv, environment);
}
