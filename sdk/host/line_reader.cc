// SPDX-License-Identifier: Apache-2.0
// A buffer that is filled at one end and emptied at the other.
#include "host/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "host/error.h"

namespace task_host {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(const TextLine& line) {
  return !line.too_long && line.text.find_first_not_of(" \t") == std::string::npos;
}

}  // namespace

LineReader::LineReader(Descriptor file, std::string name, std::size_t longest)
    : file_(std::move(file)), name_(std::move(name)), longest_(longest) {}

void LineReader::Read() {
  constexpr std::size_t kPiece = 65536;
  buffer_.erase(0, begin_);
  scanned_ -= begin_;
  begin_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kPiece);
  ssize_t got = -1;
  do {
    got = read(file_.number(), buffer_.data() + size, kPiece);
  } while (got < 0 && errno == EINTR);
  const int number = errno;
  buffer_.resize(size + static_cast<std::size_t>(got < 0 ? 0 : got));
  if (got < 0) {
    throw Error(Error::Kind::kNotFound, name_,
                Sentence("cannot be read: {}", std::generic_category().message(number)));
  }
  at_end_ = got == 0;
}

std::optional<TextLine> LineReader::Next() {
  std::optional<TextLine> line = NextOfAny();
  while (line && IsBlank(*line)) line = NextOfAny();
  return line;
}

std::optional<TextLine> LineReader::NextOfAny() {
  const std::size_t feed = buffer_.find('\n', scanned_);
  if (feed != std::string::npos) return Take(feed, true);
  scanned_ = buffer_.size();
  if (at_end_ && (dropped_ > 0 || begin_ < buffer_.size())) return Take(buffer_.size(), false);
  if (buffer_.size() - begin_ > longest_) DropBeginning();
  return std::nullopt;
}

TextLine LineReader::Take(std::size_t end, bool ended) {
  TextLine line;
  line.number = ++lines_;
  line.offset = bytes_;
  line.ended = ended;
  std::string_view text = std::string_view(buffer_).substr(begin_, end - begin_);
  const std::uint64_t size = dropped_ + text.size();
  line.too_long = size > longest_;
  // The carriage return of a long line may be among what is dropped: it stays there, always.
  if (!line.too_long && text.ends_with('\r')) text.remove_suffix(1);
  digest_.Add(text);
  digest_.Add("\n");
  if (lines_ == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!line.too_long) line.text = text;
  bytes_ += size + (ended ? 1 : 0);
  dropped_ = 0;
  begin_ = end + (ended ? 1 : 0);
  scanned_ = begin_;
  return line;
}

void LineReader::DropBeginning() {
  const std::string_view beginning = std::string_view(buffer_).substr(begin_);
  digest_.Add(beginning);
  dropped_ += beginning.size();
  begin_ = buffer_.size();
}

}  // namespace task_host
