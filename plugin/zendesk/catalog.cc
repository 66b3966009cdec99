// SPDX-License-Identifier: Apache-2.0
// Which list is read from where.
#include "plugin/zendesk/catalog.h"

#include <fmt/format.h>

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

template <typename Item>
TakeItem AppendTo(std::vector<Item>& items) {
  return [&items](std::string_view json) {
    rapidjson::Document document;
    Item item;
    if (!ParseTree(json, document) || !ReadItem(document, item)) return false;
    items.push_back(std::move(item));
    return true;
  };
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

transport::Task<Listed<ObjectField>> Catalog::ObjectFields(Client& client, std::string object) {
  const auto read = [this, &client, object] { return ReadObjectFields(client, object); };
  return object_fields_[object].Get(client.deadline(), read);
}

transport::Task<Listed<ObjectField>> Catalog::RefreshObjectFields(Client& client,
                                                                  std::string object,
                                                                  Listed<ObjectField> seen) {
  const auto read = [this, &client, object] { return ReadObjectFields(client, object); };
  return object_fields_[object].Refresh(std::move(seen), client.deadline(), read);
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
