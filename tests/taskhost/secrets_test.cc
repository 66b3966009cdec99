// SPDX-License-Identifier: Apache-2.0
// Credentials are gone from this process's memory once the connection and its host are.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>

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

// ThreadSanitizer saves the registers on the stack whenever a part of its trace is full, and the
// short one fits into a register, where copying has left it.
#ifdef __SANITIZE_THREAD__
const Canary kCanaries[] = {{23, 48}};
#else
const Canary kCanaries[] = {{11, 12}, {23, 48}};
#endif

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

// A descriptor that is closed at the end of the scope.
class ProcFile {
 public:
  explicit ProcFile(const char* path) : number_(open(path, O_RDONLY | O_CLOEXEC)) {
    REQUIRE(number_ >= 0);
  }
  ~ProcFile() { close(number_); }
  ProcFile(const ProcFile&) = delete;
  ProcFile& operator=(const ProcFile&) = delete;
  std::size_t Read(std::uint64_t offset, char* to, std::size_t size) const {
    const ssize_t got = pread(number_, to, size, static_cast<off_t>(offset));
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }

 private:
  int number_;
};

// How often the canary stands in the writable memory of this process.
class Search {
 public:
  explicit Search(const Canary& canary) : canary_(canary) {}

  int Copies() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
      std::size_t used = 0;
      const std::uint64_t begin = std::stoull(line, &used, 16);
      const std::uint64_t end = std::stoull(line.substr(used + 1), &used, 16);
      // A sanitizer's shadow is larger than this, and holds no text.
      const bool is_small = end - begin <= std::uint64_t{1} << 30;
      if (line.find(" rw") != std::string::npos && is_small) SearchMapping(begin, end);
    }
    return copies_;
  }

 private:
  static constexpr std::size_t kPage = 4096;

  // Pages that were never touched are left alone: under a sanitizer there are very many.
  bool IsPresent(std::uint64_t page) const {
    std::uint64_t facts = 0;
    page_map_.Read(page / kPage * sizeof(facts), reinterpret_cast<char*>(&facts), sizeof(facts));
    return facts >> 62 != 0;  // in memory or swapped out
  }

  void SearchMapping(std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t page = begin; page < end; page += kPage) {
      if (!IsPresent(page)) continue;
      // The beginning of the next page too, for a copy that lies across.
      const std::uint64_t wanted = std::min(kPage + canary_.size() - 1, end - page);
      const std::size_t got = memory_.Read(page, buffer_, wanted);
      const char* last = buffer_ + got;
      for (const char* at = buffer_; at < last; ++at) {
        at = static_cast<const char*>(
            std::memchr(at, canary_.At(0), static_cast<std::size_t>(last - at)));
        if (at == nullptr) break;
        if (static_cast<std::size_t>(last - at) < canary_.size() || !canary_.IsAt(at)) continue;
        const std::uint64_t address = page + static_cast<std::uint64_t>(at - buffer_);
        if (!IsOurs(address)) ++copies_;
      }
    }
  }

  bool IsOurs(std::uint64_t address) const {
    const auto own = reinterpret_cast<std::uintptr_t>(buffer_);
    return address + canary_.size() > own && address < own + sizeof(buffer_);
  }

  static char buffer_[2 * kPage];
  const Canary& canary_;
  const ProcFile memory_{"/proc/self/mem"};
  const ProcFile page_map_{"/proc/self/pagemap"};
  int copies_ = 0;
};
char Search::buffer_[2 * kPage];

int Copies(const Canary& canary) {
  return Search(canary).Copies();
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
  const Canary& canary = *std::rbegin(kCanaries);
  const toy::TempDir dir;
  const auto manifest =
      task_host::LoadManifest(toy::Install(dir.path(), toy::fs::path(TOY_LIBRARIES) / "good.so"));
  const std::string path = WriteConnection(dir.path() / "connection.json", canary);
  toy::fs::resize_file(path, toy::fs::file_size(path) - 1);  // no JSON any more
  CHECK_THROWS(taskhost::ConnectionFile(path, taskhost::Language::kEnglish));
  CHECK(Copies(canary) == 0);
}
