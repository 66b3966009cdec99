// SPDX-License-Identifier: Apache-2.0
// Filling patterns.
#include "host/sentence.h"

#include <fmt/args.h>
#include <fmt/core.h>

namespace task_host {

Sentence Sentence::Verbatim(std::string_view text) {
  Sentence sentence;
  sentence.text_ = text;
  return sentence;
}

Sentence& Sentence::operator+=(const Sentence& next) {
  if (!pattern_.empty()) {
    Sentence whole;
    whole.parts_.push_back(std::move(*this));
    *this = std::move(whole);
  }
  parts_.push_back(next);
  return *this;
}

std::string Sentence::InEnglish() const {
  return In([](std::string_view english) { return english; });
}

std::string Sentence::In(const Translation& translation) const {
  if (pattern_.empty()) {
    std::string text = text_;
    for (const Sentence& part : parts_) text += part.In(translation);
    return text;
  }
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const Sentence& part : parts_) arguments.push_back(part.In(translation));
  const std::string_view pattern = translation(pattern_);
  return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), arguments);
}

}  // namespace task_host
