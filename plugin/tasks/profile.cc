// SPDX-License-Identifier: Apache-2.0
// Straight-line code. Between the look at a profile and the write of the whole of it no other task
// of this plugin may change it; others may, which is told afterwards.
#include "plugin/tasks/profile.h"

#include <algorithm>

#include "plugin/tasks/attributes.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/foresight_profile.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/profile_body.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

constexpr int kCreated = 201;

Output MakeOutput(const Input& input, const Client& client, const ProfileAnswer& answer,
                  std::vector<Warning> warnings, const Asked& asked) {
  TellDifferences(input, asked, answer.body, answer.reply, {"profile_id", answer.reply.id},
                  warnings);
  ObjectWriter writer(answer.reply.size + 256);
  writer.Text("id", answer.reply.id);
  writer.IntegerOrNull("user_id", answer.reply.user_id);
  writer.Boolean("created", answer.status == kCreated);
  WriteAnswer(input, writer, "profile", answer.json(), answer.reply, warnings);
  writer.Object("user", {});
  return FinishOutput(input, writer, std::move(warnings), answer.dropped, client.cost());
}

Output MakeOutput(const Input& input, const Client& client, const UserAnswer& answer,
                  std::vector<Warning> warnings) {
  ObjectWriter writer(answer.reply.size + 256);
  writer.TextOrNull("id", std::nullopt);
  writer.IntegerOrNull("user_id", answer.reply.id);
  writer.Boolean("created", answer.status == kCreated);
  writer.Object("profile", {});
  WriteAnswer(input, writer, "user", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped, client.cost());
}

// Nothing when Zendesk does not have the profile.
Task<std::optional<Output>> Merge(Client& client, const Input& input, const ProfileKey& key) {
  PersonBody body = BuildMerge(input);
  try {
    const Asked asked(WithoutName(body.json), PlacesOf(input));
    const ProfileAnswer answer = co_await client.PatchProfile(key, std::move(body.json));
    co_return MakeOutput(input, client, answer, std::move(body.warnings), asked);
  } catch (const Problem& problem) {
    if (problem.code != "zendesk.not_found") throw;
  }
  co_return std::nullopt;
}

Task<bool> Exists(Client& client, const ProfileKey& key) {
  try {
    co_await BeforeWriting(client.ShowProfile(key));
    co_return true;
  } catch (const Problem& problem) {
    if (problem.code != "zendesk.not_found") throw;
  }
  co_return false;
}

Problem AlreadyExists(const Input& input) {
  Problem problem(Problem::Kind::kConflict, "zendesk.profile_exists",
                  Message("The profile exists already, and the task is told not to change it. "
                          "Nothing was written."));
  problem.fields.push_back(
      Complaint("email", "DuplicateValue",
                input.Say("There is a profile with this source, type and e-mail address.")));
  return problem;
}

Problem DoesNotExist(const Input& input) {
  Problem problem(Problem::Kind::kNotFound, "zendesk.profile_not_found",
                  Message("The profile does not exist, and an update makes none."));
  problem.fields.push_back(
      Complaint("email", "RecordNotFound",
                input.Say("There is no profile with this source, type and e-mail address.")));
  return problem;
}

// Once lost, the answer to a write that must find nothing cannot be got by repeating it: the
// profile would be in the way.
Task<Output> WriteWhole(Client& client, const Input& input, const ProfileKey& key,
                        std::string_view if_exists) {
  PersonBody body = BuildProfile(input);
  const Effect effect = if_exists == "fail" ? Effect::kWrite : Effect::kIdempotentWrite;
  const Asked asked(WithoutName(body.json), PlacesOf(input));
  const ProfileAnswer answer = co_await client.PutProfile(key, std::move(body.json), effect);
  if (answer.status != kCreated && if_exists != "replace") {
    body.warnings.push_back({"profile_replaced",
                             input.Say("Somebody else made the profile at the same moment. It now "
                                       "holds what this task wrote, and nothing else."),
                             ""});
  }
  co_return MakeOutput(input, client, answer, std::move(body.warnings), asked);
}

Task<Output> Create(Client& client, const Input& input, const ProfileKey& key) {
  const std::string_view if_exists = input.Text("if_exists").value_or("merge");
  if (if_exists == "merge") {
    auto merged = co_await Merge(client, input, key);
    if (merged) co_return *std::move(merged);
  } else if (if_exists == "fail") {
    const bool exists = co_await Exists(client, key);
    if (exists) throw AlreadyExists(input);
  }
  co_return co_await WriteWhole(client, input, key, if_exists);
}

Task<Output> Update(Client& client, const Input& input, const ProfileKey& key) {
  auto merged = co_await Merge(client, input, key);
  if (!merged) throw DoesNotExist(input);
  co_return *std::move(merged);
}

bool MissesName(const Problem& problem, const Input& input) {
  const auto is_name = [](const FieldProblem& field) { return field.field == "name"; };
  return problem.code == "zendesk.validation_failed" && !input.Text("name") &&
         std::any_of(problem.fields.begin(), problem.fields.end(), is_name);
}

Task<UserAnswer> SendUser(Client& client, std::string body) {
  if (client.work().dry_run != nullptr) return PlanUser(client, std::move(body));
  return client.CreateOrUpdateUser(std::move(body));
}

// A user who exists keeps the name that the input does not give; a new one cannot be without.
Task<Output> WriteUser(Client& client, const Input& input, const ProfileKey& key) {
  PersonBody body = BuildUser(input, "");
  try {
    const UserAnswer answer = co_await SendUser(client, std::move(body.json));
    co_return MakeOutput(input, client, answer, std::move(body.warnings));
  } catch (const Problem& problem) {
    if (!MissesName(problem, input)) throw;
  }
  body = BuildUser(input, key.value);  // as Zendesk names a profile
  const UserAnswer answer = co_await SendUser(client, std::move(body.json));
  co_return MakeOutput(input, client, answer, std::move(body.warnings));
}

// A user who exists can neither be replaced nor be told from one who does not.
bool ForbidsMerging(const Input& input) {
  return input.Knows("if_exists") && input.Text("if_exists").value_or("merge") != "merge";
}

using ProfileTask = Task<Output> (*)(Client& client, const Input& input, const ProfileKey& key);

// The task, or in an account without profiles, where the input allows it, the same person as a
// user.
Task<Output> ProfileOrUser(ProfileTask task, Client& client, const Input& input) {
  const bool user_will_do = input.Text("if_unavailable") == "user";
  const ProfileKey key = KeyOf(input);
  const auto turn = co_await client.TakeTurn(key.Text());
  try {
    co_return co_await task(client, input, key);
  } catch (Problem& problem) {
    if (!user_will_do || problem.code != "zendesk.profiles_unavailable") throw;
    if (ForbidsMerging(input)) {
      problem.sentences.push_back(Message(
          "No user was written instead: one who exists is always merged with, and the task is told "
          "not to merge."));
      throw;
    }
  }
  co_return co_await WriteUser(client, input, key);
}

}  // namespace

Task<Output> CreateProfile(Client client, const Input& input) {
  co_return co_await ProfileOrUser(Create, client, input);
}

Task<Output> UpdateProfile(Client client, const Input& input) {
  co_return co_await ProfileOrUser(Update, client, input);
}

}  // namespace zendesk::tasks
