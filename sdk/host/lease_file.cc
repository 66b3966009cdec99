// SPDX-License-Identifier: Apache-2.0
// Locks of open file descriptions: they exclude threads of one process, too, and die with it.
#include "host/lease_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "host/error.h"
#include "host/timer.h"

namespace task_host {
namespace {

std::string LeaseName(const std::string& name) {
  return name + ".lease";
}

std::string DraftNameOf(const std::string& name, std::int64_t until_ns) {
  return name + "." + std::to_string(until_ns) + ".draft";
}

struct flock Whole(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

[[noreturn]] void ThrowCannotLock(const PrivateFolder& folder, const std::string& name) {
  throw Error(Error::Kind::kFormat, folder.PathOf(LeaseName(name)),
              Sentence("cannot be locked: {}", std::generic_category().message(errno)));
}

bool IsLocked(const PrivateFolder& folder, const std::string& name, const Descriptor& file) {
  struct flock lock = Whole(F_WRLCK);
  if (fcntl(file.number(), F_OFD_GETLK, &lock) != 0) ThrowCannotLock(folder, name);
  return lock.l_type != F_UNLCK;
}

// Until when the holder may keep the lease; 0 when the file is new.
std::int64_t ReadUntil(const Descriptor& file) {
  char text[24];
  const ssize_t size = pread(file.number(), text, sizeof text, 0);
  std::int64_t until_ns = 0;
  if (size > 0) std::from_chars(text, text + size, until_ns);
  return until_ns;
}

// False: somebody else was faster.
bool Lock(const PrivateFolder& folder, const std::string& name, const Descriptor& file) {
  struct flock lock = Whole(F_WRLCK);
  if (fcntl(file.number(), F_OFD_SETLK, &lock) == 0) return true;
  if (errno != EAGAIN && errno != EACCES) ThrowCannotLock(folder, name);
  return false;
}

bool IsTaken(const PrivateFolder& folder, const std::string& name, const Descriptor& file) {
  return IsLocked(folder, name, file) && TimerQueue::NowNs() < ReadUntil(file);
}

void WriteUntil(const PrivateFolder& folder, const std::string& name, const Descriptor& file,
                std::int64_t until_ns) {
  const std::string text = std::to_string(until_ns) + "\n";
  const ssize_t written = pwrite(file.number(), text.data(), text.size(), 0);
  if (written != static_cast<ssize_t>(text.size()) || ftruncate(file.number(), written) != 0) {
    throw Error(Error::Kind::kFormat, folder.PathOf(LeaseName(name)),
                Sentence("cannot be written: {}", std::generic_category().message(errno)));
  }
}

}  // namespace

bool LeaseFile::IsFree(const PrivateFolder& folder, const std::string& name) {
  const Descriptor file = folder.Open(LeaseName(name));
  return !file.is_open() || !IsTaken(folder, name, file);
}

std::optional<LeaseFile> LeaseFile::Take(const PrivateFolder& folder, const std::string& name,
                                         std::chrono::milliseconds lease_time) {
  Descriptor file = folder.OpenOrCreate(LeaseName(name));
  if (IsTaken(folder, name, file)) return std::nullopt;
  const std::int64_t last_until_ns = ReadUntil(file);
  if (IsLocked(folder, name, file)) {  // by somebody who hangs
    folder.Delete(LeaseName(name));
    file = folder.OpenOrCreate(LeaseName(name));
  }
  if (!Lock(folder, name, file)) return std::nullopt;
  // Not before: a draft that is made from now on is that of a holder that finds its lease taken.
  folder.Delete(DraftNameOf(name, last_until_ns));
  const std::int64_t until_ns = TimerQueue::NowNs() + std::chrono::nanoseconds(lease_time).count();
  WriteUntil(folder, name, file, until_ns);
  LeaseFile lease(name, std::move(file), until_ns);
  if (!lease.IsHeld()) return std::nullopt;
  return lease;
}

void LeaseFile::End(const PrivateFolder& folder, const std::string& name) {
  std::int64_t until_ns = 0;
  try {
    if (const Descriptor file = folder.Open(LeaseName(name)); file.is_open()) {
      until_ns = ReadUntil(file);
    }
  } catch (const Error&) {  // nobody can have leased by a file that cannot be used
  }
  folder.Delete(LeaseName(name));
  folder.Delete(DraftNameOf(name, until_ns));
}

LeaseFile::~LeaseFile() {
  if (!file_.is_open()) return;
  // Closing alone would leave the lock to a child that fork() gave the descriptor to.
  struct flock unlock = Whole(F_UNLCK);
  fcntl(file_.number(), F_OFD_SETLK, &unlock);
}

bool LeaseFile::IsHeld() const {
  struct stat facts;
  return fstat(file_.number(), &facts) == 0 && facts.st_nlink > 0;
}

std::string LeaseFile::DraftName() const {
  return DraftNameOf(name_, until_ns_);
}

}  // namespace task_host
