// SPDX-License-Identifier: Apache-2.0
// The program as people start it: options, the line with the address, TLS, the journal, exit codes.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "json.h"
#include "tcp_client.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

// A folder of its own that is gone afterwards.
struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sandbox-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name) const { return (path / name).string(); }
  std::filesystem::path path;
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// zendesk-sandbox as a child, with both its outputs on one pipe.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), ZENDESK_SANDBOX);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    REQUIRE(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
  }
  ~Program() {
    if (pid_ > 0) stop(SIGKILL);
    ::close(output_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Without its end; everything when there is no more than the end of the output.
  std::string line() {
    std::string text;
    char c;
    while (read(output_, &c, 1) == 1 && c != '\n') text += c;
    return text;
  }
  std::string all() {
    std::string text;
    char c;
    while (read(output_, &c, 1) == 1) text += c;
    return text;
  }
  int wait() {
    int status = 0;
    waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int stop(int signal) {
    kill(pid_, signal);
    return wait();
  }

 private:
  pid_t pid_ = 0;
  int output_ = -1;
};

std::uint16_t port_of(const std::string& line) {
  const auto port = parse_integer(line.substr(line.rfind(':') + 1));
  REQUIRE(port.has_value());
  return static_cast<std::uint16_t>(*port);
}

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

struct TlsAnswer {
  bool trusted = false;
  std::string alert;  ///< that the server has sent in place of a handshake
  std::string protocol;
  std::string text;
};

// One request over TLS as a client that trusts `ca` and expects `name` (DNS or IP).
TlsAnswer get_over_tls(std::uint16_t port, const char* ca, const char* name, bool name_is_ip) {
  const std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> context(SSL_CTX_new(TLS_client_method()));
  if (ca) REQUIRE(SSL_CTX_load_verify_file(context.get(), ca) == 1);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const std::unique_ptr<BIO, Freer<BIO_free_all>> bio(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  if (name_is_ip) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name);
  } else {
    SSL_set1_host(ssl, name);
  }
  constexpr unsigned char kProtocols[] = "\x02h2\x08http/1.1";
  SSL_set_alpn_protos(ssl, kProtocols, sizeof(kProtocols) - 1);
  TlsAnswer answer;
  answer.trusted = BIO_do_connect(bio.get()) == 1;
  const int reason = ERR_GET_REASON(ERR_peek_last_error()) - SSL_AD_REASON_OFFSET;
  if (!answer.trusted && reason > 0) answer.alert = SSL_alert_desc_string_long(reason);
  ERR_clear_error();
  if (!answer.trusted) return answer;
  const unsigned char* protocol = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl, &protocol, &size);
  answer.protocol.assign(reinterpret_cast<const char*>(protocol), size);
  const std::string request = request_text("GET", "/api/v2/users/me", "", "Connection: close\r\n");
  BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
  std::array<char, 4096> bytes;
  int count;
  while ((count = BIO_read(bio.get(), bytes.data(), bytes.size())) > 0) {
    answer.text.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return answer;
}

}  // namespace

TEST_CASE("one line with the address, then service, then exit 0") {
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program({});
    const std::string line = program.line();
    CHECK(line.starts_with("listening on http://127.0.0.1:"));
    TcpClient client(port_of(line));
    client.send(request_text("GET", "/api/v2/tickets/1"));
    CHECK(client.receive().status == 200);
    CHECK(program.stop(signal) == 0);
    CHECK(program.all().empty());
  }
}

TEST_CASE("bad options end with 64, a taken port with 69") {
  const auto run = [](std::vector<std::string> arguments, std::string& text) {
    Program program(std::move(arguments));
    text = program.line() + '\n';
    if (text.starts_with("listening on ")) return program.stop(SIGTERM);
    text += program.all();
    return program.wait();
  };
  std::string text;
  CHECK(run({"--colour", "red"}, text) == 64);
  CHECK(text.starts_with("zendesk-sandbox: "));
  CHECK(run({"--port", "70000"}, text) == 64);
  CHECK(run({"--ca-out", "x.pem"}, text) == 64);
  CHECK(run({"--address", "0.0.0.0"}, text) == 64);
  CHECK(text.find("not a loopback address") != std::string::npos);
  for (const char* name : {"<b>x", "Acme", "-acme", "acme-", "a.b", "a/b", "a b", "\u00e9", ""}) {
    CAPTURE(name);
    CHECK(run({"--subdomain", name}, text) == 64);
    CHECK(text.find("subdomain") != std::string::npos);
  }
  CHECK(run({"--plan", "free"}, text) == 64);
  CHECK(run({"--job-item-ms", "-1"}, text) == 64);
  CHECK(run({"--seed", "x"}, text) == 64);
  CHECK(run({"--faults", "/nonexistent/faults"}, text) == 69);
  for (const char* uri :
       {"", "http://example.com/back", "http://127.0.0.1.example/", "//127.0.0.1/",
        "https://a.example;x/", "http://localhost:1/a b", "http://localhost/#a"}) {
    CAPTURE(uri);
    CHECK(run({"--redirect-uri", uri}, text) == 64);
    CHECK(text.find("redirect address") != std::string::npos);
  }
  CHECK(run({"--token-lifetime", "0"}, text) == 64);
  CHECK(run({"--token-lifetime", "172800"}, text) == 64);
  CHECK(run({"--id-offset", "1"}, text) == 64);
  CHECK(text.find("odd") != std::string::npos);
  CHECK(run({"--journal", "/nonexistent/journal"}, text) == 69);
  CHECK(text == "zendesk-sandbox: cannot open /nonexistent/journal: No such file or directory\n");
  Program first({});
  const std::string port = std::to_string(port_of(first.line()));
  CHECK(run({"--port", port}, text) == 69);
  CHECK(text.find(port) != std::string::npos);
  CHECK(run({"--version"}, text) == 0);
  CHECK(run({"--help"}, text) == 0);
  for (const char* word : {"sandbox-access-token",
                           "sandbox-api-token",
                           "sandbox-expired-token",
                           "cut_after_commit",
                           "--ca-out",
                           "--auto-consent",
                           "--redirect-uri",
                           "--token-lifetime",
                           "sandbox_app",
                           "sandbox-app-secret",
                           "sandbox_public_app",
                           "sandbox_service",
                           "sandbox-service-secret",
                           "sandbox_old_app",
                           "sandbox-old-app-secret",
                           "http://127.0.0.1:8976/callback",
                           "--faults",
                           "--plan",
                           "--enforce-limits",
                           "--json-429",
                           "--job-item-ms",
                           "--seed",
                           "--clock-control",
                           "--id-offset",
                           "--large",
                           "/sandbox/clock",
                           "job_statuses",
                           "create_many",
                           "enterprise-plus"}) {
    CAPTURE(word);
    CHECK(text.find(word) != std::string::npos);
  }
  // Nobody's terminal has to break its lines.
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 100);
  }
}

TEST_CASE("the help names every fault") {
  Program program({});
  TcpClient client(port_of(program.line()));
  client.send(request_text("POST", "/sandbox/faults", R"({"fault":"unknown"})"));
  const std::string answer = client.receive().body;
  const std::string before = "fault must be one of: ";
  std::istringstream names(answer.substr(answer.find(before) + before.size()));
  Program help({"--help"});
  const std::string text = help.all();
  int count = 0;
  for (std::string name; std::getline(names, name, ',');) {
    name = name.substr(name.find_first_not_of(' '), name.find('"') - name.find_first_not_of(' '));
    if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) break;
    CAPTURE(name);
    CHECK(text.find("    " + name + " ") != std::string::npos);
    ++count;
  }
  CHECK(count == 19);
}

TEST_CASE("TLS: trusted with the written authority, for its names only") {
  Folder folder;
  const std::string ca = folder.file("ca.pem");
  Program program({"--tls", "--ca-out", ca});
  const std::string line = program.line();
  CHECK(line.starts_with("listening on https://127.0.0.1:"));
  const std::uint16_t port = port_of(line);
  CHECK(read_file(ca).find("PRIVATE KEY") == std::string::npos);

  const TlsAnswer answer = get_over_tls(port, ca.c_str(), "localhost", false);
  CHECK(answer.trusted);
  CHECK(answer.protocol == "http/1.1");
  CHECK(answer.text.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer.text.find("admin@acme.example") != std::string::npos);
  CHECK(get_over_tls(port, ca.c_str(), "127.0.0.1", true).trusted);
  CHECK(get_over_tls(port, ca.c_str(), "::1", true).trusted);
  CHECK_FALSE(get_over_tls(port, ca.c_str(), "acme.zendesk.com", false).trusted);
  CHECK_FALSE(get_over_tls(port, nullptr, "localhost", false).trusted);
  CHECK(program.stop(SIGTERM) == 0);
}

TEST_CASE("TLS: a handshake that fails, and the next that does not") {
  Folder folder;
  const std::string ca = folder.file("ca.pem"), plan = folder.file("faults.json");
  std::ofstream(plan) << R"([{"fault":"tls_failure","times":2}])";
  Program program({"--tls", "--ca-out", ca, "--faults", plan});
  const std::uint16_t port = port_of(program.line());
  for (int i = 0; i < 2; ++i) {
    const TlsAnswer refused = get_over_tls(port, ca.c_str(), "localhost", false);
    CHECK_FALSE(refused.trusted);
    CHECK(refused.alert == "handshake failure");
  }
  CHECK(get_over_tls(port, ca.c_str(), "localhost", false).trusted);
}

TEST_CASE("a plan of faults and what else the options say") {
  Folder folder;
  const std::string plan = folder.file("faults.json");
  std::ofstream(plan) << R"([{"fault":"status","status":503,"after":1},
                             {"fault":"not_in_plan","feature":"profiles"}])";
  Program program({"--faults", plan, "--plan", "team", "--clock-control", "--job-item-ms", "20",
                   "--seed", "5", "--enforce-limits", "--json-429"});
  TcpClient client(port_of(program.line()));
  const auto ask = [&](const char* method, const char* target, const char* body = "") {
    client.send(request_text(method, target, body));
    return client.receive();
  };
  CHECK(ask("GET", "/api/v2/tickets/1").head.find("x-rate-limit: 200\r\n") != std::string::npos);
  CHECK(ask("GET", "/api/v2/tickets/1").status == 503);
  CHECK(ask("GET", "/api/v2/user_profiles?identifier=a:b:c:d").status == 404);
  CHECK(ask("POST", "/sandbox/clock", R"({"stop":true})").status == 200);
  const char* kTickets = R"({"tickets":[{"comment":{"body":"b"}}]})";
  CHECK(ask("POST", "/api/v2/tickets/create_many", kTickets).status == 200);
  CHECK(ask("GET", "/sandbox/state").body.find(R"("in_flight":1)") != std::string::npos);
  ask("POST", "/sandbox/clock", R"({"advance_seconds":0.04})");
  CHECK(ask("GET", "/sandbox/state").body.find(R"("in_flight":0)") != std::string::npos);
  for (int i = 0; i < 198; ++i) ask("GET", "/api/v2/tickets/1");
  CHECK(ask("GET", "/api/v2/tickets/1").body.find("TooManyRequests") != std::string::npos);
  CHECK(program.stop(SIGTERM) == 0);

  std::ofstream(plan) << R"([{"fault":"hang"},{"fault":"hang","percent":-1}])";
  Program refused({"--faults", plan});
  CHECK(refused.line() == "zendesk-sandbox: " + plan + ": fault 2: percent must be 0 to 100");
  CHECK(refused.wait() == 64);
}

TEST_CASE("a large account with ids of its own") {
  Program program({"--large", "--id-offset", "2000"});
  TcpClient client(port_of(program.line()));
  client.send(request_text("GET", "/api/v2/groups?page=4"));
  CHECK(client.receive().body.find(R"("count":304})") != std::string::npos);
  client.send(request_text("GET", "/api/v2/users/me"));
  CHECK(client.receive().body.find(R"("id":360001000002011,)") != std::string::npos);
}

TEST_CASE("the journal file has a line for each request") {
  Folder folder;
  const std::string journal = folder.file("journal");
  Program program({"--journal", journal, "--subdomain", "other"});
  TcpClient client(port_of(program.line()));
  client.send(request_text("GET", "/api/v2/tickets/1"));
  CHECK(client.receive().body.find("https://other.zendesk.com/") != std::string::npos);
  client.send(request_text("GET", "/sandbox/state"));
  client.receive();
  const std::string text = read_file(journal);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  JsonDocument line;
  REQUIRE(parse_json(text, line));
  CHECK(to_text(line["status"]) == "200");
  CHECK(text.find("sandbox-access-token") == std::string::npos);
}

TEST_CASE("a journal that can be written no more is told once, and the service goes on") {
  Program program({"--journal", "/dev/full", "--subdomain", "a-1"});
  TcpClient client(port_of(program.line()));
  for (int i = 0; i < 3; ++i) {
    client.send(request_text("GET", "/api/v2/tickets/1"));
    CHECK(client.receive().status == 200);
  }
  CHECK(program.stop(SIGTERM) == 0);
  CHECK(
      program.all() ==
      "zendesk-sandbox: cannot write /dev/full: No space left on device; it gets no more lines\n");
}

TEST_CASE("OAuth's options: no page, and tokens that last as long as was said") {
  Program program({"--auto-consent", "--token-lifetime", "7"});
  TcpClient client(port_of(program.line()));
  client.send(request_text("GET",
                           "/oauth/authorizations/new?response_type=code&client_id=sandbox_app"
                           "&redirect_uri=http://127.0.0.1:8976/callback&scope=read"));
  const RawResponse consent = client.receive();
  CHECK(consent.status == 302);
  const std::string before = "location: http://127.0.0.1:8976/callback?code=";
  const auto begin = consent.head.find(before);
  REQUIRE(begin != std::string::npos);
  const std::string code = consent.head.substr(begin + before.size(), 64);
  client.send(request_text("POST", "/oauth/tokens",
                           R"({"grant_type":"authorization_code","client_id":"sandbox_app",
                               "client_secret":"sandbox-app-secret","code":")" +
                               code + R"(","redirect_uri":"http://127.0.0.1:8976/callback"})"));
  const RawResponse token = client.receive();
  CHECK(token.status == 201);
  CHECK(token.body.find(R"("expires_in":7,)") != std::string::npos);
}
