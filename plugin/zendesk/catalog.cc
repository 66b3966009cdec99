// SPDX-License-Identifier: Apache-2.0
// Which list is read from where.
#include "plugin/zendesk/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plugin/zendesk/client.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk {
namespace {

// Not on this plan, or not for this user. A token that does not cover it is another matter: that
// can be helped.
bool IsMissingFeature(const Problem& problem) {
  return problem.code == "zendesk.permission_denied" ||
         (problem.kind == Problem::Kind::kNotFound && problem.code != "zendesk.account_not_found");
}

// What has no ID names nothing, and is passed over.
template <typename Item>
TakeItem AppendTo(std::vector<Item>& items) {
  return [&items](std::string_view json) {
    rapidjson::Document document;
    Item item;
    if (!ParseTree(json, document)) return false;
    if (ReadItem(document, item)) items.push_back(std::move(item));
    return true;
  };
}

std::string RecordQuestion(const std::string& object, RecordText kind, const std::string& text) {
  return fmt::format("{}/{}/{}", object, static_cast<int>(kind), text);
}

// Of a name, enough to find those that were meant by a wrong one; whole letters.
std::string_view Beginning(std::string_view name) {
  constexpr int kLetters = 3;
  size_t size = 0;
  for (int letters = 0; letters < kLetters && size < name.size(); ++letters) {
    ++size;
    while (size < name.size() && (static_cast<uint8_t>(name[size]) & 0xC0) == 0x80) ++size;
  }
  return name.substr(0, size);
}

}  // namespace

template <typename Item>
transport::Task<Listed<Item>> Catalog::Get(Client& client) {
  const auto read = [this, &client] { return Read<Item>(client); };
  return std::get<Cached<Item>>(lists_).Get(client.deadline(), read);
}

template <typename Item>
transport::Task<Listed<Item>> Catalog::Refresh(Client& client, Listed<Item> seen) {
  const auto read = [this, &client] { return Read<Item>(client); };
  return std::get<Cached<Item>>(lists_).Refresh(std::move(seen), client.deadline(), read);
}

template <typename Item>
transport::Task<Listed<Item>> Catalog::IfAllowed(std::string path,
                                                 transport::Task<Listed<Item>> read) {
  constexpr std::chrono::minutes kRemembered(1);
  const auto now = std::chrono::steady_clock::now();
  const auto last = refused_.For(path);
  if (*last && now - **last < kRemembered) co_return nullptr;
  try {
    co_return co_await std::move(read);
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kPermissionDenied && !IsMissingFeature(problem)) throw;
  }
  *last = now;
  co_return nullptr;
}

template <typename Item>
transport::Task<Listed<Item>> Catalog::GetIfAllowed(Client& client) {
  return IfAllowed<Item>(std::string(Item::kSource.path), Get<Item>(client));
}

transport::Task<Listed<ObjectField>> Catalog::ObjectFieldsIfAllowed(Client& client,
                                                                    const std::string& object) {
  return IfAllowed<ObjectField>(object, ObjectFields(client, object));
}

transport::Task<FoundItems<User>> Catalog::FindUsers(Client& client, const std::string& text) {
  const auto read = [this, &client, text] { return SearchUsers(client, text); };
  return users_.Get(text, client.deadline(), read);
}

transport::Task<FoundItems<User>> Catalog::FindUsersAgain(Client& client, const std::string& text,
                                                          FoundItems<User> seen) {
  const auto read = [this, &client, text] { return SearchUsers(client, text); };
  return users_.Refresh(text, std::move(seen), client.deadline(), read);
}

transport::Task<FoundItems<User>> Catalog::FindUser(Client& client, int64_t id) {
  const auto read = [this, &client, id] { return ReadUser(client, id); };
  return users_by_id_.Get(fmt::format("{}", id), client.deadline(), read);
}

void Catalog::ForgetUsers() {
  users_.Forget();
  users_by_id_.Forget();
}

transport::Task<FoundItems<Organization>> Catalog::FindOrganizations(Client& client,
                                                                     const std::string& name) {
  const auto read = [this, &client, name] { return SearchOrganizations(client, name); };
  return organizations_.Get(name, client.deadline(), read);
}

transport::Task<FoundItems<Organization>> Catalog::FindOrganizationsAgain(
    Client& client, const std::string& name, FoundItems<Organization> seen) {
  const auto read = [this, &client, name] { return SearchOrganizations(client, name); };
  return organizations_.Refresh(name, std::move(seen), client.deadline(), read);
}

transport::Task<FoundItems<ObjectRecord>> Catalog::FindRecords(Client& client,
                                                               const std::string& object,
                                                               RecordText kind,
                                                               const std::string& text) {
  const auto read = [this, &client, object, kind, text] {
    return SearchRecords(client, object, kind, text);
  };
  return records_.Get(RecordQuestion(object, kind, text), client.deadline(), read);
}

transport::Task<FoundItems<ObjectRecord>> Catalog::FindRecordsAgain(Client& client,
                                                                    const std::string& object,
                                                                    RecordText kind,
                                                                    const std::string& text,
                                                                    FoundItems<ObjectRecord> seen) {
  const auto read = [this, &client, object, kind, text] {
    return SearchRecords(client, object, kind, text);
  };
  return records_.Refresh(RecordQuestion(object, kind, text), std::move(seen), client.deadline(),
                          read);
}

transport::Task<Listed<ObjectField>> Catalog::ObjectFields(Client& client, std::string object) {
  const std::shared_ptr<Cached<ObjectField>> cached = object_fields_.For(object);
  Cached<ObjectField>::Read read = [this, &client, &object] {
    return ReadObjectFields(client, object);
  };
  co_return co_await cached->Get(client.deadline(), std::move(read));
}

transport::Task<Listed<ObjectField>> Catalog::RefreshObjectFields(Client& client,
                                                                  std::string object,
                                                                  Listed<ObjectField> seen) {
  const std::shared_ptr<Cached<ObjectField>> cached = object_fields_.For(object);
  Cached<ObjectField>::Read read = [this, &client, &object] {
    return ReadObjectFields(client, object);
  };
  co_return co_await cached->Refresh(std::move(seen), client.deadline(), std::move(read));
}

transport::Task<std::vector<Organization>> Catalog::OrganizationsOf(Client& client,
                                                                    int64_t user_id) {
  std::vector<Organization> organizations;
  const TakeItem take = AppendTo(organizations);
  co_await client.ReadList(fmt::format("/api/v2/users/{}/organizations", user_id), "organizations",
                           take);
  co_return organizations;
}

template <typename Item>
transport::Task<Listed<Item>> Catalog::Read(Client& client) {
  std::vector<Item> items;
  const TakeItem take = AppendTo(items);
  try {
    co_await client.ReadList(std::string(Item::kSource.path), Item::kSource.name, take);
  } catch (const Problem& problem) {
    if (!Item::kSource.belongs_to_plan || !IsMissingFeature(problem)) throw;
    items.clear();
  }
  co_return std::make_shared<const NamedList<Item>>(std::move(items), fold_);
}

transport::Task<Listed<ObjectField>> Catalog::ReadObjectFields(Client& client, std::string object) {
  std::vector<ObjectField> items;
  const TakeItem take = AppendTo(items);
  std::string path = fmt::format("/api/v2/custom_objects/{}/fields?include_standard_fields=true",
                                 EncodePathPart(object));
  co_await client.ReadList(std::move(path), ObjectField::kListName, take);
  co_return std::make_shared<const NamedList<ObjectField>>(std::move(items), fold_);
}

// A phrase in quotes, which cannot hold one. For want of somebody of a name those count whose names
// begin alike: they may have been meant.
transport::Task<FoundItems<User>> Catalog::SearchUsers(Client& client, std::string text) {
  const char* const member = text.find('@') == text.npos ? "name" : "email";
  std::erase(text, '"');
  const std::string query = EncodePathPart(fmt::format("{}:\"{}\"", member, text));
  std::vector<User> users;
  const TakeItem take = AppendTo(users);
  const bool is_all = co_await client.ReadSearch(
      fmt::format("/api/v2/users/search?query={}", query), Paging::kByNumber, "users", take);
  const std::string address = fold_(text);
  const bool is_seen = std::any_of(users.begin(), users.end(), [this, &address](const User& user) {
    return fold_(user.email) == address;
  });
  const bool is_address = text.find('@') != text.npos;
  if (is_address && !is_seen) co_await AddAddresses(client, users);
  if (!is_address && users.empty()) {
    co_await client.ReadPageAt(fmt::format("/api/v2/users/autocomplete?name={}&per_page=100",
                                           EncodePathPart(Beginning(text))),
                               "users", take);
  }
  co_return std::make_shared<const Found<User>>(std::move(users), fold_, is_all);
}

// Zendesk finds people by all their addresses, and shows the first one. Whom an address belongs to
// is not among many.
transport::Task<void> Catalog::AddAddresses(Client& client, std::vector<User>& users) {
  constexpr size_t kMostUsers = 5;
  if (users.size() > kMostUsers) co_return;
  for (User& user : users) {
    const TakeItem take = [&user](std::string_view json) {
      rapidjson::Document identity;
      if (!ParseTree(json, identity)) return false;
      if (TextOrNone(identity, "type") == "email")
        user.other_addresses.push_back(TextOrNone(identity, "value"));
      return true;
    };
    co_await client.ReadPageAt(
        fmt::format("/api/v2/users/{}/identities?page%5Bsize%5D=100", user.id), "identities", take);
  }
}

transport::Task<FoundItems<User>> Catalog::ReadUser(Client& client, int64_t id) {
  std::vector<User> users;
  const TakeItem take = AppendTo(users);
  try {
    const UserAnswer answer = co_await client.ShowUser(id);
    take(answer.json());
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kNotFound) throw;
  }
  co_return std::make_shared<const Found<User>>(std::move(users), fold_, true);
}

// A search knows whole names alone; what they begin with is for those who do not.
transport::Task<FoundItems<Organization>> Catalog::SearchOrganizations(Client& client,
                                                                       std::string name) {
  constexpr size_t kShortestBeginning = 2;
  const std::string query = EncodePathPart(name);
  std::vector<Organization> organizations;
  const TakeItem take = AppendTo(organizations);
  const bool is_all =
      co_await client.ReadSearch(fmt::format("/api/v2/organizations/search?name={}", query),
                                 Paging::kByNumber, "organizations", take);
  if (organizations.empty() && name.size() >= kShortestBeginning) {
    co_await client.ReadPageAt(
        fmt::format("/api/v2/organizations/autocomplete?name={}&per_page=100", query),
        "organizations", take);
  }
  co_return std::make_shared<const Found<Organization>>(std::move(organizations), fold_, is_all);
}

// A comma would end an external ID. What is found by both stands there once.
transport::Task<FoundItems<ObjectRecord>> Catalog::SearchRecords(Client& client, std::string object,
                                                                 RecordText kind,
                                                                 std::string text) {
  const std::string_view name = ObjectRecord::kListName;
  const std::string path = fmt::format("/api/v2/custom_objects/{}/records", EncodePathPart(object));
  const std::string query = EncodePathPart(text);
  std::vector<ObjectRecord> records;
  const TakeItem take = AppendTo(records);
  if (kind != RecordText::kName && text.find(',') == text.npos) {
    co_await client.ReadPageAt(
        fmt::format("{}?filter%5Bexternal_ids%5D={}&page%5Bsize%5D=100", path, query), name, take);
  }
  bool is_all = true;
  if (kind != RecordText::kExternalId) {
    is_all = co_await client.ReadSearch(fmt::format("{}/autocomplete?name={}", path, query),
                                        Paging::kByCursor, name, take);
  }
  if (records.empty())
    co_await client.ReadPageAt(fmt::format("{}?page%5Bsize%5D=100", path), name, take);
  std::set<std::string> ids;
  std::erase_if(records, [&ids](const auto& record) { return !ids.insert(record.id).second; });
  co_return std::make_shared<const Found<ObjectRecord>>(std::move(records), fold_, is_all);
}

template transport::Task<Listed<TicketField>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<TicketForm>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<Group>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<Agent>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<Membership>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<Brand>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<CustomStatus>> Catalog::GetIfAllowed(Client&);
template transport::Task<Listed<TicketField>> Catalog::Get(Client&);
template transport::Task<Listed<TicketForm>> Catalog::Get(Client&);
template transport::Task<Listed<Group>> Catalog::Get(Client&);
template transport::Task<Listed<Agent>> Catalog::Get(Client&);
template transport::Task<Listed<Membership>> Catalog::Get(Client&);
template transport::Task<Listed<Brand>> Catalog::Get(Client&);
template transport::Task<Listed<CustomStatus>> Catalog::Get(Client&);
template transport::Task<Listed<CustomObject>> Catalog::Get(Client&);
template transport::Task<Listed<TicketField>> Catalog::Refresh(Client&, Listed<TicketField>);
template transport::Task<Listed<TicketForm>> Catalog::Refresh(Client&, Listed<TicketForm>);
template transport::Task<Listed<Group>> Catalog::Refresh(Client&, Listed<Group>);
template transport::Task<Listed<Agent>> Catalog::Refresh(Client&, Listed<Agent>);
template transport::Task<Listed<Membership>> Catalog::Refresh(Client&, Listed<Membership>);
template transport::Task<Listed<Brand>> Catalog::Refresh(Client&, Listed<Brand>);
template transport::Task<Listed<CustomStatus>> Catalog::Refresh(Client&, Listed<CustomStatus>);
template transport::Task<Listed<CustomObject>> Catalog::Refresh(Client&, Listed<CustomObject>);

}  // namespace zendesk
