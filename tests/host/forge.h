// SPDX-License-Identifier: Apache-2.0
// Archives as somebody with bad intentions makes them. Every field of the frame can be another one;
// as they stand, the fields make a good bundle of stored files.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "host/bundle/archive.h"
#include "host/bundle/crypto.h"

namespace forge {

inline std::string Two(std::uint32_t number) {
  return {static_cast<char>(number & 0xFF), static_cast<char>(number >> 8 & 0xFF)};
}
inline std::string Four(std::uint32_t number) {
  return Two(number & 0xFFFF) + Two(number >> 16);
}

struct File {
  std::string name;
  std::string content;
  std::uint32_t flags = 0;
  std::uint32_t method = 0;
  std::uint32_t mode = 0100644;
  std::uint32_t size = 0;  // 0: that of the content
  std::string extra{};
  std::string local_name{};  // "": the name
};

class Zip {
 public:
  std::vector<File> files;
  std::string before_directory{};
  std::string after_directory{};
  std::uint32_t count = 0;  // 0: that of the files
  std::uint32_t disk = 0;
  std::string comment{};
  std::string seal{};  // "": the right one

  std::string Text() const {
    std::string text;
    std::string directory;
    for (const File& file : files) Add(file, text, directory);
    const File last{.name = std::string(task_host::kSealName),
                    .content = seal.empty() ? task_host::Sha256(text) + "\n" : seal};
    if (seal != "none") Add(last, text, directory);
    text += before_directory;
    const auto begin = static_cast<std::uint32_t>(text.size());
    text += directory + after_directory;
    const auto all = static_cast<std::uint32_t>(files.size() + (seal == "none" ? 0 : 1));
    const std::uint32_t entries = count == 0 ? all : count;
    return text + std::string("PK\5\6", 4) + Two(disk) + Two(0) + Two(entries) + Two(entries) +
           Four(static_cast<std::uint32_t>(text.size()) - begin) + Four(begin) +
           Two(static_cast<std::uint32_t>(comment.size())) + comment;
  }

 private:
  static void Add(const File& file, std::string& text, std::string& directory) {
    const std::string& local = file.local_name.empty() ? file.name : file.local_name;
    const auto content_size = static_cast<std::uint32_t>(file.content.size());
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(file.content.data()), content_size));
    const std::string both = Two(file.flags) + Two(file.method) + Four(0x00210000) + Four(crc) +
                             Four(content_size) + Four(file.size == 0 ? content_size : file.size);
    const auto size_of = [](const std::string& part) {
      return Two(static_cast<std::uint32_t>(part.size()));
    };
    directory += std::string("PK\1\2", 4) + Two(0x0314) + Two(20) + both + size_of(file.name) +
                 size_of(file.extra) + Two(0) + Two(0) + Two(0) + Four(file.mode << 16) +
                 Four(static_cast<std::uint32_t>(text.size())) + file.name + file.extra;
    text += std::string("PK\3\4", 4) + Two(20) + both + size_of(local) + size_of(file.extra) +
            local + file.extra + file.content;
  }
};

}  // namespace forge
