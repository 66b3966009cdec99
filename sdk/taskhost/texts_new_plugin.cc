// SPDX-License-Identifier: Apache-2.0
// Texts of the command that makes a plugin to begin with.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kEntries = {
    Entry{Text::kHelpNew, "Make a folder with a plugin to begin with, ready to be built.",
          "Créer un dossier avec une extension pour commencer, prête à compiler."},
    Entry{Text::kHelpNewPlugin,
          "Its id, which the folder is called after too: small letters, digits and _.",
          "Son identifiant, qui nomme aussi le dossier : lettres minuscules, chiffres et _."},
    Entry{Text::kNeedsNewPlugin, "Name the new plugin.", "Nommez la nouvelle extension."},
    Entry{Text::kBadPluginName,
          "\"{}\" is no good name: a letter first, then small letters, digits and _, at most {} "
          "characters, and none that CMake keeps for itself, such as \"all\".",
          "« {} » ne convient pas : d’abord une lettre, puis des lettres minuscules, des chiffres "
          "et _, {} caractères au plus, et aucun nom que CMake se réserve, comme « all »."},
    Entry{Text::kPluginMade,
          "Made the plugin {} in {}; its code and the tutorial are in {}. To build and pack it:",
          "Extension {} créée dans {} ; son code et le tutoriel sont dans {}. Pour la compiler et "
          "la mettre en paquet :"},
};
static_assert(AreAll(kEntries, Text::kHelpNew, Text::kHelpPack));

}  // namespace

std::span<const Entry> NewPluginTexts() {
  return kEntries;
}

}  // namespace taskhost
