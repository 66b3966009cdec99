// SPDX-License-Identifier: Apache-2.0
// The only file, with options_bundle, that includes CLI11.
#include "taskhost/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>

#include "taskhost/format.h"
#include "taskhost/options_bundle.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

// CLI11's own help with headings in the language of the person.
class HelpFormatter : public CLI::Formatter {
 public:
  explicit HelpFormatter(Language language) {
    column_width(32);
    label("OPTIONS", Say(language, Text::kHelpOptionsHeading));
    label("SUBCOMMAND", Say(language, Text::kHelpCommandsHeading));
    label("Positionals", Say(language, Text::kHelpArgumentsHeading));
    label("Usage", Say(language, Text::kHelpUsageHeading));
  }
  // The table's text is laid out by hand; CLI11 would put blank lines around each part of it.
  std::string make_footer(const CLI::App* app) const override {
    return "\n" + app->get_footer() + "\n";
  }
};

class Parser {
 public:
  explicit Parser(Language language)
      : language_(language), app_(Help(Text::kHelpProgram), "taskhost") {
    app_.formatter(std::make_shared<HelpFormatter>(language));
    app_.set_help_flag("-h,--help", Help(Text::kHelpHelp));
    app_.footer(Help(Text::kHelpFooter));
    app_.require_subcommand(1);
    app_.fallthrough();
    AddGlobalOptions();
    Is(AddCommand("list", Text::kHelpList), Options::Command::kList);
    CLI::App* describe = AddCommand("describe", Text::kHelpDescribe);
    AddTask(describe);
    AddConnection(describe);
    AddList(describe, "--set", sets_, "KEY=VALUE", Text::kHelpSet);
    Is(describe, Options::Command::kDescribe);
    AddOptions();
    CLI::App* verify = AddCommand("verify", Text::kHelpVerify);
    AddConnection(verify)->required();
    Is(verify, Options::Command::kVerify);
    CLI::App* run = AddCommand("run", Text::kHelpRun);
    AddTask(run);
    AddConnection(run);
    AddRunOptions(run);
    Is(run, Options::Command::kRun);
    AddConnectionCommands();
    AddBundleCommands(app_, options_, language);
  }

  std::variant<Options, Information> Parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      return Information{HelpText()};
    } catch (const CLI::CallForVersion& version) {
      return Information{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
      throw Stop::Usage(Complaint(error));
    }
    Finish();
    return std::move(options_);
  }

 private:
  std::string Help(Text text) const { return std::string(TextOf(text, language_)); }

  // The help of the command that was asked for, else of the whole program.
  std::string HelpText() const {
    const CLI::App* command = &app_;
    std::string before;
    while (!command->get_subcommands().empty()) {
      before += (before.empty() ? "" : " ") + command->get_name();
      command = command->get_subcommands().front();
    }
    return command == &app_ ? app_.help() : command->help(before);
  }

  // CLI11 knows English alone. It names the option that it complains about first.
  std::string Complaint(const CLI::ParseError& error) const {
    const std::string what = error.what();
    const std::string option = what.substr(0, what.find(':'));
    std::string extras;
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
      case CLI::ExitCodes::ExtrasError:
        for (const std::string& extra : app_.remaining(true)) {
          extras += (extras.empty() ? "" : " ") + extra;
        }
        return Say(language_, Text::kUnknownArguments, extras);
      case CLI::ExitCodes::RequiredError:
        return Say(language_, MissingPart());
      case CLI::ExitCodes::ArgumentMismatch:
        return Say(language_, Text::kNeedsValue, option);
      default:
        return option == "--log-level" ? Say(language_, Text::kBadLogLevel) : what;
    }
  }

  // Each command has one thing that it cannot do without.
  Text MissingPart() const {
    if (app_.get_subcommands().empty()) return Text::kNeedsCommand;
    const CLI::App* command = app_.get_subcommands().front();
    if (const auto missing = MissingOfBundleCommand(command->get_name())) return *missing;
    if (command->get_name() == "verify") return Text::kNeedsConnectionFile;
    if (command->get_name() == "options") return Text::kNeedsField;
    if (command->get_name() != "connection") return Text::kNeedsTask;
    if (command->get_subcommands().empty()) return Text::kNeedsConnectionCommand;
    return command->get_subcommands().front()->get_name() == "rename" ? Text::kNeedsTwoNames
                                                                      : Text::kNeedsName;
  }

  void AddGlobalOptions() {
    app_.add_option("--plugin-path", options_.plugin_paths, Help(Text::kHelpPluginPath))
        ->type_name("DIR")
        ->expected(1)
        ->take_all();
    app_.add_flag("--pre-releases", options_.prereleases, Help(Text::kHelpPrereleases));
    app_.add_option("--log-level", log_level_, Help(Text::kHelpLogLevel))
        ->type_name("LEVEL")
        ->transform(CLI::CheckedTransformer(
                        std::map<std::string, std::int32_t>{{"trace", TP_LOG_TRACE},
                                                            {"debug", TP_LOG_DEBUG},
                                                            {"info", TP_LOG_INFO},
                                                            {"warn", TP_LOG_WARN},
                                                            {"error", TP_LOG_ERROR},
                                                            {"off", TP_LOG_HOST_BUG + 1}})
                        .description(""));
    app_.add_flag("--json", options_.json, Help(Text::kHelpJson));
    app_.add_option("--locale", locale_, Help(Text::kHelpLocale))->type_name("LOCALE")->take_last();
    const std::string version = std::string("taskhost ") + TASKHOST_VERSION + " (task_plugin.h " +
                                std::to_string(TP_ABI_MAJOR) + "." + std::to_string(TP_ABI_MINOR) +
                                ")";
    app_.set_version_flag("--version", version, Help(Text::kHelpVersion));
  }

  CLI::App* AddCommand(const char* name, Text help) { return AddCommand(app_, name, help); }

  CLI::App* AddCommand(CLI::App& parent, const char* name, Text help) {
    return taskhost::AddCommand(parent, name, help, language_);
  }

  void Is(CLI::App* command, Options::Command meaning) {
    command->callback([this, meaning] { options_.command = meaning; });
  }

  void AddTask(CLI::App* command) {
    command->add_option("TASK", options_.task, Help(Text::kHelpTask))->required()->type_name("");
  }

  void AddOptions() {
    CLI::App* options = AddCommand("options", Text::kHelpOptions);
    AddTask(options);
    options->add_option("FIELD", options_.field, Help(Text::kHelpField))->required()->type_name("");
    AddConnection(options);
    AddList(options, "--set", sets_, "KEY=VALUE", Text::kHelpSet);
    AddText(options, "--search", options_.search, "TEXT", Text::kHelpSearch);
    AddText(options, "--limit", limit_, "N", Text::kHelpLimit);
    AddText(options, "--page", options_.page, "TOKEN", Text::kHelpPage);
    options->add_flag("--all", options_.all, Help(Text::kHelpAll));
    Is(options, Options::Command::kOptions);
  }

  // The account, and how it may be reached.
  CLI::Option* AddConnection(CLI::App* command) {
    CLI::Option* connection = AddText(command, "--connection", options_.connection, "NAME|ID|FILE",
                                      Text::kHelpConnection);
    AddPolicy(command);
    return connection;
  }

  void AddPolicy(CLI::App* command) {
    AddText(command, "--ca-file", options_.ca_file, "FILE", Text::kHelpCaFile);
    AddList(command, "--allow-origin", options_.allow_origins, "ORIGIN", Text::kHelpAllowOrigin);
    AddText(command, "--policy", options_.policy, "FILE", Text::kHelpPolicy);
  }

  void AddConnectionCommands() {
    CLI::App* connection = AddCommand("connection", Text::kHelpConnections);
    connection->require_subcommand(1);
    connection->fallthrough();
    AddConnectionAdd(connection);
    Is(AddCommand(*connection, "list", Text::kHelpConnectionList),
       Options::Command::kConnectionList);
    AddNamed(connection, "show", Text::kHelpConnectionShow, Options::Command::kConnectionShow);
    CLI::App* rename = AddNamed(connection, "rename", Text::kHelpConnectionRename,
                                Options::Command::kConnectionRename);
    rename->add_option("NEW", options_.new_name, Help(Text::kHelpNewName))
        ->required()
        ->type_name("");
    CLI::App* remove = AddNamed(connection, "remove", Text::kHelpConnectionRemove,
                                Options::Command::kConnectionRemove);
    remove->add_flag("--yes", options_.yes, Help(Text::kHelpYes));
    remove->add_flag("--revoke", options_.revoke, Help(Text::kHelpRevoke));
    AddPolicy(remove);
    CLI::App* sign_in = AddNamed(connection, "sign-in", Text::kHelpConnectionSignIn,
                                 Options::Command::kConnectionSignIn);
    AddText(sign_in, "--timeout", timeout_, "TIME", Text::kHelpTimeout);
    sign_in->add_flag("--no-browser", options_.no_browser, Help(Text::kHelpNoBrowser));
    AddPolicy(sign_in);
    AddPolicy(AddNamed(connection, "verify", Text::kHelpVerify, Options::Command::kVerify));
  }

  CLI::App* AddNamed(CLI::App* connection, const char* name, Text help, Options::Command meaning) {
    CLI::App* command = AddCommand(*connection, name, help);
    command->add_option("NAME", options_.connection, Help(Text::kHelpName))
        ->required()
        ->type_name("");
    Is(command, meaning);
    return command;
  }

  void AddConnectionAdd(CLI::App* connection) {
    CLI::App* add = AddCommand(*connection, "add", Text::kHelpConnectionAdd);
    add->add_option("NAME", options_.connection, Help(Text::kHelpAddName))->type_name("");
    AddText(add, "--plugin", options_.plugin, "ID", Text::kHelpAddPlugin);
    AddText(add, "--type", options_.type, "TYPE", Text::kHelpAddType);
    AddList(add, "--set", sets_, "KEY=VALUE", Text::kHelpAddSet);
    AddText(add, "--credentials", options_.credentials, "-", Text::kHelpAddCredentials);
    add->add_flag("--guide", options_.guide, Help(Text::kHelpAddGuide));
    AddPolicy(add);
    Is(add, Options::Command::kConnectionAdd);
  }

  void AddRunOptions(CLI::App* run) {
    AddText(run, "--input", options_.input, "FILE", Text::kHelpInput);
    AddText(run, "--event", options_.event, "FILE", Text::kHelpEvent);
    AddText(run, "--idempotency-key", options_.idempotency_key, "KEY", Text::kHelpIdempotencyKey);
    AddText(run, "--attempt", attempt_, "N", Text::kHelpAttempt);
    AddText(run, "--traceparent", options_.traceparent, "ID", Text::kHelpTraceparent);
    AddText(run, "--deadline", deadline_, "TIME", Text::kHelpDeadline);
    run->add_flag("--dry-run", options_.dry_run, Help(Text::kHelpDryRun));
    AddList(run, "--set", sets_, "KEY=VALUE", Text::kHelpSet);
    AddList(run, "--attach", options_.attachments, "FILE", Text::kHelpAttach);
    run->add_flag("--stats", options_.stats, Help(Text::kHelpStats));
    AddText(run, "--each", options_.each, "FILE", Text::kHelpEach);
    AddText(run, "--results", options_.results, "FILE", Text::kHelpResults);
    AddText(run, "--chunk", chunk_, "N", Text::kHelpChunk);
    AddText(run, "--in-flight", in_flight_, "N", Text::kHelpInFlight);
  }

  CLI::Option* AddText(CLI::App* command, const char* name, std::string& value, const char* type,
                       Text help) {
    return command->add_option(name, value, Help(help))->type_name(type);
  }

  void AddList(CLI::App* command, const char* name, std::vector<std::string>& values,
               const char* type, Text help) {
    command->add_option(name, values, Help(help))->type_name(type)->expected(1)->take_all();
  }

  // What CLI11 cannot say about values.
  void Finish() {
    options_.log_level = log_level_;
    if (!locale_.empty() && !LanguageOf(locale_)) {
      throw Stop::Usage(Say(language_, Text::kBadLocale, locale_));
    }
    // The person has chosen the directory just now, so that a relative one is clear.
    for (std::string& path : options_.plugin_paths) {
      if (!path.empty()) path = std::filesystem::absolute(path).lexically_normal().string();
    }
    for (const std::string& set : sets_) {
      const std::size_t equals = set.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw Stop::Usage(Say(language_, Text::kBadSet, set));
      }
      options_.sets.emplace_back(set.substr(0, equals), set.substr(equals + 1));
    }
    TakeDuration(deadline_, options_.deadline_ms);
    TakeDuration(timeout_, options_.timeout_ms);
    if (!options_.credentials.empty() && options_.credentials != "-") {
      throw Stop::Usage(Say(language_, Text::kCredentialsAreRead));
    }
    if (options_.command == Options::Command::kConnectionAdd && options_.connection.empty() &&
        !options_.guide) {
      throw Stop::Usage(Say(language_, Text::kNeedsName));
    }
    if (options_.input == "-" && (options_.event == "-" || options_.each == "-")) {
      throw Stop::Usage(Say(language_, Text::kTwoStandardInputs));
    }
    FinishEach();
  }

  void FinishEach() {
    const bool each = !options_.each.empty();
    if (each && options_.results.empty())
      throw Stop::Usage(Say(language_, Text::kEachNeedsResults));
    if (each && !options_.event.empty()) throw Stop::Usage(Say(language_, Text::kEachIsTheEvent));
    if (!each && !(options_.results.empty() && chunk_.empty() && in_flight_.empty())) {
      throw Stop::Usage(Say(language_, Text::kOnlyWithEach));
    }
    TakeCount("--chunk", chunk_, 1000, options_.chunk);
    TakeCount("--in-flight", in_flight_, 10000, options_.in_flight);
    if (each && !options_.attachments.empty()) throw Stop::Usage(Say(language_, Text::kAttachOnce));
    if (options_.all && !options_.page.empty()) throw Stop::Usage(Say(language_, Text::kAllOrPage));
    TakeCount("--limit", limit_, 10000, options_.limit);
    TakeCount("--attempt", attempt_, 1000, options_.attempt);
  }

  void TakeCount(const char* option, const std::string& text, std::size_t most,
                 std::size_t& count) const {
    if (text.empty()) return;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || stop != end || count == 0 || count > most) {
      throw Stop::Usage(Say(language_, Text::kBadCount, option, most));
    }
  }

  void TakeDuration(const std::string& text, std::int64_t& duration_ms) const {
    if (text.empty()) return;
    const std::optional<std::int64_t> duration = ParseDuration(text);
    if (!duration) throw Stop::Usage(Say(language_, Text::kBadDeadline, text));
    duration_ms = *duration;
  }

  Language language_;
  Options options_;
  std::int32_t log_level_ = TP_LOG_WARN;
  std::vector<std::string> sets_;
  std::string deadline_;
  std::string timeout_;
  std::string chunk_;
  std::string in_flight_;
  std::string attempt_;
  std::string limit_;
  std::string locale_;
  CLI::App app_;
};

}  // namespace

std::variant<Options, Information> ParseCommandLine(int argc, const char* const* argv,
                                                    Language language) {
  return Parser(language).Parse(argc, argv);
}

bool WantsJson(int argc, const char* const* argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* argument) { return std::string_view(argument) == "--json"; });
}

std::optional<Language> WantedLanguage(int argc, const char* const* argv) {
  constexpr std::string_view kOption = "--locale";
  std::optional<Language> language;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == kOption && i + 1 < argc) language = LanguageOf(argv[i + 1]);
    if (argument.starts_with("--locale="))
      language = LanguageOf(argument.substr(kOption.size() + 1));
  }
  return language;
}

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  constexpr std::int64_t kYearMs = std::int64_t{366} * 24 * 60 * 60 * 1000;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const std::int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60000 : 0;
  if (factor == 0 || value <= 0 || value > kYearMs / factor) return std::nullopt;
  return value * factor;
}

}  // namespace taskhost
