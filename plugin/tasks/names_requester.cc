// SPDX-License-Identifier: Apache-2.0
// Zendesk itself refuses a suspended requester; here that shows before anything is sent.
#include "plugin/tasks/names_requester.h"

#include <optional>
#include <string>
#include <utility>

#include "author/json.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_people.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

const char* RequesterProperty(const Input& input) {
  if (input.Has("requester")) return "requester";
  return input.Has("requester_id") ? "requester_id" : "requester_email";
}

Task<std::optional<User>> FindById(Client& client, int64_t id) {
  const auto found = co_await BeforeWriting(client.catalog().FindUser(client, id));
  const User* user = found->list.ById(id);
  co_return user != nullptr ? std::optional<User>(*user) : std::nullopt;
}

// Whom Zendesk does not know it refuses, or makes.
Task<std::optional<User>> FindGiven(Client& client, const Input& input) {
  if (const auto id = input.Integer("requester_id")) co_return co_await FindById(client, *id);
  std::string address(*input.Text("requester_email"));
  const auto found = co_await BeforeWriting(client.catalog().FindUsers(client, address));
  const auto users = found->list.ByName(address);
  if (users.size() != 1) co_return std::nullopt;
  co_return *users.front();
}

Fault Suspended(const Input& input, const char* property) {
  const std::string title(input.Title(property));
  return {json::Join("", property),
          "suspended",
          input.Say("{}: this person is suspended in Zendesk, which takes no tickets from them.",
                    title),
          title,
          {},
          input.Say("Name somebody else, or have the suspension ended in Zendesk.")};
}

}  // namespace

bool LeavesOutSuspended(const Input& input) {
  return input.Text("requester_if_suspended") == "leave_out";
}

bool ChecksRequester(const Input& input) {
  return LeavesOutSuspended(input) && (input.Has("requester_id") || input.Has("requester_email"));
}

Task<void> ResolveRequester(Client& client, const Input& input, ResolvedNames& names,
                            std::vector<Fault>& faults) {
  const char* const property = RequesterProperty(input);
  std::optional<User> user;
  if (input.Has("requester")) {
    user = co_await FindUser(client, input, property, faults);
    const bool is_by_id = user && user->name.empty();
    if (is_by_id && LeavesOutSuspended(input)) {
      if (auto known = co_await FindById(client, user->id)) user = std::move(known);
    }
  } else if (ChecksRequester(input)) {
    user = co_await FindGiven(client, input);
  }
  if (!user) co_return;
  if (user->suspended && !LeavesOutSuspended(input)) {
    faults.push_back(Suspended(input, property));
  } else if (user->suspended) {
    names.leaves_requester_out = true;
    names.warnings.push_back(
        {"requester_left_out",
         input.Say("The requester is suspended in Zendesk and was left out: a new ticket gets the "
                   "user of the connection, and one that exists keeps its requester."),
         json::Join("", property)});
  } else if (input.Has("requester")) {
    names.requester_id = user->id;
  }
}

}  // namespace zendesk::tasks
