// SPDX-License-Identifier: Apache-2.0
// getrandom() in base64url.
#include "taskhost/random_text.h"

#include <sys/random.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "host/wipe.h"

namespace taskhost {

std::string RandomText(std::size_t bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string raw(bytes, '\0');
  const task_host::WipeAtEnd wipe(raw);
  for (std::size_t filled = 0; filled < bytes;) {
    const ssize_t got = getrandom(raw.data() + filled, bytes - filled, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category());
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  std::string text;
  text.reserve(bytes * 4 / 3 + 2);
  unsigned held = 0;
  unsigned held_bits = 0;
  for (const char byte : raw) {
    held = (held << 8 | static_cast<unsigned char>(byte)) & 0xFFFF;
    held_bits += 8;
    for (; held_bits >= 6; held_bits -= 6) text += kDigits[held >> (held_bits - 6) & 63];
  }
  if (held_bits > 0) text += kDigits[held << (6 - held_bits) & 63];
  return text;
}

}  // namespace taskhost
