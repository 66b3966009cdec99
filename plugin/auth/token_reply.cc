// SPDX-License-Identifier: Apache-2.0
// A flat object, read in one pass over the body, without a tree that would keep copies of tokens.
#include "plugin/auth/token_reply.h"

#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>

#include "plugin/auth/bad_credentials.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {

using transport::WipedText;

namespace {

// Texts and numbers of the outermost object, under the names that matter; what is deeper is passed
// over.
class Members : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Members> {
 public:
  Secret access_token;
  Secret refresh_token;
  Secret token_type;
  Secret scope;
  Secret expires_in;
  Secret error;

  bool Default() {
    value_ = nullptr;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    value_ = depth_ == 1 ? Find({text, size}) : nullptr;
    return true;
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return Keep({text, size});
  }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    return Keep({text, size});
  }
  bool StartObject() { return Open(); }
  bool EndObject(rapidjson::SizeType /*count*/) { return Close(); }
  bool StartArray() { return depth_ != 0 && Open(); }
  bool EndArray(rapidjson::SizeType /*count*/) { return Close(); }

 private:
  static constexpr int kMaxDepth = 64;

  Secret* Find(std::string_view name) {
    if (name == "access_token") return &access_token;
    if (name == "refresh_token") return &refresh_token;
    if (name == "token_type") return &token_type;
    if (name == "scope") return &scope;
    if (name == "expires_in") return &expires_in;
    return name == "error" ? &error : nullptr;
  }

  bool Open() {
    value_ = nullptr;
    return ++depth_ <= kMaxDepth;
  }
  bool Close() {
    --depth_;
    return true;
  }
  bool Keep(std::string_view text) {
    if (value_ != nullptr) *value_ = Secret(text);
    return depth_ != 0;
  }

  int depth_ = 0;
  Secret* value_ = nullptr;  // what the last key names
};

// RapidJSON refuses the whole document for one number that no double holds, so each that is no
// plain and short one becomes 0, which is no lifetime either.
void TameNumbers(WipedText& body) {
  constexpr std::size_t kLongest = 20;
  bool in_string = false;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] == '"') in_string = !in_string;
    if (in_string && body[at] == '\\') ++at;
    if (in_string || body[at] < '0' || body[at] > '9') continue;
    const std::size_t end = std::min(body.find_first_not_of("0123456789+-.eE", at), body.size());
    if (end - at > kLongest || body.find_first_of("eE", at) < end) {
      std::fill(body.begin() + static_cast<std::ptrdiff_t>(at),
                body.begin() + static_cast<std::ptrdiff_t>(end), ' ');
      body[at] = '0';
    }
    at = end - 1;
  }
}

// In the body's own memory, which is changed: what the parser takes elsewhere is not wiped.
bool Parse(WipedText& body, Members& members) {
  constexpr unsigned kFlags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag;
  TameNumbers(body);
  rapidjson::InsituStringStream stream(body.data());
  rapidjson::Reader reader;
  return !reader.Parse<kFlags>(stream, members).IsError();
}

bool IsToken(std::string_view text) {
  return !text.empty() && text.size() <= kMaxPartBytes &&
         std::all_of(text.begin(), text.end(), &FitsToken);
}

bool IsBearer(std::string_view type) {
  constexpr std::string_view kBearer = "bearer";
  return type.empty() ||
         std::equal(type.begin(), type.end(), kBearer.begin(), kBearer.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

std::optional<std::chrono::seconds> ReadSeconds(std::string_view text) {
  // More is no lifetime of a token; it would only make sums overflow.
  constexpr std::int64_t kMost = std::int64_t{100} * 366 * 24 * 60 * 60;
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc() || rest != end || seconds <= 0 || seconds > kMost) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace

std::optional<TokenReply> ReadTokenReply(WipedText& body) {
  Members members;
  const bool is_object = Parse(body, members);
  transport::Wipe(body);
  if (!is_object || !IsToken(members.access_token.view()) || !IsBearer(members.token_type.view()))
    return std::nullopt;
  TokenReply reply;
  reply.access_token = std::move(members.access_token);
  if (IsToken(members.refresh_token.view())) reply.refresh_token = std::move(members.refresh_token);
  reply.scope = members.scope.view();
  reply.expires_in = ReadSeconds(members.expires_in.view());
  return reply;
}

Secret ReadTokenError(WipedText body) {
  Members members;
  return Parse(body, members) ? std::move(members.error) : Secret();
}

}  // namespace zendesk::auth
