// SPDX-License-Identifier: Apache-2.0
// Credentials are gone from this process's memory once the connection and its host are.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>

#include "host/error.h"
#include "host/instance.h"
#include "taskhost/connection_file.h"
#include "toy_folder.h"

namespace {

// A secret that is never in one piece in this process, so that whatever is found came from the
// file. The short one fits into a std::string without memory of its own.
class Canary {
 public:
  Canary(unsigned seed, std::size_t size) : seed_(seed), size_(size) {}
  std::size_t size() const { return size_; }
  char At(std::size_t i) const {
    return static_cast<char>('a' + (seed_ * 2654435761u + i * (seed_ + i) * 40503u) / 7 % 26);
  }
  bool IsAt(const char* bytes) const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (bytes[i] != At(i)) return false;
    }
    return true;
  }

 private:
  unsigned seed_;
  std::size_t size_;
};

const Canary kCanaries[] = {{11, 12}, {23, 48}};

// Written by a child process, since whoever writes it holds it.
std::string WriteConnection(const toy::fs::path& path, const Canary& canary) {
  const pid_t child = fork();
  if (child == 0) {
    std::string secret;
    for (std::size_t i = 0; i < canary.size(); ++i) secret += canary.At(i);
    toy::WriteFile(path,
                   R"({"plugin":"toy","type":"token","credentials":{"token":")" + secret + "\"}}");
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  return path.string();
}

// How often the canary stands in the writable memory of this process.
int Copies(const Canary& canary) {
  static char buffer[1 << 16];
  const auto own = reinterpret_cast<std::uintptr_t>(buffer);
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  int copies = 0;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::size_t used = 0;
    const std::uintptr_t begin = std::stoull(line, &used, 16);
    const std::uintptr_t end = std::stoull(line.substr(used + 1), &used, 16);
    // A sanitizer's shadow is large, full of gaps and holds no text.
    if (line.find(" rw") == std::string::npos || end - begin > (std::uintptr_t{1} << 30)) continue;
    for (std::uintptr_t at = begin; at < end; at += sizeof(buffer) - canary.size() + 1) {
      const std::size_t wanted = std::min<std::size_t>(sizeof(buffer), end - at);
      const ssize_t got = pread(memory, buffer, wanted, static_cast<off_t>(at));
      for (std::size_t i = 0; got > 0 && i + canary.size() <= static_cast<std::size_t>(got); ++i) {
        const bool is_buffer = at + i + canary.size() > own && at + i < own + sizeof(buffer);
        if (!is_buffer && canary.IsAt(buffer + i)) ++copies;
      }
    }
  }
  close(memory);
  return copies;
}

}  // namespace

TEST_CASE("credentials leave no copy in memory") {
  for (const Canary& canary : kCanaries) {
    const toy::TempDir dir;
    const auto manifest =
        task_host::LoadManifest(toy::Install(dir.path(), toy::fs::path(TOY_LIBRARIES) / "good.so"));
    const std::string path = WriteConnection(dir.path() / "connection.json", canary);
    CAPTURE(canary.size());
    REQUIRE(Copies(canary) == 0);
    const auto plugin = task_host::Plugin::Load(manifest);
    auto services =
        std::make_shared<task_host::HostServices>("test", "1", TP_LOG_INFO, task_host::LogSink());
    auto instance = task_host::PluginInstance::Create(plugin, services, "{}");
    {
      const auto spec = taskhost::ConnectionFile(path, taskhost::Language::kEnglish)
                            .SpecFor(manifest, *manifest.FindTask("toy.login"));
      CHECK(Copies(canary) == 1);  // the one that connect() is to get
      const auto connection = task_host::Connection::Open(instance, spec);
      CHECK(Copies(canary) > 1);  // the plugin's, and the log's to mask
    }
    instance.reset();
    services.reset();
    CHECK(Copies(canary) == 0);
  }
}

TEST_CASE("credentials that are refused leave no copy either") {
  const Canary& canary = kCanaries[1];
  const toy::TempDir dir;
  const auto manifest =
      task_host::LoadManifest(toy::Install(dir.path(), toy::fs::path(TOY_LIBRARIES) / "good.so"));
  const std::string path = WriteConnection(dir.path() / "connection.json", canary);
  toy::fs::resize_file(path, toy::fs::file_size(path) - 1);  // no JSON any more
  CHECK_THROWS(taskhost::ConnectionFile(path, taskhost::Language::kEnglish));
  CHECK(Copies(canary) == 0);
}
