// SPDX-License-Identifier: Apache-2.0
// A SAX handler that notes values as they pass by, and where the ticket begins and ends.
// RapidJSON's iterative reader, which no nesting can overflow, announces a brace before it takes it
// from the stream.
#include "plugin/zendesk/reply.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>

#include "plugin/zendesk/half_surrogate.h"

namespace zendesk {
namespace {

class TicketScanner : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TicketScanner> {
 public:
  TicketScanner(const rapidjson::MemoryStream& stream, TicketReply& reply)
      : stream_(stream), reply_(reply) {}

  bool found() const { return end_ != 0; }
  size_t begin() const { return begin_; }
  size_t end() const { return end_; }
  bool has_id() const { return has_id_; }
  bool too_deep() const { return depth_ > kMaxDepth; }
  bool half_surrogate() const { return half_surrogate_; }

  // Whether the tags can be written back: all of them were read.
  bool has_tags() const { return has_tags_ && !odd_tag_; }

  // Everything that is not looked at: true, false, null.
  bool Default() {
    NoteOddTag();
    return true;
  }

  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    const std::string_view key(text, size);
    if (depth_ == 1) ticket_follows_ = key == "ticket";
    if (InTicket() && depth_ == kTicketDepth) field_ = FieldOf(key);
    return true;
  }

  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    if (!InTicket() || field_ == Field::kOther) return true;
    const std::string value(text, size);
    half_surrogate_ = FindHalfSurrogate(value) != value.npos;
    if (half_surrogate_) return false;
    if (depth_ == kTicketDepth + 1 && field_ == Field::kTags) reply_.tags.push_back(value);
    if (depth_ != kTicketDepth) return true;
    if (field_ == Field::kUrl) reply_.url = value;
    if (field_ == Field::kStatus) reply_.status = value;
    if (field_ == Field::kUpdatedAt) reply_.updated_at = value;
    return true;
  }

  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    NoteOddTag();
    if (InTicket() && depth_ == kTicketDepth && field_ == Field::kId) {
      const auto [end, error] = std::from_chars(text, text + size, reply_.id);
      has_id_ = error == std::errc() && end == text + size;
    }
    return true;
  }

  bool StartObject() {
    if (depth_ == 1 && ticket_follows_ && !found()) begin_ = stream_.Tell();
    NoteOddTag();
    return ++depth_ <= kMaxDepth;
  }
  bool EndObject(rapidjson::SizeType /*count*/) {
    if (InTicket() && depth_ == kTicketDepth) end_ = stream_.Tell() + 1;
    --depth_;
    return true;
  }
  bool StartArray() {
    NoteOddTag();
    if (InTicket() && depth_ == kTicketDepth && field_ == Field::kTags) has_tags_ = true;
    return ++depth_ <= kMaxDepth;
  }
  bool EndArray(rapidjson::SizeType /*count*/) {
    --depth_;
    return true;
  }

 private:
  static constexpr int kMaxDepth = 64;
  static constexpr int kTicketDepth = 2;
  enum class Field { kOther, kId, kUrl, kStatus, kUpdatedAt, kTags };

  static Field FieldOf(std::string_view key) {
    if (key == "id") return Field::kId;
    if (key == "url") return Field::kUrl;
    if (key == "status") return Field::kStatus;
    if (key == "updated_at") return Field::kUpdatedAt;
    return key == "tags" ? Field::kTags : Field::kOther;
  }

  void NoteOddTag() {
    if (InTicket() && depth_ == kTicketDepth + 1 && field_ == Field::kTags) odd_tag_ = true;
  }

  bool InTicket() const { return begin_ != 0 && end_ == 0; }

  const rapidjson::MemoryStream& stream_;
  TicketReply& reply_;
  int depth_ = 0;
  bool ticket_follows_ = false;
  Field field_ = Field::kOther;
  bool has_id_ = false;
  bool has_tags_ = false;
  bool odd_tag_ = false;
  bool half_surrogate_ = false;
  size_t begin_ = 0;  // never 0 once found: a brace stands before it
  size_t end_ = 0;
};

}  // namespace

std::optional<TicketReply> ReadTicketReply(std::string_view body, std::string& complaint) {
  TicketReply reply;
  rapidjson::MemoryStream stream(body.data(), body.size());
  TicketScanner scanner(stream, reply);
  rapidjson::Reader reader;
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  if (reader.Parse<kFlags>(stream, scanner).IsError()) {
    complaint = scanner.too_deep()         ? "it is nested too deeply."
                : scanner.half_surrogate() ? "a text of its ticket has half of a surrogate pair."
                                           : "it is not JSON, or is cut off.";
  } else if (stream.Tell() != body.size()) {
    complaint = "something stands behind its end.";  // the reader stops at a NUL
  } else if (!scanner.found()) {
    complaint = "it holds no ticket.";
  } else if (!scanner.has_id()) {
    complaint = "its ticket has no id.";
  } else {
    reply.has_tags = scanner.has_tags();
    reply.begin = scanner.begin();
    reply.size = scanner.end() - scanner.begin();
    return reply;
  }
  return std::nullopt;
}

}  // namespace zendesk
