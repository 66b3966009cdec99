// SPDX-License-Identifier: Apache-2.0
// What Unicode's normalization form C makes of them.
#include "author/marks.h"

#include <array>

namespace task_plugin {
namespace {

struct Mark {
  uint32_t mark;
  std::string_view letters;
  std::u32string_view composed;  // at the same places
};
constexpr std::array kMarks = {
    Mark{0x300, "aeiou", U"àèìòù"},
    Mark{0x301, "aceilnorsuyz", U"áćéíĺńóŕśúýź"},
    Mark{0x302, "aceghijosuwy", U"âĉêĝĥîĵôŝûŵŷ"},
    Mark{0x303, "ainou", U"ãĩñõũ"},
    Mark{0x304, "aeiou", U"āēīōū"},
    Mark{0x306, "aegiou", U"ăĕğĭŏŭ"},
    Mark{0x307, "cegz", U"ċėġż"},
    Mark{0x308, "aeiouy", U"äëïöüÿ"},
    Mark{0x30A, "au", U"åů"},
    Mark{0x30B, "ou", U"őű"},
    Mark{0x30C, "cdelnrstz", U"čďěľňřšťž"},
    Mark{0x327, "cgklnrst", U"çģķļņŗşţ"},
    Mark{0x328, "aeiu", U"ąęįų"},
};

}  // namespace

uint32_t WithMark(char letter, std::string_view text) {
  if (text.size() < kMarkSize) return 0;
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead != 0xCC && lead != 0xCD) return 0;
  const uint32_t given = (lead & 0x1Fu) << 6 | (static_cast<uint8_t>(text[1]) & 0x3Fu);
  for (const Mark& mark : kMarks) {
    if (mark.mark != given) continue;
    const size_t place = mark.letters.find(letter);
    return place == mark.letters.npos ? 0 : mark.composed[place];
  }
  return 0;
}

}  // namespace task_plugin
