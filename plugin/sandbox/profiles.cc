// SPDX-License-Identifier: Apache-2.0
// From HTTP to profiles and back; everything that goes wrong here has the form of a list of errors.
#include "profiles.h"

#include <fmt/format.h>

#include "body.h"
#include "errors.h"
#include "profile_write.h"
#include "ulid.h"

namespace sandbox {
namespace {

std::string profile_json(const Profile& profile) {
  JsonWriter json;
  json.begin_object().field("id", profile.id).field("user_id", fmt::to_string(profile.user_id));
  json.field("source", profile.source).field("type", profile.type).field("name", profile.name);
  json.key("identifiers").begin_array();
  for (const auto& [type, value] : profile.identifiers) {
    json.begin_object().field("type", type).field("value", value).end_object();
  }
  json.end_array().raw_field("attributes", profile.attributes);
  json.field("created_at", format_time(profile.created_at));
  json.field("updated_at", format_time(profile.updated_at)).end_object();
  return json.text();
}

Response shown(int status, const Profile& profile) {
  return json_response(status, fmt::format(R"({{"profile":{}}})", profile_json(profile)));
}

Response answered(const ProfileOutcome& outcome) {
  return outcome.refusal ? *outcome.refusal : shown(outcome.is_new ? 201 : 200, *outcome.profile);
}

const Profile* find_by_id(const Call& call, Response& problem) {
  const Profile* profile = call.account.profiles.find(call.id);
  if (!profile) {
    problem = is_ulid(call.id) ? profile_error(404, "profile not found")
                               : profile_error(400, "profile id is not valid");
  }
  return profile;
}

std::optional<ProfileKey> read_key(const Call& call, Response& problem) {
  const auto query = call.request.query.find("identifier");
  auto key = query == call.request.query.end() ? std::nullopt : parse_profile_key(query->second);
  if (!key) {
    problem = profile_error(
        400, "identifier must be source:type:identifier_type:identifier_value, all of them given");
  }
  return key;
}

const Profile* find_by_identifier(const Call& call, Response& problem) {
  const auto key = read_key(call, problem);
  if (!key) return nullptr;
  const Profile* profile = call.account.profiles.find(key->source, key->type, key->identifier);
  if (!profile) problem = profile_error(404, "profile not found");
  return profile;
}

const User* find_user(const Call& call, Response& problem) {
  const auto id = parse_integer(call.id);
  const User* user = id ? call.account.find_user(*id) : nullptr;
  if (!user) problem = profile_error(404, "user not found");
  return user;
}

// The `profile` of the body; what is wrong with it is told in this API's own form.
const Json* profile_of_body(const Call& call, JsonDocument& document, Response& problem) {
  const Json* json = object_of_body(call.request, "profile", document, problem);
  if (!json && problem.status == 400) {
    problem = profile_error(400, "the body must be a JSON object with a profile");
  }
  return json;
}

using Write = ProfileOutcome (*)(Account&, const Profile&, const Json&);

Response written(const Call& call, const Profile* before, Response problem, Write write) {
  JsonDocument document;
  const Json* json = before ? profile_of_body(call, document, problem) : nullptr;
  return json ? answered(write(call.account, *before, *json)) : problem;
}

Response put(const Call& call, std::optional<Id> user_id) {
  Response problem;
  JsonDocument document;
  const auto key = read_key(call, problem);
  const Json* json = key ? profile_of_body(call, document, problem) : nullptr;
  return json ? answered(put_profile(call.account, *key, user_id, *json)) : problem;
}

}  // namespace

Response list_profiles_of_user(const Call& call) {
  Response problem;
  const User* user = find_user(call, problem);
  if (!user) return problem;
  JsonWriter json;
  json.begin_object().key("profiles").begin_array();
  for (const Profile* profile : call.account.profiles.of_user(user->id)) {
    json.raw(profile_json(*profile));
  }
  json.end_array().end_object();
  return json_response(200, json.text());
}

Response put_profile_of_user(const Call& call) {
  Response problem;
  const User* user = find_user(call, problem);
  return user ? put(call, user->id) : problem;
}

Response show_profile(const Call& call) {
  Response problem;
  const Profile* profile = find_by_id(call, problem);
  return profile ? shown(200, *profile) : problem;
}

Response replace_profile(const Call& call) {
  Response problem;
  const Profile* before = find_by_id(call, problem);
  return written(call, before, problem, replace_profile);
}

Response patch_profile(const Call& call) {
  Response problem;
  const Profile* before = find_by_id(call, problem);
  return written(call, before, problem, patch_profile);
}

Response delete_profile(const Call& call) {
  Response problem;
  if (!find_by_id(call, problem)) return problem;
  call.account.profiles.erase(call.id);
  ++call.account.commits;
  return {204, {}, {}};
}

Response show_profile_by_identifier(const Call& call) {
  Response problem;
  const Profile* profile = find_by_identifier(call, problem);
  return profile ? shown(200, *profile) : problem;
}

Response put_profile(const Call& call) {
  return put(call, std::nullopt);
}

Response patch_profile_by_identifier(const Call& call) {
  Response problem;
  const Profile* before = find_by_identifier(call, problem);
  return written(call, before, problem, patch_profile);
}

}  // namespace sandbox
