// SPDX-License-Identifier: Apache-2.0
// Reads a text file line by line, however long it is and however slowly it comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "host/descriptor.h"
#include "host/digest.h"
#include "host/json.h"

namespace task_host {

struct TextLine {
  std::uint64_t number = 0;  // from 1; lines that are skipped count
  std::uint64_t offset = 0;  // where it begins in the file, in bytes
  std::string text;          // without the line feed and a carriage return before it
  bool too_long = false;     // its text was left out
  bool ended = true;         // false: the file ends without a line feed
};

// Holds one line, not the file. UTF-8; a byte order mark at the beginning is dropped.
class LineReader {
 public:
  // Takes over an open file. name is for messages.
  LineReader(Descriptor file, std::string name, std::size_t longest = kMaxJsonBytes);

  // To wait for.
  int descriptor() const { return file_.number(); }
  // Reads once, which may wait. Throws Error(kNotFound).
  void Read();
  // Is everything read? Lines may be left.
  bool at_end() const { return at_end_; }

  // The next line that is not blank, of what was read; nothing: Read(), or the end.
  std::optional<TextLine> Next();

  // Of all lines up to the last one that Next() gave, whatever their line ends are.
  const Digest& digest() const { return digest_; }
  // Of what Next() has passed.
  std::uint64_t lines() const { return lines_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::optional<TextLine> NextOfAny();
  // A line that ends at this place of the buffer.
  TextLine Take(std::size_t end, bool ended);
  // Forgets the beginning of a line that is too long already.
  void DropBeginning();

  Descriptor file_;
  std::string name_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the next line in the buffer
  std::size_t scanned_ = 0;  // up to here the buffer has no further line feed
  std::uint64_t dropped_ = 0;
  bool at_end_ = false;
  std::uint64_t lines_ = 0;
  std::uint64_t bytes_ = 0;
  Digest digest_;
};

}  // namespace task_host
