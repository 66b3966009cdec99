// SPDX-License-Identifier: Apache-2.0
// Reads the frame from its end: the last record, the directory, then what stands before and after
// each file. The numbers are those of PKWARE's APPNOTE.TXT 4.3 and 4.4.
#include "host/bundle/zip_layout.h"

#include <algorithm>

#include "host/bundle/bundle_error.h"
#include "host/bundle/entry_names.h"
#include "host/bundle/limits.h"
#include "host/text.h"

namespace task_host {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kLocalMark = "PK\3\4"sv;
constexpr std::string_view kDescriptorMark = "PK\7\10"sv;
constexpr std::string_view kDirectoryMark = "PK\1\2"sv;
constexpr std::string_view kEndMark = "PK\5\6"sv;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kDescriptorBytes = 16;
constexpr std::size_t kDirectoryBytes = 46;
constexpr std::size_t kEndBytes = 22;

constexpr std::uint32_t kEncrypted = 1 | 1 << 6 | 1 << 13;
constexpr std::uint32_t kSizesFollow = 1 << 3;
constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kDeflated = 8;
constexpr std::uint32_t kFirstOf1980 = 0x0021'0000;  // the earliest time that zip can tell
constexpr std::uint32_t kUnix = 0x0300;              // with the version of the format behind it
constexpr std::uint32_t kTypeMask = 0170000;
constexpr std::uint32_t kRegularFile = 0100000;
constexpr std::uint32_t kFolder = 0040000;
constexpr std::uint32_t kLink = 0120000;
constexpr std::uint32_t kMode = kRegularFile | 0644;

// What libarchive adds to each header: no times, and the user and group 0.
constexpr std::string_view kExtra = "UT\1\0\0ux\13\0\1\4\0\0\0\0\4\0\0\0\0"sv;

// The bytes from a place on. The caller has made sure that what is asked for is there.
class Record {
 public:
  Record(std::string_view archive, std::size_t at) : bytes_(archive.substr(at)) {}

  std::uint32_t Two(std::size_t at) const { return Byte(at) | Byte(at + 1) << 8; }
  std::uint32_t Four(std::size_t at) const { return Two(at) | Two(at + 2) << 16; }
  std::string_view Text(std::size_t at, std::size_t size) const { return bytes_.substr(at, size); }

 private:
  std::uint32_t Byte(std::size_t at) const { return static_cast<unsigned char>(bytes_[at]); }

  std::string_view bytes_;
};

// One entry as the directory tells it.
struct Listed {
  ZipEntry entry;
  std::uint32_t flags = 0;
  std::uint32_t method = 0;
  std::uint32_t crc = 0;
};

struct Directory {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t count = 0;
};

Directory ReadEnd(std::string_view archive) {
  if (!archive.starts_with(kLocalMark)) {
    RefuseFormat("bundle.magic", Sentence("This is no bundle: it does not begin as one."));
  }
  const std::size_t last = archive.rfind(kEndMark);
  if (last == archive.npos || archive.size() - last < kEndBytes) {
    RefuseFormat("bundle.cut_off", Sentence("The bundle is cut off: its end is missing."));
  }
  const Record end(archive, last);
  if (archive.size() - last > kEndBytes || end.Two(20) != 0) {
    RefuseFormat("bundle.trailing_data", Sentence("There is data after the end of the bundle."));
  }
  if (end.Two(4) != 0 || end.Two(6) != 0 || end.Two(8) != end.Two(10)) {
    RefuseFormat("bundle.split", Sentence("The bundle is a part of several."));
  }
  Directory directory;
  directory.count = end.Two(10);
  directory.begin = end.Four(16);
  directory.end = last;
  if (directory.count > kMaxBundleFiles) {
    RefuseFormat("bundle.too_many_files",
                 Sentence("The bundle says that it has {} files; {} are the most.", directory.count,
                          kMaxBundleFiles));
  }
  if (directory.begin > last || end.Four(12) != last - directory.begin) {
    RefuseFormat("bundle.directory",
                 Sentence("The directory of the bundle is not where its end says."));
  }
  return directory;
}

// Links and folders are told from other unusual things, as they are what people try.
void CheckMode(std::uint32_t attributes, const std::string& name) {
  const std::uint32_t mode = attributes >> 16;
  if ((mode & kTypeMask) == kLink) {
    RefuseFormat("bundle.link", Sentence("\"{}\" is a link.", name));
  }
  if ((mode & kTypeMask) == kFolder || name.ends_with('/')) {
    RefuseFormat("bundle.folder",
                 Sentence("\"{}\" is a folder; a bundle lists its files alone.", name));
  }
  if ((mode & kTypeMask) != kRegularFile) {
    RefuseFormat("bundle.file_type", Sentence("\"{}\" is no regular file.", name));
  }
}

// What has one value in every bundle.
[[noreturn]] void RefuseHeader(const std::string& name) {
  RefuseFormat("bundle.header",
               Sentence("What the archive says beside the content of \"{}\" is not what packing "
                        "writes: another time, mode, version or extra field.",
                        name));
}

// Version 2.0 of the format deflates, 1.0 stores.
bool IsVersion(std::uint32_t version) {
  return version == 20 || version == 10;
}

bool IsPackersExtra(std::string_view extra) {
  return extra.empty() || extra == kExtra;
}

void CheckMethod(const Listed& listed) {
  const std::string& name = listed.entry.name;
  if ((listed.flags & kEncrypted) != 0) {
    RefuseFormat("bundle.encrypted", Sentence("\"{}\" is encrypted.", name));
  }
  if (listed.method != kStored && listed.method != kDeflated) {
    RefuseFormat("bundle.method", Sentence("\"{}\" is packed in another way than deflate.", name));
  }
  if ((listed.flags & ~kSizesFollow) != 0) RefuseHeader(name);
  if (listed.method == kStored && listed.entry.size != listed.entry.packed_size) {
    RefuseFormat("bundle.size", Sentence("\"{}\" has two sizes.", name));
  }
}

void CheckSize(const ZipEntry& entry) {
  if (entry.size > kMaxUnpackedBytes) {
    RefuseFormat("bundle.too_large",
                 Sentence("The bundle holds more than {} MiB.", kMaxUnpackedBytes >> 20));
  }
  if (entry.size > kDenseBytes && entry.size / kMaxRatio > entry.packed_size) {
    RefuseFormat("bundle.bomb",
                 Sentence("\"{}\" would grow more than {} times.", entry.name, kMaxRatio));
  }
}

// Reads the record of the directory at a place and moves the place behind it.
Listed ReadListed(std::string_view archive, std::size_t& at, std::size_t end) {
  if (end - at < kDirectoryBytes || archive.substr(at, 4) != kDirectoryMark) {
    RefuseFormat("bundle.directory_count",
                 Sentence("The directory of the bundle has another number of files than its end "
                          "says."));
  }
  const Record record(archive, at);
  const std::size_t name_size = record.Two(28);
  const std::size_t extra_size = record.Two(30);
  const std::size_t comment_size = record.Two(32);
  const std::size_t size = kDirectoryBytes + name_size + extra_size + comment_size;
  if (end - at < size) {
    RefuseFormat("bundle.directory_cut", Sentence("The directory of the bundle is damaged."));
  }
  Listed listed;
  listed.entry.name = record.Text(kDirectoryBytes, name_size);
  // Said of the name before anything else, as all else is told with it.
  const std::string shown = ToUtf8(listed.entry.name);
  CheckMode(record.Four(38), shown);
  CheckEntryName(listed.entry.name);
  listed.flags = record.Two(8);
  listed.method = record.Two(10);
  listed.crc = record.Four(16);
  listed.entry.packed_size = record.Four(20);
  listed.entry.size = record.Four(24);
  listed.entry.offset = record.Four(42);
  CheckMethod(listed);
  CheckSize(listed.entry);
  const bool is_usual = IsVersion(record.Two(6)) && record.Two(4) == (kUnix | record.Two(6)) &&
                        record.Four(12) == kFirstOf1980 && comment_size == 0 &&
                        record.Two(34) == 0 && record.Two(36) == 0 &&
                        record.Four(38) == kMode << 16 &&
                        IsPackersExtra(record.Text(kDirectoryBytes + name_size, extra_size));
  if (!is_usual) RefuseHeader(shown);
  at += size;
  return listed;
}

[[noreturn]] void RefuseDifference(const std::string& name) {
  RefuseFormat("bundle.local_header",
               Sentence("What stands before \"{}\" is not what the directory says of it.", name));
}

// Where the file ends that begins at a place, with what stands before and after it.
std::size_t EndOfFile(std::string_view archive, const Listed& listed, std::size_t end) {
  const std::size_t at = listed.entry.offset;
  const ZipEntry& entry = listed.entry;
  if (end - at < kLocalBytes || archive.substr(at, 4) != kLocalMark) RefuseDifference(entry.name);
  const Record record(archive, at);
  const std::size_t name_size = record.Two(26);
  const std::size_t extra_size = record.Two(28);
  const bool follow = (listed.flags & kSizesFollow) != 0;
  const std::uint64_t size =
      kLocalBytes + name_size + extra_size + entry.packed_size + (follow ? kDescriptorBytes : 0);
  if (end - at < size || record.Text(kLocalBytes, name_size) != entry.name) {
    RefuseDifference(entry.name);
  }
  // What follows the content need not be told before it.
  const auto tells = [&](std::size_t field, std::uint64_t value) {
    return record.Four(field) == value || (follow && record.Four(field) == 0);
  };
  const bool agrees =
      tells(14, listed.crc) && tells(18, entry.packed_size) && tells(22, entry.size);
  if (!agrees || record.Two(6) != listed.flags || record.Two(8) != listed.method) {
    RefuseDifference(entry.name);
  }
  const bool is_usual = IsVersion(record.Two(4)) && record.Four(10) == kFirstOf1980 &&
                        IsPackersExtra(record.Text(kLocalBytes + name_size, extra_size));
  if (!is_usual) RefuseHeader(entry.name);
  if (follow) {
    const Record after(archive, at + size - kDescriptorBytes);
    const bool repeats = after.Text(0, 4) == kDescriptorMark && after.Four(4) == listed.crc &&
                         after.Four(8) == entry.packed_size && after.Four(12) == entry.size;
    if (!repeats) RefuseDifference(entry.name);
  }
  return at + size;
}

// Every byte up to the directory belongs to one file, in the directory's order.
void CheckFiles(std::string_view archive, const std::vector<Listed>& files, std::size_t end) {
  std::size_t at = 0;
  for (const Listed& listed : files) {
    if (listed.entry.offset != at) {
      RefuseFormat("bundle.gap", Sentence("\"{}\" does not begin where the file before it ends.",
                                          listed.entry.name));
    }
    at = EndOfFile(archive, listed, end);
  }
  if (at == end) return;
  if (archive.substr(at, 4) == kDirectoryMark) {
    RefuseFormat("bundle.two_directories", Sentence("The bundle has two directories."));
  }
  RefuseFormat("bundle.hidden_data",
               Sentence("Between the last file and the directory are bytes of no file."));
}

}  // namespace

std::vector<ZipEntry> ReadZipLayout(std::string_view archive) {
  const Directory directory = ReadEnd(archive);
  std::vector<Listed> files;
  std::uint64_t total = 0;
  std::size_t at = directory.begin;
  for (std::size_t i = 0; i < directory.count; ++i) {
    files.push_back(ReadListed(archive, at, directory.end));
    total += files.back().entry.size;
  }
  if (at != directory.end) {
    RefuseFormat("bundle.directory_count",
                 Sentence("The directory of the bundle has another number of files than its end "
                          "says."));
  }
  if (total > kMaxUnpackedBytes) {
    RefuseFormat("bundle.too_large",
                 Sentence("The bundle holds more than {} MiB.", kMaxUnpackedBytes >> 20));
  }
  std::vector<std::string> names;
  for (const Listed& listed : files) names.push_back(listed.entry.name);
  CheckEntryNames(names);
  CheckFiles(archive, files, directory.begin);
  std::vector<ZipEntry> entries;
  for (Listed& listed : files) entries.push_back(std::move(listed.entry));
  return entries;
}

}  // namespace task_host
