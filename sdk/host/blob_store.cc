// SPDX-License-Identifier: Apache-2.0
// Reading by offset, from files and from memory.
#include "host/blob_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "host/descriptor.h"
#include "host/error.h"

namespace task_host {
namespace {

class FileBlob : public BlobSource {
 public:
  FileBlob(Descriptor file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  std::uint64_t size() const override { return size_; }
  Piece Read(std::uint64_t offset, char* buffer, std::size_t capacity) const override {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, size_ - offset));
    ssize_t got = -1;
    do {
      got = pread(file_.number(), buffer, most, static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0) return {Failure::kUnreadable, 0};
    if (got == 0 && most > 0) return {Failure::kChanged, 0};
    return {Failure::kNone, static_cast<std::size_t>(got)};
  }

 private:
  Descriptor file_;
  std::uint64_t size_;
};

class MemoryBlob : public BlobSource {
 public:
  explicit MemoryBlob(std::string bytes) : bytes_(std::move(bytes)) {}

  std::uint64_t size() const override { return bytes_.size(); }
  Piece Read(std::uint64_t offset, char* buffer, std::size_t capacity) const override {
    return {Failure::kNone, bytes_.copy(buffer, capacity, static_cast<std::size_t>(offset))};
  }

 private:
  std::string bytes_;
};

}  // namespace

std::string BlobStore::AddFile(const std::filesystem::path& path, std::string handle) {
  const auto refuse = [&](const Sentence& why) {
    throw Error(Error::Kind::kNotFound, path.string(), why);
  };
  const auto refuse_for = [&](int number) {
    refuse(Sentence("cannot be read: {}", std::generic_category().message(number)));
  };
  // A pipe without a writer would keep open() waiting.
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) refuse_for(errno);
  struct stat facts {};
  if (fstat(file.number(), &facts) != 0) refuse_for(errno);
  if (!S_ISREG(facts.st_mode)) refuse(Sentence("is no regular file"));
  return Add(std::make_shared<FileBlob>(std::move(file), static_cast<std::uint64_t>(facts.st_size)),
             std::move(handle));
}

std::string BlobStore::AddBytes(std::string bytes, std::string handle) {
  return Add(std::make_shared<MemoryBlob>(std::move(bytes)), std::move(handle));
}

std::string BlobStore::Add(std::shared_ptr<const BlobSource> source, std::string handle) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (handle.empty()) handle = "blob:" + std::to_string(++last_handle_);
  sources_.emplace(handle, std::move(source));
  return handle;
}

bool BlobStore::Remove(std::string_view handle) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sources_.find(handle);
  if (found == sources_.end()) return false;
  sources_.erase(found);
  return true;
}

std::uint64_t BlobStore::Open(std::string_view handle) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = sources_.find(handle);
  if (found == sources_.end()) return 0;
  open_.emplace(++last_, found->second);
  return last_;
}

std::shared_ptr<const BlobSource> BlobStore::Find(std::uint64_t number) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = open_.find(number);
  return found == open_.end() ? nullptr : found->second;
}

bool BlobStore::Close(std::uint64_t number) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return open_.erase(number) > 0;
}

std::size_t BlobStore::open_count() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return open_.size();
}

}  // namespace task_host
