// SPDX-License-Identifier: Apache-2.0
// Files and texts that inputs name by a handle, and that plugins read through tp.blob/1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace task_host {

// Bytes that do not change their number. Thread-safe.
class BlobSource {
 public:
  enum class Failure { kNone, kChanged, kUnreadable };
  struct Piece {
    Failure failure = Failure::kNone;
    std::size_t size = 0;
  };

  virtual ~BlobSource() = default;
  virtual std::uint64_t size() const = 0;
  // At most capacity bytes from the offset, which lies before the end.
  virtual Piece Read(std::uint64_t offset, char* buffer, std::size_t capacity) const = 0;
};

// Thread-safe. What a plugin has opened goes by a number, never by an object, so that one that
// reads after it has closed does no harm.
class BlobStore {
 public:
  // Keeps the file open and gives its handle, which is good until Remove(): the caller's, which
  // must not be taken, else "blob:1" and so on. Where inputs of several people run side by side,
  // take one that cannot be guessed. The size is what it is now: what is appended later is not
  // read, and a file that becomes shorter fails. Throws Error(kNotFound) when it cannot be read or
  // is no regular file.
  std::string AddFile(const std::filesystem::path& path, std::string handle = {});
  std::string AddBytes(std::string bytes, std::string handle = {});
  // From now on the handle names nothing; what is open under it stays open.
  bool Remove(std::string_view handle);

  // The number of what is open from now on, or 0 when the handle names nothing.
  std::uint64_t Open(std::string_view handle);
  // NULL when nothing is open under this number.
  std::shared_ptr<const BlobSource> Find(std::uint64_t number) const;
  bool Close(std::uint64_t number);
  // How many are open.
  std::size_t open_count() const;

 private:
  std::string Add(std::shared_ptr<const BlobSource> source, std::string handle);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const BlobSource>, std::less<>> sources_;
  std::map<std::uint64_t, std::shared_ptr<const BlobSource>> open_;
  std::uint64_t last_ = 0;
  std::uint64_t last_handle_ = 0;
};

}  // namespace task_host
