// SPDX-License-Identifier: Apache-2.0
// Reading whole files with a limit.
#include "host/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "host/descriptor.h"
#include "host/error.h"
#include "host/wipe.h"

namespace task_host {
namespace {

[[noreturn]] void ThrowCannotRead(const std::string& name, int number) {
  throw Error(Error::Kind::kNotFound, name,
              Sentence("cannot be read: {}", std::generic_category().message(number)));
}

}  // namespace

std::string ReadDescriptor(int descriptor, const std::string& name, std::size_t max_bytes) {
  constexpr std::size_t kPiece = 65536;
  WipedBytes bytes;
  std::size_t size = 0;
  while (true) {
    bytes.resize(size + kPiece);
    const ssize_t got = read(descriptor, bytes.data() + size, kPiece);
    if (got == 0) return std::string(bytes.data(), size);
    if (got < 0) {
      if (errno == EINTR) continue;
      ThrowCannotRead(name, errno);
    }
    size += static_cast<std::size_t>(got);
    if (size > max_bytes) {
      throw Error(Error::Kind::kFormat, name, Sentence("longer than {} bytes", max_bytes));
    }
  }
}

std::string ReadFile(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) ThrowCannotRead(path.string(), errno);
  return ReadDescriptor(file.number(), path.string(), max_bytes);
}

Json ParseJson(const std::string& text, const std::string& name) {
  try {
    return Json::Parse(text);
  } catch (const JsonError& error) {
    throw Error(Error::Kind::kFormat, name, Sentence("not acceptable JSON: {}", error.sentence()));
  }
}

Json ReadJsonFile(const std::filesystem::path& path) {
  std::string text = ReadFile(path);
  const WipeAtEnd wipe(text);
  return ParseJson(text, path.string());
}

}  // namespace task_host
