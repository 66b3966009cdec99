// SPDX-License-Identifier: Apache-2.0
// A connection document, checked and turned into an account.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "author/input.h"
#include "author/plugin.h"
#include "plugin/zendesk/account.h"

namespace zendesk::tasks {

/// The schemas of one connection type, as the manifest has them.
struct ConnectionType {
  /// The locales must outlive it.
  ConnectionType(std::string_view type, const task_plugin::json::Value& manifest_entry,
                 const task_plugin::Locales& locales);

  std::string name;
  const task_plugin::Locales& locales;
  task_plugin::Schema settings;
  task_plugin::Schema credentials;
};

class ZendeskConnection final : public task_plugin::Connection {
 public:
  /// Throws Error ("connection_invalid") with every fault; pointers begin with /settings or
  /// /credentials.
  ZendeskConnection(const ConnectionType& type, const task_plugin::ConnectInfo& info,
                    std::shared_ptr<const task_plugin::Host> host,
                    const task_plugin::Policy& policy);

  void UpdateCredentials(std::string_view credentials_json) override;

  const Account& account() const { return *account_; }
  const std::string& type() const { return type_.name; }

  /// The task's own subdomain, if it has one, must mean this account: a value that an event put
  /// there can never send the credentials elsewhere.
  void CheckSubdomain(task_plugin::Input& input) const;

 private:
  const ConnectionType& type_;
  const std::shared_ptr<const task_plugin::Host> host_;
  const std::string id_;  // the host's name of the connection
  std::unique_ptr<Account> account_;
};

}  // namespace zendesk::tasks
