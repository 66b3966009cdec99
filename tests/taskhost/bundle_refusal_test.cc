// SPDX-License-Identifier: Apache-2.0
// What somebody could do to a bundle on its way. Each is refused under a code and in words of its
// own, in both languages, and leaves nothing behind.
#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "bundle_bench.h"
#include "taskhost/host_texts.h"

using bench::Bench;
using bench::Files;
using bench::kList;
using bench::kSignature;
using bench::Stored;
using bench::ToyFiles;
using task_host::BundleError;
using task_host::Json;
using task_host::Pack;
using task_host::SecretKey;

namespace {

// The archive that somebody has tampered with.
using Tamper = std::function<std::string(Bench&)>;

struct Row {
  std::string what;
  std::string code;
  Tamper tamper;
};

Files Good(const Bench& bench) {
  return bench.Signed(ToyFiles());
}

// The good files with one more, which has everything but an honest name.
Tamper Named(const std::string& name) {
  return [name](Bench& bench) {
    forge::Zip zip = Stored(Good(bench));
    zip.files.push_back({.name = name, .content = "x"});
    return zip.Text();
  };
}

// One field of the frame around the last file.
Tamper Framed(const std::function<void(forge::File& last)>& change) {
  return [change](Bench& bench) {
    forge::Zip zip = Stored(Good(bench));
    change(zip.files.back());
    return zip.Text();
  };
}

Tamper Zipped(const std::function<void(forge::Zip& zip)>& change) {
  return [change](Bench& bench) {
    forge::Zip zip = Stored(Good(bench));
    change(zip);
    return zip.Text();
  };
}

// The signed files after somebody else has been at them.
Tamper Changed(const std::function<void(Files& files)>& change) {
  return [change](Bench& bench) {
    Files files = Good(bench);
    change(files);
    return Pack(files);
  };
}

// What the publisher signs all the same.
Tamper Published(const std::function<void(Files& files)>& change) {
  return [change](Bench& bench) {
    Files files = ToyFiles();
    change(files);
    return Pack(bench.Signed(std::move(files)));
  };
}

Tamper Declared(const toy::Edit& edit) {
  return [edit](Bench& bench) { return Pack(bench.Signed(ToyFiles("1.0.0", edit))); };
}

void Replace(std::string& text, const std::string& old, const std::string& with) {
  const std::size_t at = text.find(old);
  REQUIRE(at != std::string::npos);
  text.replace(at, old.size(), with);
}

std::string SignatureOf(const Bench& bench, const std::string& version, const toy::Edit& edit) {
  return bench.Signed(ToyFiles(version, edit)).at(kSignature);
}

// A signature by the right key over the right list with these words.
Tamper Commented(const std::string& comment) {
  return [comment](Bench& bench) {
    Files files = Good(bench);
    files[kSignature] = FormatSignature(bench.key().Sign(files.at(kList), comment));
    return Pack(files);
  };
}

Tamper SignedWith(const SecretKey& key, const std::vector<std::string>& plugins,
                  const std::string& not_after) {
  // The function outlives the loop that calls it, but not the table.
  return [&key, plugins, not_after](Bench& bench) {
    bench.Trust(key, plugins, not_after);
    return Pack(Bench::SignedBy(key, ToyFiles()));
  };
}

std::vector<Row> Names() {
  return {
      {"leads out", "bundle.name_dots", Named("tasks/../../evil")},
      {"an absolute path", "bundle.name_absolute", Named("/etc/evil")},
      {"a drive", "bundle.name_absolute", Named("C:/evil")},
      {"a backslash", "bundle.name_backslash", Named("tasks\\..\\evil")},
      {"an empty part", "bundle.name_part", Named("tasks//evil")},
      {"hidden", "bundle.name_hidden", Named("tasks/.evil")},
      {"not UTF-8", "bundle.name_utf8", Named("t\xE9l\xE9")},
      {"two ways to write it", "bundle.name_characters", Named("t\xC3\xA9l\xC3\xA9")},
      {"a line feed", "bundle.name_characters", Named("evil\nname")},
      {"a device", "bundle.name_device", Named("tasks/Aux.json")},
      {"a numbered device", "bundle.name_device", Named("lpt1")},
      {"a dot at the end", "bundle.name_end", Named("plugin.json.")},
      {"too long", "bundle.name_length", Named(std::string(201, 'a'))},
      {"twice", "bundle.name_twice", Named("plugin.json")},
      {"another case", "bundle.name_case", Named("Plugin.json")},
      {"a folder in another case", "bundle.name_case", Named("Tasks/more.json")},
      {"a file and a folder", "bundle.name_clash", Named("plugin.json/more")},
  };
}

std::vector<Row> Frames() {
  using forge::File;
  using forge::Zip;
  return {
      {"no archive", "bundle.magic", [](Bench&) { return std::string("#!/bin/sh\n"); }},
      {"empty", "bundle.magic", [](Bench&) { return std::string(); }},
      {"cut off", "bundle.cut_off",
       [](Bench& bench) {
         const std::string whole = Pack(Good(bench));
         return whole.substr(0, whole.size() - 1);
       }},
      {"data behind", "bundle.trailing_data", [](Bench& bench) { return Pack(Good(bench)) + "x"; }},
      {"a comment", "bundle.trailing_data", Zipped([](Zip& zip) { zip.comment = "hello"; })},
      {"data in front", "bundle.magic", [](Bench& bench) { return "x" + Pack(Good(bench)); }},
      {"two directories", "bundle.two_directories", Zipped([](Zip& zip) {
         const std::string whole = zip.Text();
         zip.before_directory = whole.substr(whole.find("PK\1\2"));
         zip.before_directory.resize(zip.before_directory.size() - 22);
       })},
      {"bytes of no file", "bundle.hidden_data",
       Zipped([](Zip& zip) { zip.before_directory = "hidden"; })},
      {"bytes in the directory", "bundle.directory_count",
       Zipped([](Zip& zip) { zip.after_directory = "hidden"; })},
      {"a huge count", "bundle.too_many_files", Zipped([](Zip& zip) { zip.count = 65000; })},
      {"a count too high", "bundle.directory_count", Zipped([](Zip& zip) { zip.count = 50; })},
      {"a count too low", "bundle.directory_count", Zipped([](Zip& zip) { zip.count = 1; })},
      {"a part of several", "bundle.split", Zipped([](Zip& zip) { zip.disk = 1; })},
      {"the directory elsewhere", "bundle.directory",
       [](Bench& bench) {
         std::string whole = Pack(Good(bench));
         ++whole[whole.size() - 6];
         return whole;
       }},
      {"a wrong order", "bundle.gap",
       [](Bench& bench) {
         // The directory of two files of the same size, whose places are exchanged.
         Zip zip = Stored(Good(bench));
         const std::size_t one = zip.files.front().content.size() + zip.files.front().name.size();
         std::string whole = zip.Text();
         const std::size_t at = whole.find("PK\1\2") + 42;
         whole.replace(at, 4, forge::Four(static_cast<std::uint32_t>(one)));
         return whole;
       }},
      {"no seal", "bundle.seal_missing", Zipped([](Zip& zip) { zip.seal = "none"; })},
      {"a broken seal", "bundle.seal_broken",
       Zipped([](Zip& zip) { zip.seal = std::string(64, '0') + "\n"; })},
      {"encrypted", "bundle.encrypted", Framed([](File& file) { file.flags = 1; })},
      {"strongly encrypted", "bundle.encrypted", Framed([](File& file) { file.flags = 0x41; })},
      {"another packer", "bundle.method", Framed([](File& file) { file.method = 14; })},
      {"no deflate at all", "bundle.damaged", Framed([](File& file) { file.method = 8; })},
      {"two sizes", "bundle.size", Framed([](File& file) { file.size = 7; })},
      {"a link", "bundle.link", Framed([](File& file) { file.mode = 0120777; })},
      {"a folder", "bundle.folder", Framed([](File& file) { file.mode = 0040755; })},
      {"a device", "bundle.file_type", Framed([](File& file) { file.mode = 0020644; })},
      {"set-uid", "bundle.header", Framed([](File& file) { file.mode = 0104755; })},
      {"an extra field", "bundle.header",
       Framed([](File& file) { file.extra = std::string("\x75\x70\1\0\1", 5); })},
      {"another name in front", "bundle.local_header",
       Framed([](File& file) { file.local_name = std::string(file.name.size(), 'x'); })},
      {"a bomb", "bundle.bomb",
       [](Bench& bench) {
         Files files = Good(bench);
         files["tasks/zeros.json"] = std::string(std::size_t{32} << 20, ' ');
         // Pack() itself refuses it, at the same place.
         return Pack(files);
       }},
      {"a lie about a size", "bundle.too_large", Framed([](File& file) {
         file.method = 8;
         file.size = 0xFFFFFFF0;
       })},
      {"many great files", "bundle.too_large", Zipped([](Zip& zip) {
         for (int i = 0; i < 5; ++i) {
           zip.files.push_back({.name = "zeros" + std::to_string(i),
                                .content = std::string(std::size_t{1} << 20, 'x'),
                                .method = 8,
                                .size = std::uint32_t{60} << 20});
         }
       })},
  };
}

std::vector<Row> Contents() {
  return {
      {"a changed file", "bundle.file_changed",
       Changed([](Files& files) { files.at("libtoy.so")[100] ^= 1; })},
      {"an added file", "bundle.file_added",
       Changed([](Files& files) { files["more.json"] = "{}"; })},
      {"a removed file", "bundle.file_removed",
       Changed([](Files& files) { files.erase("locales/fr.json"); })},
      {"no list", "bundle.list_missing", Changed([](Files& files) { files.erase(kList); })},
      {"a list out of order", "bundle.list_order", Changed([](Files& files) {
         std::string& list = files.at(kList);
         const std::size_t line = list.find('\n') + 1;
         list = list.substr(line) + list.substr(0, line);
       })},
      {"a list in upper case", "bundle.list_line",
       Changed([](Files& files) { files.at(kList).replace(0, 4, "ABCD"); })},
      {"a list without its last line's end", "bundle.list_line",
       Changed([](Files& files) { files.at(kList).pop_back(); })},
      {"another list", "bundle.signature_wrong", Changed([](Files& files) {
         files["more.json"] = "{}";
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"no manifest", "bundle.manifest_missing", Changed([](Files& files) {
         files.erase("plugin.json");
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"a manifest that is no JSON", "bundle.manifest_json", Changed([](Files& files) {
         files.at("plugin.json") = "{";
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"an id that is a path", "bundle.manifest_identity", Changed([](Files& files) {
         Replace(files.at("plugin.json"), "\"id\":\"toy\"", "\"id\":\"../toy\"");
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"a library that is not there", "bundle.library_missing", Changed([](Files& files) {
         files.erase("libtoy.so");
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"a library more", "bundle.library_unlisted", Changed([](Files& files) {
         files["tasks/helper"] = files.at("libtoy.so");
         files.at(kList) = task_host::MakeHashList(files);
       })},
      {"a library more for others", "bundle.library_unlisted", Changed([](Files& files) {
         files["helper.dll"] = "MZ";
         files.at(kList) = task_host::MakeHashList(files);
       })},
  };
}

std::vector<Row> Signatures() {
  static const SecretKey stranger = SecretKey::Generate();
  static const SecretKey bound = SecretKey::Generate();
  static const SecretKey old = SecretKey::Generate();
  return {
      {"no signature", "bundle.unsigned", Changed([](Files& files) { files.erase(kSignature); })},
      {"no format", "bundle.signature_malformed",
       Changed([](Files& files) { files.at(kSignature) = "signed, me\n"; })},
      {"a line more", "bundle.signature_malformed",
       Changed([](Files& files) { files.at(kSignature) += "more\n"; })},
      {"the old kind", "bundle.signature_legacy",
       Changed([](Files& files) { Replace(files.at(kSignature), "\nRU", "\nRW"); })},
      {"a stranger's key", "bundle.key_untrusted",
       [](Bench&) { return Pack(Bench::SignedBy(stranger, ToyFiles())); }},
      {"a key for another plugin", "bundle.key_unbound", SignedWith(bound, {"lego", "toys-*"}, "")},
      {"a key for nothing", "bundle.key_unbound", SignedWith(bound, {}, "")},
      {"a key of the past", "bundle.key_expired", SignedWith(old, {"toy"}, "2025-12-31")},
      {"the signature of another plugin", "bundle.signature_wrong",
       [](Bench& bench) {
         Files files = Good(bench);
         files[kSignature] = SignatureOf(
             bench, "1.0.0", [](Json& manifest) { manifest.Set("name", Json("Other")); });
         return Pack(files);
       }},
      {"the signature of another version", "bundle.signature_wrong",
       [](Bench& bench) {
         Files files = Good(bench);
         files[kSignature] = SignatureOf(bench, "0.9.0", {});
         return Pack(files);
       }},
      {"other words", "bundle.comment_wrong", Changed([](Files& files) {
         Replace(files.at(kSignature), "version=1.0.0", "version=9.0.0");
       })},
      {"signed for another plugin", "bundle.signature_id", Commented("id=lego version=1.0.0")},
      {"signed for another version", "bundle.signature_version", Commented("id=toy version=0.9.0")},
      {"signed without a comment", "bundle.signature_comment", Commented("timestamp:1700000000")},
  };
}

std::vector<Row> Fits() {
  return {
      {"another platform", "bundle.platform", Declared([](Json& manifest) {
         Json libraries;
         Json library;
         library.Set("path", Json("libtoy.so"));
         libraries.Set("macos-arm64", library);
         manifest.Set("libraries", libraries);
       })},
      {"a newer glibc", "bundle.glibc", Declared([](Json& manifest) {
         manifest.Set(
             "libraries",
             Json::Parse(R"({"linux-x86_64": {"path": "libtoy.so", "minGlibc": "99.0"}})"));
       })},
      {"a newer interface", "bundle.abi", Declared([](Json& manifest) {
         manifest.Set("abi", Json::Parse(R"({"major": 2, "minHostMinor": 0})"));
       })},
      {"a schema that is missing", "bundle.manifest",
       Published([](Files& files) { files.erase("tasks/any.json"); })},
      {"a library for another machine", "bundle.library", Published([](Files& files) {
         files.at("libtoy.so")[18] ^= 0x55;  // e_machine
       })},
      {"a library cut off", "bundle.library",
       Published([](Files& files) { files.at("libtoy.so").resize(2000); })},
  };
}

void CheckRefused(const Row& row, std::set<std::string>& messages) {
  CAPTURE(row.what);
  Bench bench;
  try {
    bench.Install(row.tamper(bench));
    FAIL_CHECK("was installed");
  } catch (const BundleError& error) {
    CHECK(error.code() == row.code);
    const std::string english = Say(taskhost::Language::kEnglish, error.sentence());
    const std::string french = Say(taskhost::Language::kFrench, error.sentence());
    CHECK(english == error.what());
    CHECK(french != english);
    messages.insert(std::string(error.sentence().pattern()) + error.what());
  }
  CHECK(bench.Holdings().empty());
}

}  // namespace

TEST_CASE("what was tampered with is refused with a reason of its own, and leaves nothing") {
  std::set<std::string> codes;
  std::set<std::string> messages;
  for (const auto& rows : {Names(), Frames(), Contents(), Signatures(), Fits()}) {
    for (const Row& row : rows) {
      codes.insert(row.code);
      CheckRefused(row, messages);
    }
  }
  CHECK(codes.size() >= 45);
  // No two codes share their words.
  CHECK(messages.size() >= codes.size());
}
