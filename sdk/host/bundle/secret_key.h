// SPDX-License-Identifier: Apache-2.0
// A publisher's key, kept in the file format of the program minisign.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "host/bundle/minisign.h"

namespace task_host {

class SecretKey {
 public:
  static SecretKey Generate();
  // passphrase is asked for only where the file is encrypted. Throws BundleError: for a file that
  // is none, and for a wrong passphrase.
  static SecretKey Parse(std::string_view file, const std::function<std::string()>& passphrase);

  ~SecretKey();
  SecretKey(SecretKey&& other) noexcept = default;
  SecretKey& operator=(SecretKey&&) = delete;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;

  // The text of the file. An empty passphrase: not encrypted. As with minisign, encrypting takes
  // seconds and 1 GiB of memory, so that guessing does as well. The caller wipes it.
  std::string Format(std::string_view passphrase) const;

  PublicKey public_key() const;
  Signature Sign(std::string_view message, std::string trusted_comment) const;

 private:
  SecretKey(std::string id, std::string key) : id_(std::move(id)), key_(std::move(key)) {}
  // Tells a right passphrase from a wrong one.
  std::string Checksum() const;

  // Does the public half belong to the secret one?
  bool IsWhole() const;

  std::string id_;
  std::string key_;  // 64 bytes: the seed and the public key
};

}  // namespace task_host
