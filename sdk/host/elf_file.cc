// SPDX-License-Identifier: Apache-2.0
// Reads the headers, and compares what they promise with the length of the file.
#include "host/elf_file.h"

#include <elf.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>

namespace task_host {
namespace {

constexpr unsigned char kOwnOrder =
    std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
#if defined(__x86_64__)
constexpr Elf64_Half kOwnMachine = EM_X86_64;
#else
constexpr Elf64_Half kOwnMachine = EM_AARCH64;
#endif

bool Read(std::ifstream& file, std::uint64_t at, void* into, std::size_t size) {
  file.seekg(static_cast<std::streamoff>(at));
  return static_cast<bool>(file.read(static_cast<char*>(into), static_cast<std::streamsize>(size)));
}

}  // namespace

Sentence FaultOfElfFile(const std::filesystem::path& path) {
  std::error_code unknown;
  const std::uintmax_t length = std::filesystem::file_size(path, unknown);
  std::ifstream file(path, std::ios::binary);
  Elf64_Ehdr header;
  if (unknown || !Read(file, 0, &header, sizeof header) ||
      std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_type != ET_DYN) {
    return Sentence("this is no shared library");
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != kOwnOrder ||
      header.e_machine != kOwnMachine) {
    return Sentence("the library is for another kind of machine");
  }
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    const std::uint64_t at = header.e_phoff + i * header.e_phentsize;
    const bool is_whole =
        Read(file, at, &segment, sizeof segment) &&
        (segment.p_type != PT_LOAD ||
         (segment.p_offset <= length && segment.p_filesz <= length - segment.p_offset));
    if (!is_whole) return Sentence("the library is cut off after {} bytes", length);
  }
  return Sentence();
}

}  // namespace task_host
