// SPDX-License-Identifier: Apache-2.0
// The program zendesk-sandbox: options in, one line with the address out, then service until a
// signal.
#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

#include "application.h"
#include "open_files.h"
#include "server.h"

namespace {

constexpr int kExitUsage = 64;
constexpr int kExitUnavailable = 69;

constexpr const char* kVersion = "zendesk-sandbox 1.0.0";

constexpr const char* kAbout =
    R"(An offline Zendesk account on this machine, to try workflows on. Nothing is kept after it ends.)";

constexpr const char* kFooter = R"(
Credentials
  Bearer       sandbox-access-token           acts as admin@acme.example
  Bearer       sandbox-expired-token          is always refused: 401 invalid_token
  Basic        EMAIL/token:sandbox-api-token  acts as EMAIL, for example admin@acme.example
  Passwords are refused, as Zendesk does.

OAuth
  GET /oauth/authorizations/new asks; POST /oauth/tokens gives tokens for authorization_code,
  refresh_token and client_credentials; GET, DELETE /api/v2/oauth/tokens/current. All act as
  admin@acme.example. The redirect URI is http://127.0.0.1:8976/callback
  client_id            client_secret
  sandbox_app          sandbox-app-secret
  sandbox_public_app   none: a public client, which must send a code_challenge (S256)
  sandbox_service      sandbox-service-secret  for client_credentials; no redirect URI
  sandbox_old_app      sandbox-old-app-secret  its access tokens never expire

In the account
  admin        admin@acme.example
  agents       ana@acme.example, ben@acme.example, cleo@acme.example
  customers    dana@globex.example, eli@initech.example; fay@initech.example is suspended
  tickets      1 open, 2 a problem, 3 closed
  objects      asset (names are unique, external ids ERP-1001 and ERP-1002),
               maintenance_visit (names are counted; belongs to an asset), survey_response
  GET /api/v2/ticket_fields shows the fields; order number is required to solve a ticket on the
  form 360003200000031.

Endpoints, with and without .json, under /api/v2
  tickets  tickets/count  tickets/ID  tickets/ID/comments  tickets/ID/audits  ticket_fields
  users/me  users/ID  users/ID/identities  users/ID/profiles
  users/search (?query= or ?external_id=)  users/create_or_update
  user_profiles?identifier=SOURCE:TYPE:IDENTIFIER_TYPE:VALUE  user_profiles/ID
  custom_objects  custom_objects/KEY
  custom_objects/KEY/fields (?include_standard_fields=true)  custom_objects/KEY/fields/FIELD
  custom_objects/KEY/limits/field_limit  custom_objects/limits/{object_limit,record_limit}
  custom_objects/KEY/records (?external_id= or ?name= to create or update)
  custom_objects/KEY/records/ID  custom_objects/KEY/records/{count,search,autocomplete}

Failures on demand
  POST /sandbox/faults  {"method":"POST","path":"/api/v2/tickets","times":1,"fault":"hang"}
  method and path may be left out; a path may end in *; "times":0 means until cleared.
    cut_after_commit   stores the write, then closes the connection without an answer
    cut_before_commit  closes the connection and stores nothing
    cut_body           stores the write and sends half of the answer's body
    status             answers "status", with "headers" and "body" if given; stores nothing
    delay              stores the write and holds the answer for "ms"
    hang               stores nothing and never answers
    drip               stores the write and sends 16 bytes every "ms" (20)
    not_in_plan        takes the endpoints of "feature" away: profiles or custom_objects
    rate_limit         allows "limit" requests a minute, then 429 with Retry-After;
                       profiles are counted apart
  DELETE /sandbox/faults    clears them

To look inside, under the name localhost or a loopback address only
  /                         a page for the browser: tickets, profiles, records and requests, live
  GET /sandbox/requests     the last 1000 requests; DELETE forgets them
  GET /sandbox/state        counts of tickets, profiles, users, stored writes, open connections,
                            tokens and their renewals
  GET /sandbox/overview     what the page shows, as JSON
  GET /sandbox/events       server-sent events: a number that moves with every change
)";

struct Options {
  sandbox::ServerOptions server;
  bool tls = false;
  std::string ca_out;
  std::string journal;
  std::string subdomain = "acme";
  sandbox::OauthOptions oauth;
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

int serve(const Options& options) {
  const sigset_t signals = block_signals();
  sandbox::raise_open_file_limit();
  sandbox::Application application(options.subdomain, sandbox::system_seconds, options.oauth);
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

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(kAbout, "zendesk-sandbox");
  app.footer(kFooter);
  app.set_version_flag("--version", kVersion);
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
  app.add_flag("--auto-consent", options.oauth.auto_consent,
               "Answer /oauth/authorizations/new at once, as if somebody had allowed it");
  app.add_option("--token-lifetime", options.oauth.token_lifetime,
                 "Seconds that an access token lasts at most, in place of 1800")
      ->check(CLI::Range(1, 172'799));
  app.add_option("--threads", options.server.threads, "Threads that serve")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return fail(kExitUsage, error.what());
  }
  try {
    return serve(options);
  } catch (const std::invalid_argument& error) {
    return fail(kExitUsage, error.what());
  } catch (const std::exception& error) {
    return fail(kExitUnavailable, error.what());
  }
}
