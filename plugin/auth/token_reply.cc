// SPDX-License-Identifier: Apache-2.0
// A flat object, read in one pass over the body, without a tree that would keep copies of tokens.
#include "plugin/auth/token_reply.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "plugin/auth/bad_credentials.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {
namespace {

// Texts and numbers of the outermost object; what is deeper is passed over.
class Members : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Members> {
 public:
  const Secret& operator[](std::string_view name) const {
    static const Secret kNone;
    const auto found = members_.find(name);
    return found == members_.end() ? kNone : found->second;
  }

  bool Default() {
    key_.clear();
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (depth_ == 1) key_.assign(text, size);
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

  bool Open() {
    key_.clear();
    return ++depth_ <= kMaxDepth;
  }
  bool Close() {
    --depth_;
    return true;
  }
  bool Keep(std::string_view value) {
    if (depth_ == 1 && !key_.empty()) members_.insert_or_assign(key_, Secret(value));
    return depth_ != 0;
  }

  int depth_ = 0;
  std::string key_;
  std::map<std::string, Secret, std::less<>> members_;
};

bool Parse(std::string_view body, Members& members) {
  constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag;
  rapidjson::MemoryStream stream(body.data(), body.size());
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

std::optional<TokenReply> ReadTokenReply(std::string& body) {
  const transport::WipeAtEnd wipe(body);
  Members members;
  if (!Parse(body, members) || !IsToken(members["access_token"].view()) ||
      !IsBearer(members["token_type"].view())) {
    return std::nullopt;
  }
  TokenReply reply;
  reply.access_token = Secret(members["access_token"].view());
  if (IsToken(members["refresh_token"].view()))
    reply.refresh_token = Secret(members["refresh_token"].view());
  reply.scope = members["scope"].view();
  reply.expires_in = ReadSeconds(members["expires_in"].view());
  return reply;
}

std::string ReadTokenError(const std::string& body) {
  Members members;
  return Parse(body, members) ? std::string(members["error"].view()) : std::string();
}

}  // namespace zendesk::auth
