// SPDX-License-Identifier: Apache-2.0
// A sentence for people that is not said yet. As with gettext, the English sentence stands in the
// code and is the key of its translations: this library knows no other language, but a program that
// does can say the same sentence from a table of its own.
//
//   const Sentence why("{} has no task \"{}\"", plugin, task);
//   why.InEnglish();  // zoo has no task "zoo.feed"
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace task_host {

// An English sentence that takes this many arguments, each written {}; the compiler counts them.
// The characters { and } themselves are doubled, as for fmt.
template <std::size_t kArguments>
struct Pattern {
  // Implicit, so that a sentence reads as a literal and its arguments.
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval Pattern(const char* english) : text(english) {
    std::size_t holes = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '{' && text[i + 1] == '}') ++holes;
      if (text[i] == text[i + 1] && (text[i] == '{' || text[i] == '}')) ++i;
    }
    if (holes != kArguments) throw "a sentence has one {} for each argument";
  }

  std::string_view text;
};

class Sentence {
 public:
  // Answers an English pattern with that of another language, which has the same arguments and may
  // change their order with {1} and {0}; with the English one when it knows no other.
  using Translation = std::function<std::string_view(std::string_view english)>;

  // Nothing to say.
  Sentence() = default;
  // Arguments are texts, whole numbers and other sentences.
  template <typename... Arguments>
  explicit Sentence(std::type_identity_t<Pattern<sizeof...(Arguments)>> english,
                    const Arguments&... arguments)
      : pattern_(english.text), parts_{Argument(arguments)...} {}
  // What is the same in every language, or said by others: a path, a name, an error of the system.
  static Sentence Verbatim(std::string_view text);

  // Says this and then the other, with nothing between them.
  Sentence& operator+=(const Sentence& next);

  bool empty() const { return pattern_.empty() && text_.empty() && parts_.empty(); }
  // The English pattern; "" for what has none.
  std::string_view pattern() const { return pattern_; }
  std::string InEnglish() const;
  std::string In(const Translation& translation) const;

 private:
  static Sentence Argument(const Sentence& sentence) { return sentence; }
  static Sentence Argument(std::string_view text) { return Verbatim(text); }
  static Sentence Argument(std::integral auto number) { return Verbatim(std::to_string(number)); }

  std::string_view pattern_;     // a literal
  std::string text_;             // without a pattern: said first
  std::vector<Sentence> parts_;  // what fills the pattern, else what is said after the text
};

}  // namespace task_host
