// SPDX-License-Identifier: Apache-2.0
// What a connection of some type consists of, from the schemas in the manifest.
#pragma once

#include <string>
#include <vector>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/labels.h"

namespace taskhost {

struct ConnectionField {
  std::string name;
  std::string title;
  task_host::Json schema;  // of the property, in the language of the person
  bool credential = false;
  bool required = false;
  bool secret = false;    // never shown, and never taken from the command line
  bool advanced = false;  // only asked for when it is required
};

// Settings first, then credentials, each in the order of forms. A credential of which the manifest
// does not say how a form shows it counts as secret.
std::vector<ConnectionField> FieldsOf(const Labels& labels, const task_host::ConnectionType& type);

// The member of a connection's document that the field is kept in.
inline const char* PartOf(const ConnectionField& field) {
  return field.credential ? "credentials" : "settings";
}

// The setting by which people tell accounts apart: the first that is required, of those that are
// given; "" when there is none.
std::string AccountOf(const task_host::ConnectionType& type, const task_host::Json& settings);

}  // namespace taskhost
