// SPDX-License-Identifier: Apache-2.0
// The only file that includes libarchive. It packs and unpacks contents; what is in the frame
// around them is checked before.
#include "host/bundle/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <new>
#include <vector>

#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/bundle/limits.h"
#include "host/bundle/zip_layout.h"

namespace task_host {
namespace {

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
struct FreeWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Reader = std::unique_ptr<archive, FreeReader>;
using Writer = std::unique_ptr<archive, FreeWriter>;
using Entry = std::unique_ptr<archive_entry, FreeEntry>;

[[noreturn]] void RefuseContent(const std::string& name) {
  RefuseFormat("bundle.damaged", Sentence("The content of \"{}\" is damaged.", name));
}

std::string SealOf(std::string_view archive) {
  RequireSodium();
  return Sha256(archive) + "\n";
}

// Takes the seal from the list of what the archive holds.
std::string ExpectedSeal(std::string_view archive, const std::vector<ZipEntry>& entries) {
  if (entries.empty() || entries.back().name != kSealName) {
    RefuseFormat("bundle.seal_missing",
                 Sentence("The last file of the bundle is not {}.", kSealName));
  }
  return SealOf(archive.substr(0, entries.back().offset));
}

// Anything but success is a fault: a warning can be a wrong checksum.
std::string ReadContent(archive* reader, const ZipEntry& expected) {
  std::string content(expected.size + 1, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const la_ssize_t got = archive_read_data(reader, content.data() + size, content.size() - size);
    if (got < 0) RefuseContent(expected.name);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size != expected.size) RefuseContent(expected.name);
  content.resize(size);
  return content;
}

la_ssize_t AppendTo(archive* /*writer*/, void* text, const void* bytes, std::size_t size) {
  try {
    static_cast<std::string*>(text)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  } catch (const std::bad_alloc&) {
    return -1;
  }
}

[[noreturn]] void RefusePacking(archive* writer) {
  RefuseFormat("bundle.packing",
               Sentence("The archive cannot be written: {}", archive_error_string(writer)));
}

void PackFile(archive* writer, const std::string& name, const std::string& content) {
  const Entry entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) RefusePacking(writer);
  const la_ssize_t written = archive_write_data(writer, content.data(), content.size());
  if (written != static_cast<la_ssize_t>(content.size()) ||
      archive_write_finish_entry(writer) != ARCHIVE_OK) {
    RefusePacking(writer);
  }
}

}  // namespace

Files Unpack(std::string_view archive_text) {
  if (archive_text.size() > kMaxBundleBytes) {
    RefuseFormat("bundle.file_too_large",
                 Sentence("The bundle is larger than {} MiB.", kMaxBundleBytes >> 20));
  }
  const std::vector<ZipEntry> entries = ReadZipLayout(archive_text);
  const Reader reader(archive_read_new());
  archive_read_support_format_zip_seekable(reader.get());
  if (archive_read_open_memory(reader.get(), archive_text.data(), archive_text.size()) !=
      ARCHIVE_OK) {
    RefuseFormat("bundle.damaged_frame", Sentence("The archive cannot be read."));
  }
  const std::string seal = ExpectedSeal(archive_text, entries);
  Files files;
  for (const ZipEntry& expected : entries) {
    archive_entry* entry = nullptr;
    if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) RefuseContent(expected.name);
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || name != expected.name) RefuseContent(expected.name);
    files.emplace(expected.name, ReadContent(reader.get(), expected));
  }
  const auto sealed = files.find(std::string(kSealName));
  if (sealed->second != seal) {
    RefuseFormat("bundle.seal_broken",
                 Sentence("The bundle was damaged on its way: its bytes are not those that were "
                          "packed."));
  }
  files.erase(sealed);
  return files;
}

std::string Pack(const Files& files) {
  std::string text;
  const Writer writer(archive_write_new());
  archive_write_set_format_zip(writer.get());
  archive_write_add_filter_none(writer.get());
  archive_write_set_bytes_per_block(writer.get(), 0);
  archive_write_set_options(writer.get(), "zip:compression=deflate,zip:compression-level=9");
  if (archive_write_open(writer.get(), &text, nullptr, &AppendTo, nullptr) != ARCHIVE_OK) {
    RefusePacking(writer.get());
  }
  for (const auto& [name, content] : files) PackFile(writer.get(), name, content);
  // Not deflated: it is what shows that nothing was changed.
  archive_write_zip_set_compression_store(writer.get());
  PackFile(writer.get(), std::string(kSealName), SealOf(text));
  if (archive_write_close(writer.get()) != ARCHIVE_OK) RefusePacking(writer.get());
  ReadZipLayout(text);
  return text;
}

}  // namespace task_host
