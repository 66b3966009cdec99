// SPDX-License-Identifier: Apache-2.0
// Packing and reading bundles, and what keeps them as they were published.
#include <sys/stat.h>

#include <cstdlib>

#include "bundle_bench.h"
#include "host/bundle/crypto.h"
#include "host/bundle/glibc.h"

using bench::Bench;
using bench::kList;
using bench::RefusalOf;
using bench::ToyFiles;
using namespace task_host;
namespace fs = std::filesystem;

TEST_CASE("packing and unpacking gives the same files, and packing twice the same bytes") {
  const Bench bench;
  const Files files = bench.Signed(ToyFiles());
  const std::string archive = Pack(files);
  CHECK(Unpack(archive) == files);
  CHECK(Pack(Unpack(archive)) == archive);
  CHECK(Unpack(bench::Stored(files).Text()) == files);

  setenv("TZ", "Pacific/Auckland", 1);
  tzset();
  const std::string far = Pack(files);
  unsetenv("TZ");
  tzset();
  CHECK(far == archive);
  CHECK(RefusalOf([] { Pack({{"../evil", "x"}}); }) == "bundle.name_dots");
}

TEST_CASE("versions of glibc compare as numbers") {
  CHECK(IsGlibcEnough("2.34", "2.34"));
  CHECK(IsGlibcEnough("2.9", "2.36"));
  CHECK(IsGlibcEnough("2.34", "2.34.9000"));
  CHECK(IsGlibcEnough("2.34", "10.0"));
  CHECK_FALSE(IsGlibcEnough("2.37", "2.36"));
  CHECK_FALSE(IsGlibcEnough("3.0", "2.36"));
  for (const char* other :
       {"", "2", "2.", ".34", "2.x", "2.34x", "2,34", "-2.34", "99999999999.1"}) {
    CAPTURE(other);
    CHECK_FALSE(IsGlibcEnough(other, "2.36"));
  }
}

TEST_CASE("a file may be empty, and of any bytes") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  const Files files = {{"a", ""}, {"b", all}, {"c/d", "PK\5\6 PK\1\2"}};
  CHECK(Unpack(Pack(files)) == files);
}

TEST_CASE("a bundle tells what it is of") {
  const Bundle bundle = Bundle::Make(ToyFiles("1.2.0-rc.1"));
  CHECK(bundle.id() == "toy");
  CHECK(bundle.version() == "1.2.0-rc.1");
  CHECK(bundle.name() == "Toy");
  CHECK_FALSE(bundle.signature());
  CHECK(bundle.platforms() == std::vector<std::string>{"linux-x86_64", "linux-aarch64"});
  CHECK(bundle.FileName() == "toy-1.2.0-rc.1.taskplugin");
  CHECK(bundle.TrustedComment() == "id=toy version=1.2.0-rc.1 files=" + Sha256(bundle.hash_list()));
  const std::string list(bundle.hash_list());
  CHECK(list.find(Sha256("hello")) == list.npos);
  CHECK(list.find(Sha256(bundle.files().at("plugin.json")) + "  plugin.json\n") != list.npos);
}

TEST_CASE("no byte of a bundle can be another one") {
  const Bench bench;
  const std::string good = Pack(bench.Signed(ToyFiles()));
  bench.Install(good);
  fs::remove_all(bench.place());
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const unsigned mask : {0x01U, 0xFFU}) {
      std::string bad = good;
      bad[i] = static_cast<char>(static_cast<unsigned char>(bad[i]) ^ mask);
      if (!RefusalOf([&] { bench.Install(bad); }).empty()) continue;
      ++accepted;
      MESSAGE("byte " << i << " of " << good.size() << " with " << mask);
    }
  }
  CHECK(accepted == 0);
  CHECK(bench.Holdings().empty());
}

TEST_CASE("no part of a bundle passes for the whole") {
  const Bench bench;
  const std::string good = Pack(bench.Signed(ToyFiles()));
  for (std::size_t size = 0; size < good.size(); ++size) {
    const std::string part = good.substr(0, size);
    if (RefusalOf([&] { Unpack(part); }).empty()) FAIL("the first " << size << " bytes passed");
  }
}

TEST_CASE("a folder is a bundle, too, as long as it holds nothing but regular files") {
  const Bench bench;
  const fs::path folder = bench.Path("unpacked");
  for (const auto& [name, content] : bench.Signed(ToyFiles())) {
    toy::WriteFile(folder / name, content);
  }
  CHECK(bench.InstallPath(folder).version == "1.0.0");

  fs::create_symlink("plugin.json", folder / "link.json");
  CHECK(RefusalOf([&] { Bundle::Read(folder); }) == "bundle.link");
  fs::remove(folder / "link.json");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(RefusalOf([&] { Bundle::Read(folder); }) == "bundle.file_type");
  fs::remove(folder / "pipe");
  toy::WriteFile(folder / "tasks" / "any.json", "{ }");
  CHECK(RefusalOf([&] { Bundle::Read(folder); }) == "bundle.file_changed");
  // Without the list, it is a plugin that nobody has signed.
  fs::remove_all(folder / "META");
  CHECK_FALSE(Bundle::Read(folder).signature());
  CHECK(RefusalOf([&] { bench.InstallPath(folder); }) == "bundle.unsigned");
}

TEST_CASE("only an unsigned bundle of the plugin that was named goes without a signature") {
  Bench bench;
  const Bundle plain = Bundle::Make(ToyFiles());
  const auto consent = [&](const Bundle& bundle, const std::set<std::string>& ids) {
    return RefusalOf([&] { RequireConsent(bundle, {}, ids, "2026-01-01"); });
  };
  CHECK(consent(plain, {}) == "bundle.unsigned");
  CHECK(consent(plain, {"lego"}) == "bundle.unsigned");
  CHECK(consent(plain, {"toy"}).empty());
  Bundle signed_by_stranger = plain;
  signed_by_stranger.Sign(SecretKey::Generate());
  CHECK(consent(signed_by_stranger, {"toy"}) == "bundle.key_untrusted");
}
