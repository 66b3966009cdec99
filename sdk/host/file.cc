// SPDX-License-Identifier: Apache-2.0
// Reading whole files with a limit.
#include "host/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "host/error.h"

namespace task_host {
namespace {

[[noreturn]] void ThrowCannotRead(const std::string& name, int number) {
  throw Error(Error::Kind::kNotFound,
              name + ": cannot be read: " + std::generic_category().message(number));
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (number_ < 0) ThrowCannotRead(path, errno);
  }
  ~Descriptor() { close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

std::string ReadDescriptor(int descriptor, const std::string& name, std::size_t max_bytes) {
  std::string bytes;
  char buffer[65536];
  while (true) {
    const ssize_t got = read(descriptor, buffer, sizeof(buffer));
    if (got == 0) return bytes;
    if (got < 0) {
      if (errno == EINTR) continue;
      ThrowCannotRead(name, errno);
    }
    if (bytes.size() + static_cast<std::size_t>(got) > max_bytes) {
      throw Error(Error::Kind::kFormat,
                  name + ": longer than " + std::to_string(max_bytes) + " bytes");
    }
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
}

std::string ReadFile(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(path.string());
  return ReadDescriptor(file.number(), path.string(), max_bytes);
}

Json ParseJson(const std::string& text, const std::string& name) {
  try {
    return Json::Parse(text);
  } catch (const JsonError& error) {
    throw Error(Error::Kind::kFormat, name + ": not acceptable JSON: " + error.what());
  }
}

Json ReadJsonFile(const std::filesystem::path& path) {
  return ParseJson(ReadFile(path), path.string());
}

}  // namespace task_host
