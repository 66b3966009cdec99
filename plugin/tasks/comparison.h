// SPDX-License-Identifier: Apache-2.0
// What Zendesk made of a write beside what it was asked for: it drops and changes much without a
// word, and rules of the account change more.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/field_place.h"
#include "plugin/zendesk/flat_object.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk::tasks {

/// Where in the input a custom field or an attribute stands that a write asked for.
struct AskedPlace {
  std::string inner;    ///< Zendesk's ID or key of it
  std::string pointer;  ///< JSON Pointer
  std::string title;    ///< as the input calls it
};

/// Somebody whom a write asks for in a list of people, or by address.
struct AskedPerson {
  std::string list;  ///< "email_ccs", "followers", "assignee_email" or "requester_email"
  std::string name;  ///< as the input gives it
  std::string id;    ///< Zendesk's; empty while it is not known
};

/// A value that a write would change.
struct Change {
  std::string field;  ///< Zendesk's name of it
  std::string label;  ///< what people call it; may be empty
  FlatValue from;
  FlatValue to;
};

/// What a write asks for, as far as the answer can tell what became of it.
class Asked {
 public:
  /// Nothing in particular.
  Asked() = default;
  /// `object` is what goes out, without its name in front. A field without a place is called by its
  /// ID or its key.
  explicit Asked(std::string_view object, std::vector<AskedPlace> places = {});

  /// Answers tell people by their IDs alone.
  void AskFor(std::vector<AskedPerson> people) { people_ = std::move(people); }

  /// What people call the things with IDs, by IdKey(), which Differences() says in their place.
  void CallIds(std::map<std::string, std::string> names) { names_ = std::move(names); }
  static std::string IdKey(std::string_view key, std::string_view id);

  /// False when nothing of what is compared is another in the answer, an object that was found in
  /// `body`.
  bool MayDiffer(std::string_view body, const ObjectPlace& place) const;

  /// One warning ("not_as_asked") for each field that is another one in the answer, an object that
  /// was found in `body`, or not shown by it.
  std::vector<task_plugin::Warning> Differences(const task_plugin::Input& input,
                                                std::string_view body,
                                                const ObjectPlace& place) const;

  /// The values that are others in `now`, the object as it is.
  std::vector<Change> Changes(const task_plugin::Input& input, std::string_view now) const;

 private:
  FieldPlace PlaceOfMember(const task_plugin::Input& input, const FlatMember& member) const;
  void AddPeopleDifferences(const task_plugin::Input& input, std::string_view list,
                            std::string_view key, std::string_view object,
                            std::vector<task_plugin::Warning>& differences) const;
  void AddPersonDifference(const task_plugin::Input& input, std::string_view property,
                           std::string_view key, std::string_view object,
                           std::vector<task_plugin::Warning>& differences) const;
  void AddUnshown(const task_plugin::Input& input, const FlatMember& asked, const FlatObject& now,
                  std::vector<task_plugin::Warning>& differences) const;
  void AddTagDifferences(const task_plugin::Input& input, const FlatMember& asked,
                         const FlatValue& now,
                         std::vector<task_plugin::Warning>& differences) const;
  std::string IsAnother(const task_plugin::Input& input, const FlatMember& asked,
                        const FlatValue& now) const;
  task_plugin::Warning Differs(const task_plugin::Input& input, const FlatMember& member,
                               std::string message) const;

  FlatObject Members() const;
  bool AsksFor(std::string_view key) const;

  std::string object_;
  std::vector<AskedPlace> places_;
  std::vector<AskedPerson> people_;
  std::map<std::string, std::string> names_;
};

/// Adds what is another in the answer, and not warned of already, to the warnings, or throws Error
/// ("zendesk.not_as_asked") with `handle`, by which what was written is found, when the input's
/// on_difference says so.
void TellDifferences(const task_plugin::Input& input, const Asked& asked, std::string_view body,
                     const ObjectPlace& place, task_plugin::Handle handle,
                     std::vector<task_plugin::Warning>& warnings);

}  // namespace zendesk::tasks
