// SPDX-License-Identifier: Apache-2.0
// The program zendesk-sandbox: options in, one line with the address out, then service until a
// signal.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "application.h"
#include "help.h"
#include "open_files.h"
#include "server.h"

namespace {

constexpr int kExitUsage = 64;
constexpr int kExitUnavailable = 69;

constexpr const char* kVersion = "zendesk-sandbox 1.0.0";

struct Options {
  sandbox::ServerOptions server;
  bool tls = false;
  std::string ca_out;
  std::string journal;
  std::string faults;
  std::string subdomain = "acme";
  std::string plan;
  std::int64_t job_item_ms = 0;
  sandbox::ApplicationOptions application;
};

int fail(int code, const std::string& message) {
  fmt::print(stderr, "zendesk-sandbox: {}\n", message);
  return code;
}

// Empty when the text can be the first part of a host name.
std::string problem_of_subdomain(const std::string& text) {
  const bool is_good = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (is_good && !text.empty() && text.front() != '-' && text.back() != '-') return "";
  return "a subdomain has lower-case letters, digits, and hyphens between them";
}

std::string problem_of_offset(const std::string& number) {
  return (number.back() - '0') % 2 == 0 ? "" : "an odd offset would make ids even";
}

std::string problem_of_plan(const std::string& name) {
  return sandbox::find_rate_plan(name) ? "" : "there is no such plan";
}

// Empty for https, or for http on this machine, as Zendesk wants it.
std::string problem_of_redirect_uri(const std::string& uri) {
  static const std::regex kGood(
      R"((https://[\w.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[!-"$-~]*)?)");
  if (std::regex_match(uri, kGood)) return "";
  return "a redirect address begins with https://, http://localhost or http://127.0.0.1";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot read " + path);
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot write " + path);
}

// The set is blocked in all threads and taken by sigwait, so no handler runs anywhere.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

void arm_faults(sandbox::Application& application, const std::string& file) {
  const auto problem = application.add_faults(read_file(file));
  if (problem) throw std::invalid_argument(fmt::format("{}: {}", file, *problem));
}

// What the options say in words of their own.
void finish(Options& options) {
  sandbox::RateSettings& rates = options.application.rates;
  rates.is_roomy = options.plan.empty() && !rates.is_enforced;
  if (options.plan.empty()) options.plan = sandbox::kDefaultRatePlan;
  const sandbox::RatePlan& plan = *sandbox::find_rate_plan(options.plan);
  rates.account = plan.account;
  rates.profiles = plan.profiles;
  options.application.job_item_time = std::chrono::milliseconds(options.job_item_ms);
}

int serve(const Options& options) {
  const sigset_t signals = block_signals();
  sandbox::raise_open_file_limit();
  sandbox::Application application(options.subdomain, sandbox::system_time, options.application);
  if (!options.faults.empty()) arm_faults(application, options.faults);
  if (!options.journal.empty()) application.open_journal(options.journal);
  sandbox::ServerOptions server_options = options.server;
  if (options.tls) server_options.certificate = sandbox::make_certificate();
  sandbox::Server server(application, server_options);
  if (!options.ca_out.empty()) write_file(options.ca_out, server_options.certificate->ca_pem);
  server.start();
  fmt::print("listening on {}\n", server.url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop();
  return 0;
}

void add_options(CLI::App& app, Options& options) {
  sandbox::ApplicationOptions& application = options.application;
  app.add_option("--port", options.server.port, "Port; 0 lets the system choose")
      ->capture_default_str();
  app.add_option("--address", options.server.address, "Loopback address: 127.0.0.1 or ::1")
      ->capture_default_str();
  auto* tls = app.add_flag("--tls", options.tls, "Speak TLS, with a certificate made at the start");
  app.add_option("--ca-out", options.ca_out, "Write the authority's certificate here, as PEM")
      ->needs(tls);
  app.add_option("--journal", options.journal,
                 "Append one JSON line for each request to this file");
  app.add_option("--subdomain", options.subdomain, "Account name, as in its URLs")
      ->check(problem_of_subdomain)
      ->capture_default_str();
  app.add_option("--id-offset", application.contents.id_offset,
                 "Even number added to the ids of people and settings, but not names")
      ->check(CLI::Range(0LL, 1'000'000'000'000LL))
      ->check(problem_of_offset)
      ->capture_default_str();
  app.add_flag("--large", application.contents.is_large,
               "More fields, options, groups and agents than one page holds");
  app.add_flag("--auto-consent", application.oauth.auto_consent,
               "Answer /oauth/authorizations/new as if somebody had allowed it");
  app.add_option("--redirect-uri", application.oauth.redirect_uris,
                 "One more redirect URI, as it stands; may be repeated")
      ->allow_extra_args(false)
      ->check(problem_of_redirect_uri);
  app.add_option("--token-lifetime", application.oauth.token_lifetime,
                 "Seconds that an access token lasts at most, in place of 1800")
      ->check(CLI::Range(1, 172'799));
  app.add_option("--plan", options.plan,
                 "Plan whose limits the headers show and --enforce-limits enforces")
      ->check(problem_of_plan);
  app.add_flag("--enforce-limits", application.rates.is_enforced,
               "Answer 429 when a limit is exceeded");
  app.add_flag("--json-429", application.rates.json_refusals, "Such answers in JSON, not text");
  app.add_option("--job-item-ms", options.job_item_ms,
                 "Milliseconds that a job takes for each item; 0: none")
      ->check(CLI::Range(0, 3'600'000))
      ->capture_default_str();
  app.add_option("--faults", options.faults, "Failures on demand, from this file");
  app.add_option("--seed", application.seed, "Makes faults by chance repeatable")
      ->capture_default_str();
  app.add_flag("--clock-control", application.clock_control,
               "Let POST /sandbox/clock move the sandbox's time");
  app.add_option("--threads", options.server.threads, "Threads that serve")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(sandbox::kAbout, "zendesk-sandbox");
  app.footer(sandbox::kFooter);
  app.set_version_flag("--version", kVersion);
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return fail(kExitUsage, error.what());
  }
  try {
    finish(options);
    return serve(options);
  } catch (const std::invalid_argument& error) {
    return fail(kExitUsage, error.what());
  } catch (const std::exception& error) {
    return fail(kExitUnavailable, error.what());
  }
}
