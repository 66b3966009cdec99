// SPDX-License-Identifier: Apache-2.0
// Calls into the host's services, each only if the host's table reaches that far.
#include "author/host.h"

#include <fmt/format.h>

#include <algorithm>

#include <chrono>

#include "author/copy_sized.h"
#include "author/error.h"
#include "author/json.h"
#include "author/text.h"

namespace task_plugin {
namespace {

constexpr std::string_view kPolicy = "The host's policy";

class PolicyReader {
 public:
  explicit PolicyReader(const json::Value& object) : object_(object) {}

  void Read(const char* key, std::string& out) {
    const json::Value* value = json::Find(object_, key);
    if (value == nullptr || value->IsNull()) return;
    if (!value->IsString()) return Refuse(key, "a text");
    out = json::Text(*value);
  }

  void Read(const char* key, int64_t& out) {
    const json::Value* value = json::Find(object_, key);
    if (value == nullptr || value->IsNull()) return;
    if (!value->IsInt64() || value->GetInt64() < 0)
      return Refuse(key, "a whole number that is not negative");
    out = value->GetInt64();
  }

  void Read(const char* key, std::vector<std::string>& out) {
    const json::Value* value = json::Find(object_, key);
    if (value == nullptr || value->IsNull()) return;
    if (!value->IsArray()) return Refuse(key, "a list of texts");
    for (const json::Value& item : value->GetArray()) {
      if (!item.IsString()) return Refuse(key, "a list of texts");
      out.emplace_back(json::Text(item));
    }
  }

  // A text that stands in an object of the policy. It goes into headers, so it is one line of
  // ASCII.
  void Read(const char* object, const char* key, std::string& out) {
    const json::Value* outer = json::Find(object_, object);
    if (outer == nullptr || outer->IsNull()) return;
    if (!outer->IsObject()) return Refuse(object, "an object");
    const json::Value* value = json::Find(*outer, key);
    if (value == nullptr || value->IsNull()) return;
    const auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
    if (!value->IsString() ||
        !std::all_of(value->GetString(), value->GetString() + value->GetStringLength(),
                     is_printable))
      return Refuse(object, "an object with texts of printable ASCII");
    out = json::Text(*value);
  }

  void ThrowIfFaulty(const Texts& texts) const {
    if (misfits_.empty()) return;
    std::vector<Fault> faults;
    for (const Misfit& misfit : misfits_) {
      std::string message =
          texts.Say("{} must be {}.", misfit.key, texts.Say(fmt::runtime(misfit.expected)));
      faults.push_back(
          {json::Join("", misfit.key), "wrong_type", std::move(message), misfit.key, {}, {}});
    }
    throw InvalidArgument("invalid_policy", kPolicy, std::move(faults), texts);
  }

 private:
  struct Misfit {
    const char* key;
    std::string_view expected;
  };

  void Refuse(const char* key, std::string_view expected) { misfits_.push_back({key, expected}); }

  const json::Value& object_;
  std::vector<Misfit> misfits_;
};

}  // namespace

Policy Policy::Parse(std::string_view config_json) {
  Policy policy;
  if (Trim(config_json).empty()) return policy;
  // What cannot be read names no language.
  const json::Document document = json::Document::Parse(std::string(config_json), kPolicy);
  if (!document.root().IsObject()) {
    throw Error(Status::kInvalidArgument, "invalid_policy", "The host's policy is no JSON object.");
  }
  PolicyReader reader(document.root());
  reader.Read("proxy", policy.proxy);
  reader.Read("no_proxy", policy.no_proxy);
  reader.Read("ca_file", policy.ca_file);
  reader.Read("allow_origins", policy.allow_origins);
  reader.Read("locale", policy.locale);
  reader.Read("max_connections", policy.max_connections);
  reader.Read("log_level", policy.log_level);
  reader.Read("marketplace", "name", policy.marketplace.name);
  reader.Read("marketplace", "organization_id", policy.marketplace.organization_id);
  reader.Read("marketplace", "app_id", policy.marketplace.app_id);
  reader.ThrowIfFaulty(Texts(LanguageOf(policy.locale), nullptr));
  return policy;
}

Host::Host(const tp_host* host) {
  if (host == nullptr || !TP_HAS(host, tp_host, get_service) || host->get_service == nullptr) {
    throw Error(Status::kAbi, "abi", "The host's struct is too short, or has no get_service.");
  }
  host_ = CopySized(host);
  if (host_.abi_major != TP_ABI_MAJOR) {
    throw Error(Status::kAbi, "abi",
                fmt::format("The host speaks major version {} of the interface, this plugin {}.",
                            host_.abi_major, TP_ABI_MAJOR));
  }
  if (HasUnknownFlags(host_.flags))
    throw Error(Status::kNotImplemented, "abi", "The host sets an unknown flag.");
  if (!IsUtf8(View(host_.name)) || !IsUtf8(View(host_.version)))
    throw Error(Status::kInvalidArgument, "invalid_text",
                "The host's name or version is not UTF-8.");
  name_ = View(host_.name);
  version_ = View(host_.version);
  host_.name = Str(name_);  // the texts were borrowed for the call
  host_.version = Str(version_);
  log_ = static_cast<const tp_svc_log*>(Service(TP_SVC_LOG));
  clock_ = static_cast<const tp_svc_clock*>(Service(TP_SVC_CLOCK));
  secret_ = static_cast<const tp_svc_secret*>(Service(TP_SVC_SECRET));
  tokens_.emplace(host_.ctx, static_cast<const tp_svc_tokens*>(Service(TP_SVC_TOKENS)));
  blobs_.emplace(host_.ctx, static_cast<const tp_svc_blob*>(Service(TP_SVC_BLOB)));
}

const void* Host::Service(std::string_view id) const {
  return host_.get_service(host_.ctx, Str(id));
}

bool Host::LogEnabled(LogLevel level) const {
  return log_ != nullptr && TP_HAS(log_, tp_svc_log, write) &&
         log_->enabled(host_.ctx, static_cast<int32_t>(level)) != 0;
}

void Host::Log(LogLevel level, std::string_view message, std::string_view fields_json) const {
  if (LogEnabled(level))
    log_->write(host_.ctx, static_cast<int32_t>(level), Str(message), Str(fields_json));
}

int64_t Host::UnixMs() const {
  if (clock_ != nullptr && TP_HAS(clock_, tp_svc_clock, unix_ms)) return clock_->unix_ms(host_.ctx);
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

int64_t Host::MonotonicNs() const {
  if (clock_ != nullptr && TP_HAS(clock_, tp_svc_clock, monotonic_ns))
    return clock_->monotonic_ns(host_.ctx);
  using std::chrono::nanoseconds;
  return std::chrono::duration_cast<nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Host::Redact(std::string_view secret) const {
  if (secret_ == nullptr || !TP_HAS(secret_, tp_svc_secret, redact) || secret.empty()) return;
  secret_->redact(host_.ctx, reinterpret_cast<const uint8_t*>(secret.data()), secret.size());
}

}  // namespace task_plugin
