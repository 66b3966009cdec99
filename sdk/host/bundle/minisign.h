// SPDX-License-Identifier: Apache-2.0
// Public keys and signatures in the files of the program minisign: Ed25519 over BLAKE2b of the
// message, and a trusted comment that is signed together with the signature.
#pragma once

#include <string>
#include <string_view>

namespace task_host {

inline constexpr std::size_t kKeyIdBytes = 8;

struct PublicKey {
  std::string id;   // kKeyIdBytes bytes, made by chance together with the key
  std::string key;  // 32 bytes

  bool operator==(const PublicKey&) const = default;
};

// The id as minisign shows it: 16 digits in upper case.
std::string KeyIdText(std::string_view id);

// The second line of the text of a file; what follows is for others. Throws BundleError.
PublicKey ParsePublicKey(std::string_view file);
std::string FormatPublicKey(const PublicKey& key);

struct Signature {
  std::string key_id;
  std::string bytes;            // 64, of the message
  std::string trusted_comment;  // on one line
  std::string comment_bytes;    // 64, of bytes and trusted_comment
};

// Throws BundleError.
Signature ParseSignature(std::string_view file);
std::string FormatSignature(const Signature& signature);

// Throws BundleError unless the key has signed the message and the trusted comment.
void VerifySignature(const Signature& signature, const PublicKey& key, std::string_view message);

// What is signed of a message.
std::string SignedHash(std::string_view message);

}  // namespace task_host
