// SPDX-License-Identifier: Apache-2.0
// One person, in the shapes of two of Zendesk's services.
#include "plugin/tasks/profile_body.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

#include "plugin/tasks/attributes.h"
#include "plugin/tasks/identifiers.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Warning;

// The types that both services have. The first phone number and the external id are fields of the
// user besides.
constexpr std::array<std::string_view, 5> kUserIdentities = {"email", "phone_number", "facebook",
                                                             "twitter", "sdk"};

void WriteIdentifiers(ObjectWriter& writer, const char* key,
                      std::span<const Identifier> identifiers) {
  writer.BeginList(key);
  for (const Identifier& identifier : identifiers) {
    writer.BeginItem();
    writer.Text("type", identifier.type);
    writer.Text("value", identifier.value);
    writer.End();
  }
  writer.EndList();
}

void WriteAttributesObject(ObjectWriter& writer, const Input& input,
                           std::vector<Warning>& warnings) {
  writer.Begin("attributes");
  WriteAttributes(input, writer, warnings);
  writer.End();
}

}  // namespace

ProfileKey KeyOf(const Input& input) {
  return {std::string(*input.Text("source")), std::string(*input.Text("type")),
          IdentifiersOf(input).front().value};
}

PersonBody BuildMerge(const Input& input) {
  PersonBody body;
  ObjectWriter writer;
  writer.Begin("profile");
  writer.Copy(input, "name");
  // A merge adds identifiers; the one by which the profile was found is there.
  const std::vector<Identifier> identifiers = IdentifiersOf(input);
  if (identifiers.size() > 1) WriteIdentifiers(writer, "identifiers", identifiers);
  if (input.Has("attributes")) WriteAttributesObject(writer, input, body.warnings);
  writer.End();
  body.json = writer.Finish();
  return body;
}

PersonBody BuildProfile(const Input& input) {
  PersonBody body;
  ObjectWriter writer;
  writer.Begin("profile");
  writer.Copy(input, "name");
  writer.Copy(input, "source");
  writer.Copy(input, "type");
  WriteIdentifiers(writer, "identifiers", IdentifiersOf(input));
  WriteAttributesObject(writer, input, body.warnings);  // must be there, even if it is empty
  writer.End();
  body.json = writer.Finish();
  return body;
}

PersonBody BuildUser(const Input& input, std::string_view name_if_none) {
  std::vector<std::string> lost = {input.Say("the source"), input.Say("the type")};
  const task_plugin::json::Value* attributes = input.Find("attributes");
  const bool has_attributes = attributes != nullptr && attributes->MemberCount() != 0;
  if (has_attributes) lost.push_back(input.Say("the attributes"));
  std::vector<Identifier> identities;
  std::string phone;
  std::string external_id;
  for (Identifier& identifier : IdentifiersOf(input)) {
    std::string* const field = identifier.type == "phone_number"  ? &phone
                               : identifier.type == "external_id" ? &external_id
                                                                  : nullptr;
    if (field != nullptr && field->empty()) {
      *field = std::move(identifier.value);
    } else if (std::find(kUserIdentities.begin(), kUserIdentities.end(), identifier.type) !=
               kUserIdentities.end()) {
      identities.push_back(std::move(identifier));
    } else {
      lost.push_back(input.Say("an identifier of type {}", identifier.type));
    }
  }
  ObjectWriter writer;
  writer.Begin("user");
  writer.Text("email", identities.front().value);
  if (const std::string_view name = input.Text("name").value_or(name_if_none); !name.empty())
    writer.Text("name", name);
  if (!phone.empty()) writer.Text("phone", phone);
  if (!external_id.empty()) writer.Text("external_id", external_id);
  if (identities.size() > 1)
    WriteIdentifiers(writer, "identities", std::span(identities).subspan(1));
  // A profile sends no mail either.
  writer.Boolean("skip_verify_email", true);
  writer.End();
  std::vector<Warning> warnings = {
      {"user_written",
       input.Say("This Zendesk account does not offer profiles, so the person was written as a "
                 "Zendesk user. A user has no place for: {}.",
                 fmt::join(lost, ", ")),
       "/if_unavailable"}};
  if (input.IsNull("name")) {
    warnings.push_back({"field_ignored",
                        input.Say("A Zendesk user cannot be without a name, so it stays as it is."),
                        "/name"});
  }
  return {writer.Finish(), std::move(warnings)};
}

}  // namespace zendesk::tasks
