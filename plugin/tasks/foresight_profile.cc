// SPDX-License-Identifier: Apache-2.0
// In the order in which Zendesk looks at them.
#include "plugin/tasks/foresight_profile.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/foresight.h"
#include "plugin/tasks/identifiers.h"
#include "plugin/tasks/identity_owner.h"
#include "plugin/tasks/refusal.h"
#include "plugin/zendesk/catalog_item.h"

namespace zendesk::tasks {
namespace {

std::vector<Identifier> ReadIdentifiers(const rapidjson::Value& object, const char* list) {
  std::vector<Identifier> identifiers;
  ForEachObject(object, list, [&identifiers](const rapidjson::Value& item) {
    identifiers.push_back({TextOrNone(item, "type"), TextOrNone(item, "value"), {}});
  });
  return identifiers;
}

// Does a profile of this source and type have it that is another than this one?
Task<bool> IsOfAnother(Client& client, ProfileKey key, std::string_view id) {
  try {
    const ProfileAnswer other = co_await BeforeWriting(client.ShowProfile(key));
    co_return other.reply.id != id;
  } catch (const Problem& problem) {
    if (problem.code != "zendesk.not_found") throw;
  }
  co_return false;
}

// The first that is taken. `now` is the profile as it is, null when there is none. By the first
// identifier it was looked for already.
Task<std::optional<Identifier>> FindTaken(Client& client, const rapidjson::Value& asked,
                                          const rapidjson::Value* now,
                                          const std::vector<Identifier>& identifiers) {
  const rapidjson::Value& place = now != nullptr ? *now : asked;
  const std::string id = now != nullptr ? TextOrNone(*now, "id") : std::string();
  for (size_t i = 1; i < identifiers.size(); ++i) {
    ProfileKey key{TextOrNone(place, "source"), TextOrNone(place, "type"), identifiers[i].value,
                   identifiers[i].type};
    if (key.kind.find(':') != key.kind.npos) continue;  // nobody can ask for it
    const bool is_taken = co_await IsOfAnother(client, std::move(key), id);
    if (is_taken) co_return identifiers[i];
  }
  co_return std::nullopt;
}

// As far as they are known, and no more than two.
Task<std::set<int64_t>> OwnersOf(Client& client, const rapidjson::Value* now,
                                 const std::vector<Identifier>& identifiers) {
  std::set<int64_t> users;
  const auto user = now != nullptr ? IdOf(*now, "user_id") : std::nullopt;
  if (user) users.insert(*user);
  for (const Identifier& identifier : identifiers) {
    const auto owner = co_await FindOwner(client, identifier.type, identifier.value);
    if (owner) users.insert(*owner);
    if (users.size() > 1) co_return users;
  }
  co_return users;
}

Task<bool> HasAllProfiles(Client& client, int64_t user) {
  constexpr int kMostProfiles = 20;
  int count = 0;
  const TakeItem take = [&count](std::string_view) {
    ++count;
    return true;
  };
  co_await BeforeWriting(
      client.ReadPageAt(fmt::format("/api/v2/users/{}/profiles", user), "profiles", take));
  co_return count >= kMostProfiles;
}

// By its address, else by its external ID.
Task<std::optional<UserAnswer>> FindWritten(Client& client, const rapidjson::Value& asked) {
  auto id = co_await FindOwner(client, "email", TextOrNone(asked, "email"));
  const std::string external_id = TextOrNone(asked, "external_id");
  if (!id && !external_id.empty()) id = co_await FindOwner(client, "external_id", external_id);
  if (!id) co_return std::nullopt;
  co_return co_await BeforeWriting(client.ShowUser(*id));
}

Task<std::vector<FieldProblem>> ForeseeUser(Client& client, const rapidjson::Value& asked,
                                            const std::optional<UserAnswer>& before) {
  std::vector<FieldProblem> complaints;
  const auto is_anothers = [&before](std::optional<int64_t> owner) {
    return owner && (!before || *owner != before->reply.id);
  };
  if (!before && TextOrNone(asked, "name").empty())
    complaints.push_back(Complaint("name", "ValueTooShort"));
  const std::string external_id = TextOrNone(asked, "external_id");
  if (!external_id.empty()) {
    const auto owner = co_await FindOwner(client, "external_id", external_id);
    if (is_anothers(owner)) complaints.push_back(Complaint("external_id", "DuplicateValue"));
  }
  for (const Identifier& identity : ReadIdentifiers(asked, "identities")) {
    const auto owner = co_await FindOwner(client, identity.type, identity.value);
    if (!is_anothers(owner)) continue;
    complaints.push_back(Complaint("identities", "DuplicateValue"));
    complaints.back().title = "Value";  // what Zendesk calls it
  }
  co_return complaints;
}

}  // namespace

Task<std::vector<FieldProblem>> ForeseeProfile(Client& client, const PlannedWrite& write) {
  std::vector<FieldProblem> complaints;
  rapidjson::Document body;
  rapidjson::Document before;
  ParseTree(write.body, body);
  if (!write.before.empty()) ParseTree(write.before, before);
  const rapidjson::Value* asked = zendesk::ObjectOf(&body, "profile");
  const rapidjson::Value* now = zendesk::ObjectOf(&before, "profile");
  if (asked == nullptr) co_return complaints;
  const std::vector<Identifier> identifiers = ReadIdentifiers(*asked, "identifiers");
  if (const auto taken = co_await FindTaken(client, *asked, now, identifiers)) {
    complaints.push_back(Complaint(Spelled(*taken), "not_unique"));
    co_return complaints;
  }
  const std::set<int64_t> owners = co_await OwnersOf(client, now, identifiers);
  if (owners.size() > 1) {
    complaints.push_back(Complaint("identifiers", "several_people"));
  } else if (now == nullptr && owners.size() == 1) {
    const bool is_full = co_await HasAllProfiles(client, *owners.begin());
    if (is_full) complaints.push_back(Complaint("base", "too_many_profiles"));
  }
  co_return complaints;
}

Task<UserAnswer> PlanUser(Client& client, std::string body) {
  constexpr int kUnprocessable = 422;
  rapidjson::Document document;
  ParseTree(body, document);
  const rapidjson::Value* asked = zendesk::ObjectOf(&document, "user");
  std::optional<UserAnswer> before;
  if (asked != nullptr) {
    before = co_await FindWritten(client, *asked);
    auto refusal = RefusalOf(kUnprocessable, co_await ForeseeUser(client, *asked, before));
    if (refusal) throw *std::move(refusal);
  }
  co_return client.PlanUser(std::move(body), before ? &*before : nullptr);
}

}  // namespace zendesk::tasks
