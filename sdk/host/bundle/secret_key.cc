// SPDX-License-Identifier: Apache-2.0
// The file: a comment, and in Base64 the algorithms, the parameters of scrypt, and the id, the key
// and its checksum, over which the output of scrypt is laid.
#include "host/bundle/secret_key.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/wipe.h"

namespace task_host {
namespace {

constexpr std::string_view kComment = "untrusted comment: minisign encrypted secret key\n";
constexpr std::string_view kAlgorithm = "Ed";
constexpr std::string_view kScrypt = "Sc";
constexpr std::string_view kBlake = "B2";
constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kSumBytes = 32;
constexpr std::size_t kInnerBytes = kKeyIdBytes + crypto_sign_ed25519_SECRETKEYBYTES + kSumBytes;
constexpr std::size_t kOuterBytes = 2 + 2 + 2 + kSaltBytes + 8 + 8 + kInnerBytes;
// What minisign writes; a file that asks for more is no file of it.
constexpr std::uint64_t kWork = crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;
constexpr std::uint64_t kMemory = crypto_pwhash_scryptsalsa208sha256_MEMLIMIT_SENSITIVE;

std::string LittleEndian(std::uint64_t number) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift & 0xFF);
  return bytes;
}

std::uint64_t FromLittleEndian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 8; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

// Lays the key that comes of a passphrase over the bytes: the same twice gives them back.
void Encrypt(std::string& inner, std::string_view passphrase, std::string_view salt,
             std::uint64_t work, std::uint64_t memory) {
  std::string stream(kInnerBytes, '\0');
  const WipeAtEnd wipe(stream);
  if (crypto_pwhash_scryptsalsa208sha256(WritableBytes(stream), stream.size(), passphrase.data(),
                                         passphrase.size(), Bytes(salt), work, memory) != 0) {
    Forbid("bundle.key_memory",
           Sentence("There is not enough memory for the passphrase: {} MiB are needed.",
                    memory >> 20));
  }
  for (std::size_t i = 0; i < kInnerBytes; ++i) inner[i] = static_cast<char>(inner[i] ^ stream[i]);
}

[[noreturn]] void RefuseKey() {
  Forbid("bundle.secret_key_malformed",
         Sentence("This is no secret key in the format of minisign."));
}

// The bytes of the file's second line.
std::string Decode(std::string_view file) {
  const std::size_t begin = file.find('\n');
  if (begin == file.npos || !file.starts_with("untrusted comment:")) RefuseKey();
  std::string_view line = file.substr(begin + 1);
  line = line.substr(0, line.find_first_of("\r\n"));
  std::optional<std::string> outer = FromBase64(line, kOuterBytes);
  if (!outer || !outer->starts_with(kAlgorithm) || outer->substr(4, 2) != kBlake) RefuseKey();
  return std::move(*outer);
}

}  // namespace

SecretKey SecretKey::Generate() {
  RequireSodium();
  std::string id(kKeyIdBytes, '\0');
  std::string secret(crypto_sign_ed25519_SECRETKEYBYTES, '\0');
  std::string open(crypto_sign_ed25519_PUBLICKEYBYTES, '\0');
  randombytes_buf(id.data(), id.size());
  crypto_sign_ed25519_keypair(WritableBytes(open), WritableBytes(secret));
  return SecretKey(std::move(id), std::move(secret));
}

SecretKey SecretKey::Parse(std::string_view file, const std::function<std::string()>& passphrase) {
  RequireSodium();
  std::string outer = Decode(file);
  const WipeAtEnd wipe_outer(outer);
  std::string inner = outer.substr(kOuterBytes - kInnerBytes);
  const WipeAtEnd wipe_inner(inner);
  const std::string_view method = std::string_view(outer).substr(2, 2);
  const bool is_encrypted = method == kScrypt;
  if (!is_encrypted && method != std::string_view("\0\0", 2)) RefuseKey();
  if (is_encrypted) {
    const std::string_view salt = std::string_view(outer).substr(6, kSaltBytes);
    const std::uint64_t work = FromLittleEndian(std::string_view(outer).substr(6 + kSaltBytes, 8));
    const std::uint64_t memory =
        FromLittleEndian(std::string_view(outer).substr(6 + kSaltBytes + 8, 8));
    if (work > kWork || memory > kMemory) RefuseKey();
    std::string words = passphrase();
    const WipeAtEnd wipe_words(words);
    Encrypt(inner, words, salt, work, memory);
  }
  SecretKey key(inner.substr(0, kKeyIdBytes),
                inner.substr(kKeyIdBytes, crypto_sign_ed25519_SECRETKEYBYTES));
  // Without a passphrase minisign writes no checksum.
  const std::string sum = is_encrypted ? key.Checksum() : std::string(kSumBytes, '\0');
  if (inner.substr(kInnerBytes - kSumBytes) != sum) {
    if (!is_encrypted) RefuseKey();
    Forbid("bundle.passphrase", Sentence("The passphrase is wrong."));
  }
  if (!key.IsWhole()) RefuseKey();
  return key;
}

SecretKey::~SecretKey() {
  Wipe(key_);
}

bool SecretKey::IsWhole() const {
  std::string open(crypto_sign_ed25519_PUBLICKEYBYTES, '\0');
  std::string secret(crypto_sign_ed25519_SECRETKEYBYTES, '\0');
  const WipeAtEnd wipe(secret);
  crypto_sign_ed25519_seed_keypair(WritableBytes(open), WritableBytes(secret), Bytes(key_));
  return secret == key_;
}

std::string SecretKey::Checksum() const {
  std::string text = std::string(kAlgorithm) + id_ + key_;
  const WipeAtEnd wipe(text);
  std::string sum(kSumBytes, '\0');
  crypto_generichash(WritableBytes(sum), sum.size(), Bytes(text), text.size(), nullptr, 0);
  return sum;
}

std::string SecretKey::Format(std::string_view passphrase) const {
  const bool encrypted = !passphrase.empty();
  std::string inner = id_ + key_ + (encrypted ? Checksum() : std::string(kSumBytes, '\0'));
  const WipeAtEnd wipe_inner(inner);
  std::string salt(kSaltBytes, '\0');
  if (encrypted) {
    randombytes_buf(salt.data(), salt.size());
    Encrypt(inner, passphrase, salt, kWork, kMemory);
  }
  std::string outer = std::string(kAlgorithm);
  outer.reserve(kOuterBytes);
  outer += encrypted ? kScrypt : std::string_view("\0\0", 2);
  outer += kBlake;
  outer += salt;
  outer += LittleEndian(encrypted ? kWork : 0) + LittleEndian(encrypted ? kMemory : 0);
  outer += inner;
  const WipeAtEnd wipe_outer(outer);
  std::string line = ToBase64(outer);
  const WipeAtEnd wipe_line(line);
  return std::string(kComment) + line + "\n";
}

PublicKey SecretKey::public_key() const {
  return {.id = id_, .key = key_.substr(crypto_sign_ed25519_SEEDBYTES)};
}

Signature SecretKey::Sign(std::string_view message, std::string trusted_comment) const {
  const auto sign = [&](std::string_view text) {
    std::string bytes(crypto_sign_BYTES, '\0');
    crypto_sign_detached(WritableBytes(bytes), nullptr, Bytes(text), text.size(), Bytes(key_));
    return bytes;
  };
  Signature signature;
  signature.key_id = id_;
  signature.bytes = sign(SignedHash(message));
  signature.trusted_comment = std::move(trusted_comment);
  signature.comment_bytes = sign(signature.bytes + signature.trusted_comment);
  return signature;
}

}  // namespace task_host
