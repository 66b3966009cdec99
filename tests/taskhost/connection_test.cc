// SPDX-License-Identifier: Apache-2.0
// The parts of taskhost connection that a test can call: the store with its two folders, the way
// back from a sign-in, and the page.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <set>

#include "host/file.h"
#include "taskhost/callback_page.h"
#include "taskhost/callback_request.h"
#include "taskhost/connection_fields.h"
#include "taskhost/connection_file.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/random_text.h"
#include "taskhost/redirect.h"
#include "taskhost/stop.h"
#include "taskhost/time_text.h"
#include "toy_folder.h"

using task_host::Json;
using taskhost::ConnectionStore;
using taskhost::Language;
using taskhost::NamedConnection;
using taskhost::ParseCallback;
using taskhost::Redirect;
using taskhost::Stop;

namespace {

const char kDocument[] = R"({"plugin":"toy","type":"token","credentials":{"token":"t"}})";

// Two folders below a new one, as a user and an administrator have them.
class Folders {
 public:
  Folders() { toy::fs::create_directory(Shared()); }
  toy::fs::path Own() const { return dir_.path() / "own"; }
  toy::fs::path Shared() const { return dir_.path() / "shared"; }
  ConnectionStore Store() const { return {Own(), Shared(), Language::kEnglish}; }
  void Share(const std::string& name, mode_t mode, const std::string& text = kDocument) const {
    const toy::fs::path file = Shared() / (name + ".json");
    toy::WriteFile(file, text);
    REQUIRE(chmod(file.c_str(), mode) == 0);
  }

 private:
  toy::TempDir dir_;
};

template <typename Work>
std::string EndOf(int code, const Work& work) {
  try {
    work();
  } catch (const Stop& stop) {
    CHECK(stop.exit_code() == code);
    return stop.what();
  }
  FAIL("nothing was thrown");
  return {};
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("another account in the same file has another id, and so no tokens of the first") {
  const toy::TempDir dir;
  const std::string path = (dir.path() / "mine.json").string();
  const auto id_with = [&path](const std::string& type, const std::string& settings) {
    toy::WriteFile(path,
                   R"({"plugin":"toy","type":")" + type + R"(","settings":{)" + settings + "}}");
    return taskhost::ConnectionFile(path, Language::kEnglish).id();
  };
  const std::string id = id_with("token", R"("subdomain":"acme","retries":1)");
  CHECK(id.starts_with(path));
  CHECK(id_with("token", R"("subdomain":"acme","retries":2)") == id);
  CHECK(id_with("token", R"("subdomain":"other","retries":1)") != id);
  CHECK(id_with("token", R"("subdomain":"acme","base_url":"http://127.0.0.1:1")") != id);
  CHECK(id_with("key", R"("subdomain":"acme","retries":1)") != id);
}

TEST_CASE("what the administrator shares can be used and not be changed") {
  const Folders folders;
  folders.Share("team", 0640);
  const ConnectionStore store = folders.Store();
  const std::string path = (folders.Shared() / "team.json").string();
  const NamedConnection team = store.Find("team");
  CHECK(team.shared);
  CHECK(team.file->id() == path);
  CHECK(store.Find(path).name == "team");
  const std::string refusal = EndOf(taskhost::kExitConfiguration, [&] { store.FindOwn("team"); });
  CHECK(Holds(refusal, "is shared by the administrator in " + path));
  const std::string taken =
      EndOf(taskhost::kExitConfiguration, [&] { store.Add("team", Json::Parse(kDocument)); });
  CHECK(Holds(taken, "already"));
  CHECK(Json::Parse(kDocument) == Json::Parse(task_host::ReadFile(path)));
}

TEST_CASE("a shared file may be read by a group, and no more") {
  const Folders folders;
  const ConnectionStore store = folders.Store();
  for (const mode_t mode : {0644, 0660, 0641, 0604}) {
    CAPTURE(mode);
    folders.Share("team", mode);
    const std::string refusal = EndOf(taskhost::kExitConfiguration, [&] { store.Find("team"); });
    CHECK(Holds(refusal, "chmod 640 " + (folders.Shared() / "team.json").string()));
  }
  for (const mode_t mode : {0600, 0640, 0440}) {
    folders.Share("team", mode);
    CHECK(store.Find("team").file->plugin() == "toy");
  }
  REQUIRE(chmod(folders.Shared().c_str(), 0777) == 0);
  const std::string refusal = EndOf(taskhost::kExitConfiguration, [&] { store.Find("team"); });
  CHECK(Holds(refusal, "chmod o-w " + folders.Shared().string()));
}

TEST_CASE("the user's own connection wins over a shared one of the same name, also by its id") {
  const Folders folders;
  const ConnectionStore store = folders.Store();
  store.Add("team", Json::Parse(R"({"id":"c_1","plugin":"toy","type":"token"})"));
  folders.Share("team", 0640, R"({"id":"c_2","plugin":"toy","type":"token"})");
  folders.Share("twin", 0640, R"({"id":"c_1","plugin":"toy","type":"token"})");
  CHECK_FALSE(store.Find("team").shared);
  CHECK(store.Find("c_2").shared);
  CHECK_FALSE(store.Find("c_1").shared);
  REQUIRE(store.List().size() == 3);
  CHECK(Holds(store.List()[2].fault, "same \"id\""));
}

TEST_CASE("a user without folders sees what is shared") {
  const Folders folders;
  folders.Share("team", 0640);
  const ConnectionStore store("", folders.Shared(), Language::kEnglish);
  CHECK(store.List().size() == 1);
  CHECK(store.token_folder().empty());
  EndOf(taskhost::kExitConfiguration, [&] { store.CheckName("mine"); });
  EndOf(taskhost::kExitNotFound, [&] { store.Find("mine"); });
}

TEST_CASE("random texts are as long as their bytes need, and differ") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(taskhost::RandomText(32));
  CHECK(seen.size() == 100);
  for (const std::string& text : seen) {
    CHECK(text.size() == 43);
    CHECK(text.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
  }
  CHECK(taskhost::RandomText(15).size() == 20);
  CHECK(taskhost::RandomText(1).size() == 2);
}

TEST_CASE("redirect addresses") {
  const auto of = [](const std::string& uri) {
    Json credentials{Json::Object()};
    if (!uri.empty()) credentials.Set("redirect_uri", Json(uri));
    return Redirect::Of(credentials, Language::kEnglish);
  };
  const Redirect usual = of("");
  CHECK(usual.uri == "http://127.0.0.1:8976/callback");
  CHECK(usual.host == "127.0.0.1:8976");
  CHECK(usual.port == 8976);
  CHECK(usual.path == "/callback");
  CHECK(of("http://localhost:80").path == "/");
  CHECK(of("http://localhost:80").host == "localhost:80");
  for (const char* uri :
       {"https://localhost:80/", "http://[::1]:80/", "http://127.0.0.1/", "x",
        "http://127.0.0.1:0/", "http://127.0.0.1:70000/", "http://127.0.0.1:8a/",
        "http://127.0.0.1:80/?a", "http://127.0.0.1.example:80/", "http://ann@127.0.0.1:80/"}) {
    CAPTURE(uri);
    EndOf(taskhost::kExitConfiguration, [&] { of(uri); });
  }
}

TEST_CASE("what a browser asks is taken apart") {
  const auto parse = [](const std::string& target) {
    return ParseCallback("GET " + target + " HTTP/1.1\r\nHoSt:\t h:1 \r\nAccept: a\r\n");
  };
  const auto request = parse("/a/b?state=s%2B%26+x&code=%41%zz%&empty=&error_description=d=e");
  REQUIRE(request);
  CHECK(request->host == "h:1");
  CHECK(request->path == "/a/b");
  CHECK(request->state == "s+& x");
  CHECK(request->code == "A%zz%");
  CHECK_FALSE(request->error);
  CHECK(request->error_description == "d=e");
  CHECK_FALSE(parse("/?state=a&state=a")->state);
  CHECK(parse("/?state")->state == "");
  CHECK_FALSE(parse("http://h:1/"));
  CHECK_FALSE(parse("/ x"));
  for (const char* head :
       {"", "GET", "GET /", "GET / HTTP/1.1\r\n", "HEAD / HTTP/1.1\r\nHost: h\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n", "GET / HTTP/3\r\nHost: a\r\n"}) {
    CAPTURE(head);
    CHECK_FALSE(ParseCallback(head));
  }
}

TEST_CASE("secrets are equal when all of them is") {
  CHECK(taskhost::SameSecret("abc", "abc"));
  CHECK(taskhost::SameSecret("", ""));
  for (const char* other : {"", "ab", "abcd", "abd", "xbc"}) {
    CHECK_FALSE(taskhost::SameSecret("abc", other));
  }
}

TEST_CASE("the page escapes what comes from elsewhere") {
  const std::string page = taskhost::CallbackPage("A & B", "<script>\"'", Language::kFrench);
  CHECK(Holds(page, "<h1>A &amp; B</h1><p>&lt;script&gt;&quot;&#39;</p>"));
  CHECK(Holds(page, "<html lang=\"fr\">"));
  const std::size_t body = page.find("\r\n\r\n") + 4;
  CHECK(Holds(page, "Content-Length: " + std::to_string(page.size() - body) + "\r\n"));
}

TEST_CASE("times") {
  CHECK(taskhost::UtcText(std::chrono::system_clock::from_time_t(0)) == "1970-01-01T00:00:00Z");
}
