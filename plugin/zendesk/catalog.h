// SPDX-License-Identifier: Apache-2.0
// What an account has, as far as tasks need it to understand the words of people.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

#include "plugin/zendesk/cached_list.h"
#include "plugin/zendesk/catalog_fields.h"
#include "plugin/zendesk/catalog_forms.h"
#include "plugin/zendesk/catalog_people.h"
#include "plugin/zendesk/catalog_settings.h"
#include "plugin/zendesk/look_ups.h"
#include "plugin/zendesk/named_list.h"
#include "plugin/zendesk/newest_kept.h"

namespace zendesk {

class Client;

template <typename Item>
using Listed = std::shared_ptr<const NamedList<Item>>;

/// Of one connection: what Zendesk shows depends on who asks. Each list is read when somebody needs
/// it; see CachedList for how often, and for what is thrown. [I/O thread]
class Catalog {
 public:
  /// So many objects have their fields kept, the newest ones; more than Zendesk allows an account.
  static constexpr size_t kMostObjects = 100;

  explicit Catalog(NameFold fold) : fold_(fold) {}

  /// One of TicketField, TicketForm, Group, Agent, Membership, Brand, CustomStatus, CustomObject.
  template <typename Item>
  transport::Task<Listed<Item>> Get(Client& client);
  /// For one who has missed something in `seen`.
  template <typename Item>
  transport::Task<Listed<Item>> Refresh(Client& client, Listed<Item> seen);

  /// Get() for one who can do without: null when Zendesk does not let the caller read the list,
  /// or has none, which is not asked again for a minute.
  template <typename Item>
  transport::Task<Listed<Item>> GetIfAllowed(Client& client);

  /// `object` is the key of one of the account's custom objects.
  transport::Task<Listed<ObjectField>> ObjectFields(Client& client, std::string object);
  transport::Task<Listed<ObjectField>> RefreshObjectFields(Client& client, std::string object,
                                                           Listed<ObjectField> seen);
  /// See GetIfAllowed().
  transport::Task<Listed<ObjectField>> ObjectFieldsIfAllowed(Client& client,
                                                             const std::string& object);

  /// Those with this e-mail address, be it their first, or whose name holds this one; for want
  /// of such some who may have been meant.
  /// developer.zendesk.com/api-reference/ticketing/users/users/#search-users
  transport::Task<FoundItems<User>> FindUsers(Client& client, const std::string& text);
  /// The same for one who has missed something in `seen`.
  transport::Task<FoundItems<User>> FindUsersAgain(Client& client, const std::string& text,
                                                   FoundItems<User> seen);

  /// The one with this ID; nobody when Zendesk has none.
  transport::Task<FoundItems<User>> FindUser(Client& client, int64_t id);

  /// For one who has met a user who is not as they were.
  void ForgetUsers();

  /// Those with this name, and those whose name begins with it.
  /// developer.zendesk.com/api-reference/ticketing/organizations/organizations/#search-organizations
  transport::Task<FoundItems<Organization>> FindOrganizations(Client& client,
                                                              const std::string& name);
  transport::Task<FoundItems<Organization>> FindOrganizationsAgain(Client& client,
                                                                   const std::string& name,
                                                                   FoundItems<Organization> seen);

  /// Of a custom object's records those with this external ID, those whose name holds this one, or
  /// both; for want of such some that may have been meant.
  transport::Task<FoundItems<ObjectRecord>> FindRecords(Client& client, const std::string& object,
                                                        RecordText kind, const std::string& text);
  transport::Task<FoundItems<ObjectRecord>> FindRecordsAgain(Client& client,
                                                             const std::string& object,
                                                             RecordText kind,
                                                             const std::string& text,
                                                             FoundItems<ObjectRecord> seen);

  /// Those that a user belongs to, read for each question.
  /// developer.zendesk.com/api-reference/ticketing/organizations/organizations/#list-organizations
  transport::Task<std::vector<Organization>> OrganizationsOf(Client& client, int64_t user_id);

 private:
  template <typename Item>
  using Cached = CachedList<NamedList<Item>>;

  template <typename Item>
  transport::Task<Listed<Item>> Read(Client& client);
  transport::Task<Listed<ObjectField>> ReadObjectFields(Client& client, std::string object);
  transport::Task<FoundItems<User>> SearchUsers(Client& client, std::string text);
  transport::Task<void> AddAddresses(Client& client, std::vector<User>& users);
  transport::Task<FoundItems<User>> ReadUser(Client& client, int64_t id);
  transport::Task<FoundItems<Organization>> SearchOrganizations(Client& client, std::string name);
  transport::Task<FoundItems<ObjectRecord>> SearchRecords(Client& client, std::string object,
                                                          RecordText kind, std::string text);
  template <typename Item>
  transport::Task<Listed<Item>> IfAllowed(std::string path, transport::Task<Listed<Item>> read);

  const NameFold fold_;
  std::tuple<Cached<TicketField>, Cached<TicketForm>, Cached<Group>, Cached<Agent>,
             Cached<Membership>, Cached<Brand>, Cached<CustomStatus>, Cached<CustomObject>>
      lists_;
  NewestKept<Cached<ObjectField>> object_fields_{kMostObjects};  // by key
  // By path or key, the last time, if there was one.
  NewestKept<std::optional<std::chrono::steady_clock::time_point>> refused_{kMostObjects};
  LookUps<User> users_;
  LookUps<User> users_by_id_;
  LookUps<Organization> organizations_;
  LookUps<ObjectRecord> records_;  // by object, kind and text
};

}  // namespace zendesk
