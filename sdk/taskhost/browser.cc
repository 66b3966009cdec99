// SPDX-License-Identifier: Apache-2.0
// xdg-open.
#include "taskhost/browser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <array>

namespace taskhost {

void OpenBrowser(const std::string& address, const task_host::Environment& environment) {
  const bool display =
      !environment.Get("DISPLAY").empty() || !environment.Get("WAYLAND_DISPLAY").empty();
  if (!display || environment.elevated || isatty(STDERR_FILENO) != 1) return;
  if (!address.starts_with("https://") && !address.starts_with("http://")) return;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&files, number, "/dev/null", O_RDWR, 0);
  }
  // Ctrl-C at the terminal ends the sign-in, not the browser, which hears signals as usual.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t usual;
  sigfillset(&usual);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string program = "xdg-open";
  std::string argument = address;
  const std::array<char*, 3> arguments = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  posix_spawnp(&child, program.c_str(), &files, &attributes, arguments.data(), ::environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
}

}  // namespace taskhost
