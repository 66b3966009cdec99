// SPDX-License-Identifier: Apache-2.0
// The form of settings and credentials is checked here; nothing is sent.
#include "receiver.h"

#include <openssl/crypto.h>

#include <optional>
#include <utility>

#include "address.h"
#include "author/json.h"
#include "signature.h"

namespace webhook {

using namespace task_plugin;  // NOLINT(google-build-using-namespace): as in echo

namespace {

constexpr std::int64_t kLongestTimeoutMs = 600000;

// NULL also when the document is no object.
const json::Value* Member(const json::Document& document, std::string_view name) {
  return document.root().IsObject() ? json::Find(document.root(), name) : nullptr;
}

}  // namespace

Receiver::Receiver(const ConnectInfo& info, const Texts& texts, const Host& host)
    : texts_(texts), host_(host) {
  const auto settings = json::Document::Parse(std::string(info.settings_json), "The settings",
                                              json::Fractions::kDoubles, texts);
  const json::Value* url = Member(settings, "url");
  if (url != nullptr && url->IsString()) url_ = json::Text(*url);
  CheckUrl();
  if (const json::Value* timeout = Member(settings, "timeout_ms")) {
    timeout_ms_ = timeout->IsInt64() ? timeout->GetInt64() : 0;
    if (timeout_ms_ < 1 || timeout_ms_ > kLongestTimeoutMs) {
      Refuse("/settings/timeout_ms", "out_of_range",
             texts_.Say("The time limit is a whole number of milliseconds from 1 to {}.",
                        kLongestTimeoutMs));
    }
  }
  UpdateCredentials(info.credentials_json);
}

Receiver::~Receiver() {
  OPENSSL_cleanse(key_.data(), key_.size());
}

void Receiver::UpdateCredentials(std::string_view credentials_json) {
  const auto credentials = json::Document::Parse(std::string(credentials_json), "The credentials",
                                                 json::Fractions::kDoubles, texts_);
  const json::Value* secret = Member(credentials, "secret");
  std::optional<std::string> key;
  if (secret != nullptr && secret->IsString()) key = KeyOf(json::Text(*secret));
  if (!key) {
    Refuse("/credentials/secret", "bad_format",
           texts_.Say("The secret has at least 16 characters, or is whsec_ and base64."));
  }
  host_.Redact(*key);
  const std::lock_guard<std::mutex> lock(mutex_);
  OPENSSL_cleanse(key_.data(), key_.size());
  key_ = *std::move(key);
}

std::string Receiver::Signature(std::string_view id, std::int64_t unix_seconds,
                                std::string_view body) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return Sign(key_, id, unix_seconds, body);
}

void Receiver::CheckUrl() const {
  switch (CheckAddress(url_)) {
    case AddressFault::kNone:
      return;
    case AddressFault::kNoAddress:
      Refuse("/settings/url", "bad_format",
             texts_.Say("The address must begin with https:// and name a host."));
    case AddressFault::kHasSecrets:
      Refuse("/settings/url", "not_allowed",
             texts_.Say("The address must not hold a user name or a password."));
    case AddressFault::kNotSecure:
      Refuse("/settings/url", "not_allowed",
             texts_.Say("Plain http is for this machine alone; use https."));
  }
}

void Receiver::Refuse(const char* pointer, const char* code, const std::string& message) const {
  Fault fault;
  fault.pointer = pointer;
  fault.code = code;
  fault.message = message;
  throw InvalidArgument("connection_invalid", "The connection", {std::move(fault)}, texts_);
}

}  // namespace webhook
