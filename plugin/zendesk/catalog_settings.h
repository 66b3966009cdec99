// SPDX-License-Identifier: Apache-2.0
// What an account's administrators have set up beside fields: brands, statuses, custom objects.
#pragma once

#include "plugin/zendesk/catalog_item.h"

namespace zendesk {

/// developer.zendesk.com/api-reference/ticketing/account-configuration/brands/
struct Brand {
  static constexpr ListSource kSource{"/api/v2/brands", "brands"};

  std::vector<std::string_view> Names() const { return {name}; }

  int64_t id = 0;
  std::string name;
  bool active = true;
};

/// developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/
struct CustomStatus {
  static constexpr ListSource kSource{"/api/v2/custom_statuses", "custom_statuses", true};

  std::vector<std::string_view> Names() const { return {agent_label}; }

  int64_t id = 0;
  std::string agent_label;
  std::string category;  ///< "new", "open", "pending", "hold" or "solved"
  bool active = true;
};

/// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_objects/
struct CustomObject {
  static constexpr ListSource kSource{"/api/v2/custom_objects", "custom_objects", true};

  std::vector<std::string_view> Names() const { return {title, title_pluralized}; }

  std::string id;  ///< its key
  std::string title;
  std::string title_pluralized;
};

/// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/
struct ObjectRecord {
  static constexpr std::string_view kListName = "custom_object_records";

  std::vector<std::string_view> Names() const {
    return external_id.empty() ? std::vector<std::string_view>{name}
                               : std::vector<std::string_view>{name, external_id};
  }

  std::string id;
  std::string name;
  std::string external_id;
};

/// What a text says of a record.
enum class RecordText { kEither, kName, kExternalId };

/// False when it has no ID.
bool ReadItem(const rapidjson::Value& object, Brand& brand);
bool ReadItem(const rapidjson::Value& object, CustomStatus& status);
bool ReadItem(const rapidjson::Value& object, CustomObject& custom_object);
bool ReadItem(const rapidjson::Value& object, ObjectRecord& record);

}  // namespace zendesk
