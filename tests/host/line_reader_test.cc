// SPDX-License-Identifier: Apache-2.0
// Lines of files, and of pipes that deliver them in pieces.
#include "host/line_reader.h"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <optional>
#include <string_view>
#include <vector>

#include "host/error.h"
#include "toy_folder.h"

using task_host::Descriptor;
using task_host::LineReader;
using task_host::TextLine;

namespace {

class Input {
 public:
  explicit Input(const std::string& text, std::size_t longest = 1024) {
    toy::WriteFile(dir_.path() / "lines", text);
    reader_.emplace(Descriptor(open((dir_.path() / "lines").c_str(), O_RDONLY | O_CLOEXEC)),
                    "lines", longest);
  }
  LineReader& reader() { return *reader_; }
  std::vector<TextLine> All() {
    std::vector<TextLine> lines;
    while (true) {
      if (auto line = reader_->Next()) {
        lines.push_back(*line);
      } else if (reader_->at_end()) {
        return lines;
      } else {
        reader_->Read();
      }
    }
  }

 private:
  toy::TempDir dir_;
  std::optional<LineReader> reader_;
};

std::string DigestOf(const std::string& text) {
  Input input(text);
  input.All();
  return input.reader().digest().Text();
}

}  // namespace

TEST_CASE("blank lines count and are skipped, and line ends are dropped") {
  Input input("\xEF\xBB\xBF{\"a\":1}\r\n\r\n \t\n\n{}\nlast");
  const std::vector<TextLine> lines = input.All();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == "{\"a\":1}");
  CHECK(lines[0].number == 1);
  CHECK(lines[1].text == "{}");
  CHECK(lines[1].number == 5);
  CHECK(lines[1].offset == 18);
  CHECK(lines[1].ended);
  CHECK(lines[2].text == "last");
  CHECK_FALSE(lines[2].ended);
  CHECK(input.reader().lines() == 6);
  CHECK(input.reader().bytes() == 25);
  CHECK(Input("").All().empty());
  CHECK(Input("\n\n").All().empty());
}

TEST_CASE("a line that is too long is left out, and the next one is read") {
  for (const std::size_t size : {11U, 100U, 200000U}) {
    CAPTURE(size);
    Input input(std::string(size, 'x') + "\nshort\n0123456789\n" + std::string(size, 'y'), 10);
    const std::vector<TextLine> lines = input.All();
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].too_long);
    CHECK(lines[0].text.empty());
    CHECK(lines[1].text == "short");
    CHECK(lines[1].offset == size + 1);
    CHECK_FALSE(lines[2].too_long);
    CHECK(lines[3].too_long);
    CHECK_FALSE(lines[3].ended);
    CHECK(input.reader().bytes() == size + 1 + 6 + 11 + size);
  }
}

TEST_CASE("the digest is that of the lines, whatever ends them") {
  CHECK(DigestOf("a\nb\n") == DigestOf("a\r\nb"));
  CHECK(DigestOf("a\nb\n") != DigestOf("a\nc\n"));
  CHECK(DigestOf("a\nb\n") != DigestOf("ab\n"));
  CHECK(DigestOf(std::string(5000, 'x') + "\n") != DigestOf(std::string(5000, 'y') + "\n"));
  CHECK(DigestOf(std::string(5000, 'x') + "\n") == DigestOf(std::string(5000, 'x')));
}

TEST_CASE("a pipe gives its lines as they come") {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  LineReader reader{Descriptor(ends[0]), "pipe", 1024};
  Descriptor writer(ends[1]);
  const auto put = [&](std::string_view text) {
    REQUIRE(write(writer.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    reader.Read();
  };
  put("on");
  CHECK_FALSE(reader.Next());
  put("e\ntw");
  CHECK(reader.Next()->text == "one");
  CHECK_FALSE(reader.Next());
  put("o\n");
  CHECK(reader.Next()->text == "two");
  CHECK_FALSE(reader.Next());
  CHECK_FALSE(reader.at_end());
  writer = Descriptor(-1);
  reader.Read();
  CHECK(reader.at_end());
  CHECK_FALSE(reader.Next());
}

TEST_CASE("what cannot be read is an error") {
  LineReader reader{Descriptor(-1), "nowhere", 1024};
  CHECK_THROWS_AS(reader.Read(), task_host::Error);
}
