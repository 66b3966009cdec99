// SPDX-License-Identifier: Apache-2.0
// Keys and signatures in minisign's format, without the program itself.
#include <cstdlib>

#include "bundle_bench.h"

using bench::RefusalOf;
using namespace task_host;
namespace fs = std::filesystem;

namespace {

std::string NoPassphrase() {
  FAIL("a passphrase was asked for");
  return std::string();
}

// Made by minisign 0.11: minisign -G -W, then minisign -S of a file "hello\n" with -t "a comment".
constexpr char kId[] = "C3ACA8956964C664";
constexpr char kPublic[] =
    "untrusted comment: minisign public key C3ACA8956964C664\n"
    "RWRkxmRplaiswyGRKs5pEDAajOunDUJ/geQ8iPPny9gz9AhX+qkxwW2W\n";
constexpr char kSecret[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZMZkaZWorMMElA9IPXzT5G"
    "nGKSeu5G6ouETQns4wfbi1UBOS4gHUiyGRKs5pEDAajOunDUJ/"
    "geQ8iPPny9gz9AhX+qkxwW2WAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
constexpr char kSignature[] =
    "untrusted comment: signature from minisign secret key\n"
    "RURkxmRplaisw2WUaO+1Q8N3SOLh7KdVu9RRoAoNDnvZ2w9l4OzZbAsVOz0r+9GIfNZ9vq6JnX3Ag++"
    "XUyFGEfvYMgqphiVGTg4=\n"
    "trusted comment: a comment\n"
    "fF+/1UmCzvo2BOvH2f0i5UjZuVdfrZZp086hYg6WoI4z+eqwTo+dtkoV7Em9OAZnai2whCsH92a4+xikF1iWBw==\n";

}  // namespace

TEST_CASE("what minisign wrote is understood") {
  const PublicKey key = ParsePublicKey(kPublic);
  CHECK(KeyIdText(key.id) == kId);
  const SecretKey secret = SecretKey::Parse(kSecret, NoPassphrase);
  CHECK(secret.public_key() == key);
  const Signature signature = ParseSignature(kSignature);
  CHECK(signature.trusted_comment == "a comment");
  VerifySignature(signature, key, "hello\n");
  CHECK(RefusalOf([&] { VerifySignature(signature, key, "hello"); }) == "bundle.signature_wrong");
  // Ed25519 makes the same signature of the same message.
  const Signature own = secret.Sign("hello\n", "a comment");
  CHECK(own.bytes == signature.bytes);
  CHECK(own.comment_bytes == signature.comment_bytes);
}

TEST_CASE("a key and a signature survive being written and read") {
  const SecretKey secret = SecretKey::Generate();
  const SecretKey again = SecretKey::Parse(secret.Format(""), NoPassphrase);
  CHECK(again.public_key() == secret.public_key());
  CHECK(ParsePublicKey(FormatPublicKey(secret.public_key())) == secret.public_key());
  const Signature signature = ParseSignature(FormatSignature(again.Sign("text", "words")));
  VerifySignature(signature, secret.public_key(), "text");
  CHECK_FALSE(SecretKey::Generate().public_key() == secret.public_key());
}

TEST_CASE("no character of a signature can be another one, but those of the untrusted comment") {
  const SecretKey secret = SecretKey::Generate();
  const std::string text = FormatSignature(secret.Sign("text", "words"));
  const std::size_t begin = text.find('\n') + 1;
  for (std::size_t i = begin; i < text.size(); ++i) {
    std::string bad = text;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const std::string code = RefusalOf([&] {
      const Signature signature = ParseSignature(bad);
      if (signature.key_id != secret.public_key().id) Forbid("bundle.key_untrusted", Sentence());
      VerifySignature(signature, secret.public_key(), "text");
    });
    CAPTURE(i);
    CHECK_FALSE(code.empty());
  }
}

TEST_CASE("what is no key is refused, whatever it is") {
  const std::string good = SecretKey::Generate().Format("");
  for (std::size_t size = 0; size + 1 < good.size(); ++size) {
    CAPTURE(size);
    CHECK(RefusalOf([&] { SecretKey::Parse(good.substr(0, size), NoPassphrase); }) ==
          "bundle.secret_key_malformed");
  }
  for (const char* text : {"", "\n", "untrusted comment: x\n", "untrusted comment: x\nRWQ=\n"}) {
    CHECK(RefusalOf([&] { ParsePublicKey(text); }) == "bundle.key_malformed");
    CHECK(RefusalOf([&] { ParseSignature(text); }) == "bundle.signature_malformed");
  }
  std::string changed = good;
  changed[changed.size() - 10] = changed[changed.size() - 10] == 'A' ? 'B' : 'A';
  CHECK(RefusalOf([&] { SecretKey::Parse(changed, NoPassphrase); }) ==
        "bundle.secret_key_malformed");
}

TEST_CASE("trusted keys are read with what they are for") {
  const toy::TempDir dir;
  const SecretKey secret = SecretKey::Generate();
  const fs::path file = dir.path() / "ann.pub";
  toy::WriteFile(file, TrustedKeyText(secret.public_key(), {"toy", "lego-*"}) +
                           "\n# since the spring\nnot-after: 2030-12-31\n");
  toy::WriteFile(dir.path() / "README", "no key");
  const auto keys = ReadTrustedKeys({dir.path(), dir.path() / "absent"});
  REQUIRE(keys.size() == 1);
  CHECK(keys[0].key == secret.public_key());
  CHECK(keys[0].IsFor("toy"));
  CHECK_FALSE(keys[0].IsFor("toys"));
  CHECK(keys[0].IsFor("lego-castle"));
  CHECK_FALSE(keys[0].IsFor("lego"));
  CHECK(keys[0].not_after == "2030-12-31");
  const Signature signature = secret.Sign("text", "words");
  const auto judge = [&](const char* plugin, const char* today) {
    return RefusalOf([&] { RequireTrustedSignature(keys, signature, "text", plugin, today); });
  };
  CHECK(judge("toy", "2030-12-31").empty());
  CHECK(judge("toy", "2031-01-01") == "bundle.key_expired");
  CHECK(judge("toys", "2026-01-01") == "bundle.key_unbound");

  toy::WriteFile(dir.path() / "bad.pub", TrustedKeyText(secret.public_key(), {}) + "plugin: *x\n");
  CHECK(RefusalOf([&] { ReadTrustedKeys({dir.path()}); }) == "bundle.trust_line");
  toy::WriteFile(dir.path() / "bad.pub", "hello");
  CHECK(RefusalOf([&] { ReadTrustedKeys({dir.path()}); }) == "bundle.key_malformed");
  fs::remove(dir.path() / "bad.pub");
  fs::permissions(file, fs::perms::all);
  CHECK_THROWS_WITH_AS(ReadTrustedKeys({dir.path()}), doctest::Contains("every user can write"),
                       Error);
}

TEST_CASE("the user's keys come first, and none of them in a program with raised rights") {
  Environment environment;
  CHECK(TrustFolders(environment) == std::vector<fs::path>{"/etc/task-plugins/trust.d"});
  environment.variables["HOME"] = "/home-of/ann";
  CHECK(TrustFolders(environment).front() == "/home-of/ann/.config/task-plugins/trust.d");
  environment.variables["XDG_CONFIG_HOME"] = "/config";
  CHECK(TrustFolders(environment).front() == "/config/task-plugins/trust.d");
  environment.elevated = true;
  CHECK(TrustFolders(environment).size() == 1);
}
