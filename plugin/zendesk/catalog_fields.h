// SPDX-License-Identifier: Apache-2.0
// The fields of an account's tickets and of its custom objects.
#pragma once

#include "plugin/zendesk/catalog_item.h"

namespace zendesk {

/// A choice of a field with choices.
struct FieldOption {
  std::string name;   ///< as people see it
  std::string value;  ///< as Zendesk keeps it; of a ticket's field it is a tag
};

/// What fields of all kinds have.
struct Field {
  bool is_choice() const { return !options.empty(); }

  /// The key of the custom object to whose records it leads; empty for all other fields.
  std::string_view target_object() const {
    constexpr std::string_view kCustomObject = "zen:custom_object:";
    const std::string_view target = relationship_target_type;
    return target.starts_with(kCustomObject) ? target.substr(kCustomObject.size())
                                             : std::string_view();
  }

  std::string title;
  std::string type;  ///< Zendesk's word: "tagger", "multiselect", "text", ...
  bool active = true;
  bool required = false;  ///< of a ticket's field: to solve it
  std::string regexp;     ///< what a text of type "regexp" has to match
  std::string relationship_target_type;
  std::vector<FieldOption> options;
};

/// developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/
struct TicketField : Field {
  static constexpr ListSource kSource{"/api/v2/ticket_fields", "ticket_fields"};

  /// Zendesk's own fields have none: they are properties of a ticket by themselves.
  std::vector<std::string_view> Names() const {
    return is_custom ? std::vector<std::string_view>{title} : std::vector<std::string_view>();
  }

  int64_t id = 0;
  bool is_custom = true;  ///< false: one of Zendesk's own, which every account has or had
  std::string tag;        ///< which a checkbox sets
};

/// Of a custom object, whose path is in the way.
/// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_fields/
struct ObjectField : Field {
  static constexpr std::string_view kListName = "custom_object_fields";

  /// Of those that are among a record's attributes, which its name and its external ID are not.
  bool is_standard() const { return id.starts_with("standard::"); }
  std::vector<std::string_view> Names() const {
    return is_standard() ? std::vector<std::string_view>() : std::vector<std::string_view>{title};
  }

  std::string id;             ///< its key
  bool is_unique = false;     ///< no two records have the same
  bool is_generated = false;  ///< Zendesk numbers the records
};

/// False when it has no ID.
bool ReadItem(const rapidjson::Value& object, TicketField& field);
bool ReadItem(const rapidjson::Value& object, ObjectField& field);

}  // namespace zendesk
