// SPDX-License-Identifier: Apache-2.0
// Every fault of a connection document at once, then the account.
#include "plugin/tasks/connection.h"

#include <fmt/format.h>

#include "author/json.h"
#include "plugin/tasks/errors.h"
#include "plugin/tasks/host_tokens.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

std::string SchemaText(const json::Value& manifest_entry, const char* key) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  if (const json::Value* schema = json::Find(manifest_entry, key)) json::Write(writer, *schema);
  return buffer.Take();
}

// Reads a part of the connection document; pointers of its faults are made to begin with the part's
// name.
class PartReader {
 public:
  PartReader(std::string_view part, const task_plugin::Schema& schema,
             const task_plugin::Locales& locales, std::string_view document,
             std::vector<Fault>& faults)
      : part_(part), input_(schema, locales, std::string(document)), faults_(faults) {
    for (const Fault& fault : input_.faults()) Report(fault);
  }

  const Input& input() const { return input_; }

  void Report(Fault fault) {
    fault.pointer = fmt::format("/{}{}", part_, fault.pointer);
    faults_.push_back(std::move(fault));
  }

  void Report(const char* name, std::string message, std::string remedy) {
    Report(Fault{json::Join("", name),
                 "invalid",
                 std::move(message),
                 std::string(input_.Title(name)),
                 {},
                 std::move(remedy)});
  }

 private:
  const std::string_view part_;
  Input input_;
  std::vector<Fault>& faults_;
};

void ThrowIfAny(std::vector<Fault> faults, const task_plugin::Texts& texts) {
  if (!faults.empty())
    throw task_plugin::InvalidArgument("connection_invalid", "The connection", std::move(faults),
                                       texts);
}

std::string_view TextOr(const Input& input, const char* name) {
  return input.Knows(name) ? input.Text(name).value_or(std::string_view()) : std::string_view();
}

std::shared_ptr<auth::Session> ReadCredentials(const ConnectionType& type,
                                               std::string_view credentials_json,
                                               TokenSource source, std::vector<Fault>& faults) {
  PartReader reader("credentials", type.credentials, type.locales, credentials_json, faults);
  if (!faults.empty()) return nullptr;
  const Input& input = reader.input();
  try {
    CredentialParts parts;
    parts.access_token = TextOr(input, "access_token");
    parts.email = TextOr(input, "email");
    parts.api_token = TextOr(input, "api_token");
    parts.password = TextOr(input, "password");
    parts.client_id = TextOr(input, "client_id");
    parts.client_secret = TextOr(input, "client_secret");
    parts.refresh_token = TextOr(input, "refresh_token");
    parts.scope = TextOr(input, "scope");
    return MakeSession(type.name, parts, std::move(source));
  } catch (const BadCredentials& bad) {
    reader.Report(bad.part(), input.Say(fmt::runtime(bad.what())), "");
    return nullptr;
  }
}

Address ReadAddress(PartReader& reader, const task_plugin::Policy& policy) {
  const Input& input = reader.input();
  Address address;
  if (const auto subdomain = input.Text("subdomain")) {
    const auto name = NormalizeSubdomain(*subdomain);
    if (!name) {
      reader.Report("subdomain", input.Say("This is not the name of a Zendesk account."),
                    input.Say("Give the name in front of .zendesk.com, for example acme."));
    } else {
      address.subdomain = *name;
      address.origin = fmt::format("https://{}.zendesk.com", *name);
    }
  }
  if (const auto base_url = input.Text("base_url")) {
    try {
      address.origin = CheckBaseUrl(*base_url, policy.allow_origins);
    } catch (const BadAddress& bad) {
      reader.Report("base_url", Say(input.texts(), bad.message()),
                    input.Say("Leave it empty to use the account's own address."));
    }
  }
  return address;
}

AccountTimeouts ReadTimeouts(const Input& settings) {
  AccountTimeouts timeouts;
  if (const auto ms = settings.Integer("connect_timeout_ms"))
    timeouts.connect = std::chrono::milliseconds(*ms);
  if (const auto ms = settings.Integer("request_timeout_ms"))
    timeouts.total = std::chrono::milliseconds(*ms);
  return timeouts;
}

RepeatSettings ReadRepeats(const Input& settings) {
  RepeatSettings repeats;
  if (const auto attempts = settings.Integer("max_attempts"))
    repeats.most_attempts = static_cast<int>(*attempts);
  if (const auto ms = settings.Integer("max_wait_ms"))
    repeats.longest_wait = std::chrono::milliseconds(*ms);
  return repeats;
}

AccountSettings ReadSettings(const Input& settings) {
  AccountSettings read;
  read.timeouts = ReadTimeouts(settings);
  read.repeats = ReadRepeats(settings);
  read.mark_external_id = settings.Boolean("mark_external_id").value_or(false);
  return read;
}

}  // namespace

ConnectionType::ConnectionType(std::string_view type, const json::Value& manifest_entry,
                               const task_plugin::Locales& the_locales)
    : name(type),
      locales(the_locales),
      settings(type, SchemaText(manifest_entry, "settings"), locales),
      credentials(type, SchemaText(manifest_entry, "credentials"), locales) {}

ZendeskConnection::ZendeskConnection(const ConnectionType& type,
                                     const task_plugin::ConnectInfo& info,
                                     std::shared_ptr<const task_plugin::Host> host,
                                     const task_plugin::Policy& policy)
    : type_(type), host_(std::move(host)), id_(info.id) {
  std::vector<Fault> faults;
  std::vector<Fault> of_settings;
  PartReader settings("settings", type.settings, type.locales, info.settings_json, of_settings);
  Address address = ReadAddress(settings, policy);
  const bool is_readable = of_settings.empty();
  const AccountSettings read = is_readable ? ReadSettings(settings.input()) : AccountSettings();
  auto session = ReadCredentials(type, info.credentials_json,
                                 MakeTokenSource(address, read.timeouts, host_, id_), faults);
  faults.insert(faults.end(), of_settings.begin(), of_settings.end());
  ThrowIfAny(std::move(faults), type.locales.texts());
  if (NeedsTokenStore(type.name) && !host_->tokens().IsOffered()) {
    throw task_plugin::Error(
        task_plugin::Status::kInvalidArgument, "token_store_missing",
        type.locales.texts().Say(
            "This workflow engine keeps no OAuth tokens, and a connection of this type gets new "
            "ones with each renewal. Use client credentials, or an access token that the engine "
            "renews."));
  }
  account_ = std::make_unique<Account>(std::move(address), read, std::move(session));
}

void ZendeskConnection::UpdateCredentials(std::string_view credentials_json) {
  std::vector<Fault> faults;
  auto session = ReadCredentials(
      type_, credentials_json,
      MakeTokenSource(account_->address(), account_->timeouts(), host_, id_), faults);
  ThrowIfAny(std::move(faults), type_.locales.texts());
  account_->set_session(std::move(session));
}

void ZendeskConnection::CheckSubdomain(Input& input) const {
  const auto subdomain = input.Text("subdomain");
  if (!subdomain || NormalizeSubdomain(*subdomain) == account_->address().subdomain) return;
  input.AddFault(Fault{
      "/subdomain",
      "subdomain_mismatch",
      input.Say(
          "The connection belongs to the Zendesk account \"{}\", this task names another one. "
          "Nothing was sent.",
          account_->address().subdomain),
      std::string(input.Title("subdomain")),
      {},
      input.Say("Leave the subdomain empty, or choose the connection of the other account.")});
}

}  // namespace zendesk::tasks
