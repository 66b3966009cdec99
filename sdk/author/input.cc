// SPDX-License-Identifier: Apache-2.0
// Typed access to a checked input.
#include "author/input.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace task_plugin {

Input::Input(const Schema& schema, const Locales& locales, std::string input_json)
    : schema_(schema),
      locales_(locales),
      texts_(locales.texts()),
      document_(json::Document::Parse(input_json.empty() ? "{}" : std::move(input_json),
                                      "The input", json::Fractions::kAsWritten, texts_)),
      faults_(CoerceAndCheck(document_, schema, locales)),
      given_(schema.root().properties.size()),
      read_(schema.root().properties.size()) {
  if (!document_.root().IsObject() || faults_.size() == kMostFaults) {
    document_.root().SetObject();  // the fault is recorded; from here on there are simply no fields
    return;
  }
  for (const Fault& fault : faults_) {
    const size_t end = fault.pointer.find('/', 1);
    if (fault.pointer.empty()) continue;
    const std::string top = fault.pointer.substr(0, end);
    json::Value& object = document_.root();
    for (const auto& member : std::as_const(object).GetObject()) {
      if (json::Join("", json::Text(member.name)) != top) continue;
      object.EraseMember(member.name);
      break;
    }
  }
  uint32_t number = 0;
  for (const auto& member : std::as_const(document_.root()).GetObject()) {
    ++number;
    if (const SchemaNode* property = schema.root().properties.Find(json::Text(member.name)))
      given_[property->place] = number;
  }
}

void Input::ThrowIfFaulty() const {
  if (!faults_.empty()) throw InvalidArgument("invalid_input", "The input", faults_, texts_);
}

void Input::AddRemedy(std::string_view pointer, std::string_view remedy) {
  for (Fault& fault : faults_) {
    if (fault.pointer != pointer) continue;
    fault.remedy.append(fault.remedy.empty() ? "" : " ").append(remedy);
  }
}

const SchemaNode& Input::Property(std::string_view name) const {
  const SchemaNode* property = schema_.root().properties.Find(name);
  if (property == nullptr)
    throw std::logic_error("the schema has no property " + std::string(name));
  read_[property->place] = true;
  return *property;
}

const json::Value* Input::Find(std::string_view name) const {
  const uint32_t number = given_[Property(name).place];
  return number == 0 ? nullptr : &(document_.root().MemberBegin() + (number - 1))->value;
}

bool Input::IsGiven(std::string_view name) const {
  if (Has(name)) return true;
  const std::string pointer = json::Join("", name);
  return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return fault.code != "required" &&
           fault.pointer.substr(0, fault.pointer.find('/', 1)) == pointer;
  });
}

bool Input::IsNull(std::string_view name) const {
  const json::Value* value = Find(name);
  return value != nullptr && value->IsNull();
}

std::optional<std::string_view> Input::Text(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return json::Text(*value);
}

std::optional<int64_t> Input::Integer(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr || !value->IsInt64()) return std::nullopt;
  return value->GetInt64();
}

std::optional<bool> Input::Boolean(std::string_view name) const {
  const json::Value* value = Find(name);
  if (value == nullptr || !value->IsBool()) return std::nullopt;
  return value->GetBool();
}

std::vector<std::string_view> Input::Unread() const {
  std::vector<std::string_view> unread;
  const auto& properties = schema_.root().properties;
  for (size_t i = 0; i < properties.size(); ++i) {
    if (!read_[i]) unread.push_back(properties[i].name);
  }
  return unread;
}

}  // namespace task_plugin
