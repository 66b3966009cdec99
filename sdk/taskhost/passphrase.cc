// SPDX-License-Identifier: Apache-2.0
// A terminal or a pipe.
#include "taskhost/passphrase.h"

#include <unistd.h>

#include "host/file.h"
#include "host/wipe.h"
#include "taskhost/format.h"
#include "taskhost/prompt.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

constexpr std::size_t kMaxBytes = 4096;

std::string FirstLine(Language language) {
  if (isatty(STDIN_FILENO) == 1) throw Stop::Usage(Say(language, Text::kPassphraseFromTerminal));
  std::string text =
      task_host::ReadDescriptor(STDIN_FILENO, Say(language, Text::kStandardInput), kMaxBytes);
  const task_host::WipeAtEnd wipe(text);
  std::string line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string Required(std::string passphrase, Language language) {
  if (passphrase.empty()) throw Stop::Usage(Say(language, Text::kNeedsPassphrase));
  return passphrase;
}

std::string AskPassphrase(Text question, Language language) {
  return Required(Ask(Label(question, language), Echo::kOff, language), language);
}

}  // namespace

std::string ReadPassphrase(Language language) {
  return CanAsk() ? AskPassphrase(Text::kPassphrase, language)
                  : Required(FirstLine(language), language);
}

std::string ReadNewPassphrase(Language language) {
  if (!CanAsk()) return Required(FirstLine(language), language);
  std::string passphrase = AskPassphrase(Text::kNewPassphrase, language);
  std::string again = AskPassphrase(Text::kPassphraseAgain, language);
  const task_host::WipeAtEnd wipe(again);
  if (again == passphrase) return passphrase;
  task_host::Wipe(passphrase);
  throw Stop::Usage(Say(language, Text::kPassphrasesDiffer));
}

}  // namespace taskhost
