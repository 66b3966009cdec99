// SPDX-License-Identifier: Apache-2.0
// One search for each. developer.zendesk.com/api-reference/ticketing/users/users/#search-users
#include "plugin/tasks/identity_owner.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/zendesk/address.h"
#include "plugin/zendesk/catalog_item.h"

namespace zendesk::tasks {
namespace {

Task<std::vector<int64_t>> SearchUserIds(Client& client, std::string query) {
  std::vector<int64_t> ids;
  const TakeItem take = [&ids](std::string_view json) {
    rapidjson::Document user;
    if (!ParseTree(json, user)) return false;
    if (const auto id = IdOf(user, "id")) ids.push_back(*id);
    return true;
  };
  co_await BeforeWriting(
      client.ReadPageAt(fmt::format("/api/v2/users/search?{}", query), "users", take));
  co_return ids;
}

Task<bool> HasNumber(Client& client, int64_t user, const std::string& number) {
  bool has_it = false;
  const TakeItem take = [&has_it, &number](std::string_view json) {
    rapidjson::Document identity;
    if (!ParseTree(json, identity)) return false;
    has_it = has_it || (TextOrNone(identity, "type") == "phone_number" &&
                        TextOrNone(identity, "value") == number);
    return true;
  };
  std::string path = fmt::format("/api/v2/users/{}/identities?page%5Bsize%5D=100", user);
  co_await BeforeWriting(client.ReadPageAt(std::move(path), "identities", take));
  co_return has_it;
}

// Zendesk looks for digits, however the number is written, and finds longer ones too.
// developer.zendesk.com/documentation/voice/talk-partner-edition/
Task<std::optional<int64_t>> FindOwnerOfNumber(Client& client, std::string number) {
  constexpr size_t kMostUsers = 5;
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  const std::string wanted = digits.empty() ? Quoted(number) : "*" + digits;
  std::string query = fmt::format("query={}", EncodePathPart("phone:" + wanted));
  const auto ids = co_await SearchUserIds(client, std::move(query));
  if (ids.size() > kMostUsers) co_return std::nullopt;
  for (const int64_t id : ids) {
    if (co_await HasNumber(client, id, number)) co_return id;
  }
  co_return std::nullopt;
}

Task<std::optional<int64_t>> Find(Client& client, std::string type, std::string value) {
  if (type == "email") {
    const auto user = co_await FindByAddress(client, std::move(value));
    co_return user ? std::optional<int64_t>(user->id) : std::nullopt;
  }
  if (type == "phone_number") co_return co_await FindOwnerOfNumber(client, std::move(value));
  if (type != "external_id") co_return std::nullopt;
  std::string query = fmt::format("external_id={}", EncodePathPart(value));
  const auto ids = co_await SearchUserIds(client, std::move(query));
  co_return ids.empty() ? std::nullopt : std::optional<int64_t>(ids.front());
}

}  // namespace

Task<std::optional<int64_t>> FindOwner(Client& client, std::string type, std::string value) {
  try {
    co_return co_await Find(client, std::move(type), std::move(value));
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kPermissionDenied) throw;
  }
  co_return std::nullopt;
}

}  // namespace zendesk::tasks
