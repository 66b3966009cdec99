// SPDX-License-Identifier: Apache-2.0
// Looks for each form in turn.
#include "plugin/auth/secret_mask.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <string.h>

#include <algorithm>

#include "plugin/auth/encodings.h"
#include "plugin/transport/wiping_memory.h"

namespace zendesk::auth {

using transport::WipingJsonMemory;

namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool StandsOut(std::string_view form) {
  constexpr std::size_t kShortest = 16;
  return form.size() >= kShortest && !std::all_of(form.begin(), form.end(), &IsDigit);
}

// How seldom answers hold the character; the most seldom are those that the list leaves out.
std::size_t Rarity(char c) {
  constexpr std::string_view kFromMostCommon = R"(":,eaitronsdlcu_mp0123456789-fghbyvwkjxqz)";
  return kFromMostCommon.find(c);
}

std::size_t RarestCharacter(std::string_view form) {
  const auto rarest = std::max_element(form.begin(), form.end(),
                                       [](char a, char b) { return Rarity(a) < Rarity(b); });
  return static_cast<std::size_t>(rarest - form.begin());
}

bool IsJson(std::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<> nobody;
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, WipingJsonMemory> reader;
  return !reader.Parse<rapidjson::kParseIterativeFlag>(stream, nobody).IsError();
}

}  // namespace

void SecretMask::Add(std::string_view secret) {
  const bool needs_escape = secret.find_first_of("\"\\") != secret.npos;
  ForEachForm(secret, [&](std::string_view form) {
    Keep(form, needs_escape && form.data() == secret.data());
  });
  // What was sent in JSON comes back as a text in JSON.
  const Secret json = JsonEscaped(secret);
  if (json.view() == secret) return;
  ForEachForm(json.view(), [&](std::string_view form) {
    if (form.data() != json.view().data()) Keep(form, false);
  });
}

void SecretMask::Keep(std::string_view form, bool is_unescaped) {
  Form& kept = forms_.emplace_back();
  kept.text = Secret(form);
  kept.rarest = RarestCharacter(form);
  kept.stands_out = StandsOut(form);
  kept.is_unescaped = is_unescaped;
}

// At the speed of memchr() where the rarest character is rare enough.
std::size_t SecretMask::Form::FindIn(std::string_view body, std::size_t from) const {
  const std::string_view form = text.view();
  for (std::size_t at = body.find(form[rarest], from + rarest); at != body.npos;
       at = body.find(form[rarest], at + 1)) {
    const std::size_t begin = at - rarest;
    if (body[begin] == form.front() && body.substr(begin).starts_with(form)) return begin;
  }
  return body.npos;
}

template <typename Text>
void SecretMask::Replace(Text& text, const Form& form) {
  constexpr std::string_view kMask = "***";
  const std::size_t before = text.size();
  for (std::size_t at = form.FindIn(text); at != text.npos; at = form.FindIn(text, at)) {
    text.replace(at, form.text.view().size(), kMask);
    at += kMask.size();
  }
  const std::size_t after = text.size();
  if (after >= before) return;
  // What has moved to the front is still behind the end.
  text.resize(before);
  explicit_bzero(text.data() + after, before - after);
  text.resize(after);
}

void SecretMask::Mask(std::string& text) const {
  for (const Form& form : forms_) Replace(text, form);
}

void SecretMask::Mask(transport::Response& answer) const {
  for (const Form& form : forms_) {
    if (!form.stands_out) continue;
    Replace(answer.headers.lines(), form);
    const bool is_json =
        form.is_unescaped && form.FindIn(answer.body) != answer.body.npos && IsJson(answer.body);
    if (!is_json) Replace(answer.body, form);
  }
}

}  // namespace zendesk::auth
