// SPDX-License-Identifier: Apache-2.0
// Linux namespaces, with or without root.
#include "namespace.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>

namespace test {
namespace {

bool WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  return file.good();
}

bool RaiseLoopback() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool raised = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
  ::close(socket);
  return raised;
}

bool Unshare() {
  constexpr int kOwn = CLONE_NEWNS | CLONE_NEWNET;
  const std::string user = std::to_string(::getuid());
  const std::string group = std::to_string(::getgid());
  if (::unshare(kOwn) == 0) return true;
  return ::unshare(CLONE_NEWUSER | kOwn) == 0 && WriteFile("/proc/self/setgroups", "deny") &&
         WriteFile("/proc/self/uid_map", "0 " + user + " 1") &&
         WriteFile("/proc/self/gid_map", "0 " + group + " 1");
}

}  // namespace

bool EnterOwnNetwork(const std::string& resolv_conf) {
  char file[] = "/tmp/resolv-conf-XXXXXX";
  const int descriptor = ::mkstemp(file);
  if (descriptor < 0) return false;
  ::close(descriptor);
  const bool entered = WriteFile(file, resolv_conf) && Unshare() &&
                       ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       ::mount(file, "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0 &&
                       RaiseLoopback();
  ::unlink(file);
  return entered;
}

}  // namespace test
