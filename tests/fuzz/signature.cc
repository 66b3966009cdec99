// SPDX-License-Identifier: Apache-2.0
// Signatures, keys and lists of hashes from anywhere are refused in the proper way, or are what
// they would be written as. The first byte tells which of them the rest is.
#include "fuzz.h"
#include "host/bundle/hash_list.h"
#include "host/bundle/secret_key.h"
#include "host/error.h"
#include "host/wipe.h"

namespace {

using namespace task_host;

// A bundle's list with the right hash of its one file, beside what came.
constexpr std::string_view kMessage = "what is signed";

const SecretKey& OwnKey() {
  static const SecretKey key = SecretKey::Generate();
  return key;
}

void ReadSignature(std::string_view text) {
  const Signature signature = ParseSignature(text);
  const Signature again = ParseSignature(FormatSignature(signature));
  fuzz::Require(again.bytes == signature.bytes && again.key_id == signature.key_id &&
                    again.trusted_comment == signature.trusted_comment &&
                    again.comment_bytes == signature.comment_bytes,
                "a signature is read as it is written");
  bool is_good = true;
  try {
    VerifySignature(signature, OwnKey().public_key(), kMessage);
  } catch (const Error&) {
    is_good = false;
  }
  fuzz::Require(!is_good, "nobody else signs with this key");
}

void ReadPublicKey(std::string_view text) {
  const PublicKey key = ParsePublicKey(text);
  fuzz::Require(ParsePublicKey(FormatPublicKey(key)) == key, "a key is read as it is written");
}

void ReadSecretKey(std::string_view text) {
  // Trying a passphrase takes a second and 1 GiB.
  struct NoPassphrase {};
  try {
    const SecretKey key = SecretKey::Parse(text, []() -> std::string { throw NoPassphrase(); });
    VerifySignature(key.Sign(kMessage, "comment"), key.public_key(), kMessage);
  } catch (const NoPassphrase&) {
  }
}

void ReadHashList(std::string_view text) {
  const Files own = {{"a", "1"}, {"b/c", "2"}};
  Files files = own;
  files[std::string(kHashListName)] = std::string(text);
  CheckHashList(files);
  fuzz::Require(text == MakeHashList(own), "there is one list for the same files");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = fuzz::Text(data + 1, size - 1);
  constexpr void (*kReaders[])(std::string_view) = {ReadSignature, ReadPublicKey, ReadSecretKey,
                                                    ReadHashList};
  try {
    kReaders[data[0] % 4](text);
  } catch (const Error&) {
  }
  return 0;
}
