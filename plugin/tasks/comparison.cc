// SPDX-License-Identifier: Apache-2.0
// Member by member, by the rules of IsSame().
#include "plugin/tasks/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/comment_visibility.h"
#include "plugin/tasks/identifiers.h"
#include "plugin/tasks/ticket_tags.h"
#include "plugin/zendesk/raw_members.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Status;
using task_plugin::Warning;

// Not in answers, or there as something else.
constexpr std::array<std::string_view, 9> kNotCompared = {
    "comment",       "metadata",  "requester",
    "email_ccs",     "followers", "safe_update",
    "updated_stamp", "uploads",   "via_followup_source_id",
};

// Which no ticket is without: null stands for what the account has for all.
constexpr std::array<std::string_view, 3> kWithDefault = {"custom_status_id", "ticket_form_id",
                                                          "brand_id"};

constexpr std::string_view kNotAsAsked = "not_as_asked";

template <typename Keys>
bool IsIn(const Keys& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool IsList(const FlatValue& value) {
  return value.kind == FlatValue::Kind::kList;
}

bool Holds(const FlatValue& list, std::string_view tag) {
  const std::string folded = task_plugin::Fold(tag);
  return std::any_of(list.texts.begin(), list.texts.end(), [&folded](const std::string& text) {
    return task_plugin::Fold(text) == folded;
  });
}

// Of what was asked for, those that Zendesk does not have; it may have more, of fields with options
// and of rules.
std::string MissingTags(const FlatValue& asked, const FlatValue& now) {
  std::vector<std::string> missing;
  for (const std::string& text : asked.texts) {
    std::vector<std::string> tags;
    AppendTags(text, tags);
    for (std::string& tag : tags) {
      if (!Holds(now, tag)) missing.push_back(std::move(tag));
    }
  }
  return fmt::format("{}", fmt::join(missing, ", "));
}

// Short enough for a sentence.
std::string Shown(const FlatValue& value) {
  constexpr size_t kLongest = 100;
  std::string text = IsList(value) ? fmt::format("{}", fmt::join(value.texts, ", ")) : value.text;
  if (text.size() <= kLongest) return text;
  size_t size = kLongest;
  while (size > 0 && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size) + "...";
}

// Of the property that the pointer goes through; empty when it leads into none.
std::string TitleAt(const Input& input, std::string_view pointer) {
  if (pointer.empty()) return {};
  const std::string_view property = pointer.substr(1, pointer.find('/', 1) - 1);
  return input.Knows(property) ? std::string(input.Title(property)) : std::string();
}

bool IsTagList(const FlatMember& member) {
  return member.key == "tags" && member.inner.empty();
}

// A list whose entries are all in the other, in whatever order.
bool HoldsEntries(std::string_view list, std::string_view entries, char begin, char end) {
  for (size_t at = 0; (at = entries.find(begin, at)) != entries.npos;) {
    const size_t last = entries.find(end, at + 1);
    if (last == entries.npos) return false;
    const std::string_view entry = entries.substr(at, last - at + 1);
    const bool ends_in_text = std::count(entry.begin(), entry.end(), '"') % 2 != 0;
    if (ends_in_text || list.find(entry) == list.npos) return false;
    at = last + 1;
  }
  return true;
}

// So most answers are, and that shows without reading their values. A false no costs time only.
bool IsWrittenTheSame(std::string_view asked, std::string_view body, const ObjectPlace& place) {
  for (const RawMember& member : ReadRawMembers(asked)) {
    if (IsIn(kNotCompared, member.key)) continue;
    const std::string_view now = RawValue(body, place, member.key);
    const bool are_lists = member.value.starts_with('[') && now.starts_with('[');
    const bool is_held =
        are_lists && ((member.key == "tags" && HoldsEntries(now, member.value, '"', '"')) ||
                      (member.key == "custom_fields" && HoldsEntries(now, member.value, '{', '}')));
    if (!is_held && member.value != now) return false;
  }
  return true;
}

}  // namespace

Asked::Asked(std::string_view object, std::vector<AskedPlace> places)
    : object_(object), places_(std::move(places)) {}

FlatObject Asked::Members() const {
  FlatObject members = ReadFlatObject(object_);
  std::erase_if(members, [](const FlatMember& member) {
    return IsIn(kNotCompared, member.key) ||
           (member.value.is_empty() && IsIn(kWithDefault, member.key));
  });
  // Of which answers tell the ID alone.
  for (FlatMember& member : members) {
    if (member.key == "assignee_email") member.key = "assignee_id";
  }
  return members;
}

FieldPlace Asked::PlaceOfMember(const Input& input, const FlatMember& member) const {
  const auto asked =
      std::find_if(places_.begin(), places_.end(),
                   [&member](const AskedPlace& place) { return place.inner == member.inner; });
  if (!member.inner.empty() && asked != places_.end()) return {asked->pointer, asked->title};
  if (member.key == "custom_fields")
    return PlaceOf({"base", "", "", ReadDigits(member.inner).value_or(0), ""}, input);
  FieldPlace place = PlaceOf({member.key, "", "", 0, ""}, input);
  if (!member.inner.empty()) place.title = member.inner;
  return place;
}

Warning Asked::Differs(const Input& input, const FlatMember& member, std::string message) const {
  FieldPlace place = PlaceOfMember(input, member);
  if (place.title.empty()) place.title = member.key;
  return {std::string(kNotAsAsked), input.Say("{}: {}", place.title, message), place.pointer};
}

bool Asked::AsksFor(std::string_view key) const {
  const std::vector<RawMember> members = ReadRawMembers(object_);
  return std::any_of(members.begin(), members.end(),
                     [key](const RawMember& member) { return member.key == key; });
}

// Those who are not in the answer's list. Somebody whose ID is not known is not in it for sure when
// all who are in it are others who were asked for.
void Asked::AddPeopleDifferences(const Input& input, std::string_view list, std::string_view key,
                                 std::string_view object, std::vector<Warning>& differences) const {
  const auto is_in_list = [list](const AskedPerson& person) { return person.list == list; };
  if (std::none_of(people_.begin(), people_.end(), is_in_list)) return;
  const FlatObject now = ReadFlatObject(object, {FlatMember{std::string(key), {}, {}}});
  const FlatMember* ids = FindMember(now, key, "");
  if (ids == nullptr) return;
  std::set<std::string> others(ids->value.texts.begin(), ids->value.texts.end());
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  for (const AskedPerson& person : people_) {
    if (!is_in_list(person)) continue;
    if (person.id.empty()) {
      unknown.push_back(person.name);
    } else if (IsIn(ids->value.texts, person.id)) {
      others.erase(person.id);
    } else {
      missing.push_back(person.name);
    }
  }
  if (others.empty()) missing.insert(missing.end(), unknown.begin(), unknown.end());
  if (missing.empty()) return;
  const FlatMember member{std::string(list), {}, {}};
  differences.push_back(Differs(input, member,
                                input.Say("Zendesk has not taken these people: {}.",
                                          fmt::format("{}", fmt::join(missing, ", ")))));
}

// Who is somebody else than the one with this address; nobody is told otherwise.
void Asked::AddPersonDifference(const Input& input, std::string_view property, std::string_view key,
                                std::string_view object, std::vector<Warning>& differences) const {
  const auto asked = std::find_if(people_.begin(), people_.end(), [property](const auto& person) {
    return person.list == property && !person.id.empty();
  });
  if (asked == people_.end()) return;
  const FlatObject now = ReadFlatObject(object, {FlatMember{std::string(key), {}, {}}});
  const FlatMember* is = FindMember(now, key, "");
  if (is == nullptr || is->value.is_empty() || is->value.text == asked->id) return;
  FlatMember member{std::string(key), {}, {}};
  member.value.kind = FlatValue::Kind::kText;
  member.value.text = asked->name;
  const std::string message = IsAnother(input, member, is->value);
  member.key = property;
  differences.push_back(Differs(input, member, message));
}

std::string Asked::IdKey(std::string_view key, std::string_view id) {
  return fmt::format("{} {}", key, id);
}

bool Asked::MayDiffer(std::string_view body, const ObjectPlace& place) const {
  return place.size != 0 && !IsWrittenTheSame(object_, body, place);
}

std::string Asked::IsAnother(const Input& input, const FlatMember& asked,
                             const FlatValue& now) const {
  if (now.is_empty()) return input.Say("Zendesk has not taken this; the field is empty.");
  const auto name = names_.find(IdKey(asked.key, now.text));
  if (name == names_.end())
    return input.Say("Zendesk has \"{}\" now, which is not what was asked for.", Shown(now));
  const auto meant = names_.find(IdKey(asked.key, asked.value.text));
  return input.Say("Zendesk has \"{}\" now, and not \"{}\", which was asked for.", name->second,
                   meant != names_.end() ? meant->second : Shown(asked.value));
}

// A field that the answer does not show. What was to be removed may be gone.
void Asked::AddUnshown(const Input& input, const FlatMember& asked, const FlatObject& now,
                       std::vector<Warning>& differences) const {
  if (asked.inner.empty() && asked.value.is_empty()) return;
  const bool is_listed = FindMember(now, asked.key, "") != nullptr;
  if (asked.value.is_empty() && !is_listed) return;
  const bool shows_others = std::any_of(now.begin(), now.end(), [&asked](const FlatMember& member) {
    return member.key == asked.key;
  });
  differences.push_back(Differs(
      input, asked,
      shows_others ? input.Say("Zendesk has ignored this field.")
                   : input.Say("Zendesk's answer does not show this field, so nobody can tell "
                               "whether it was taken.")));
}

std::vector<Warning> Asked::Differences(const Input& input, std::string_view body,
                                        const ObjectPlace& place) const {
  std::vector<Warning> differences;
  const std::string_view object = body.substr(place.begin, place.size);
  if (object.empty()) return differences;  // nothing was written
  AddPeopleDifferences(input, "email_ccs", "email_cc_ids", object, differences);
  AddPeopleDifferences(input, "followers", "follower_ids", object, differences);
  AddPersonDifference(input, "assignee_email", "assignee_id", object, differences);
  AddPersonDifference(input, "requester_email", "requester_id", object, differences);
  if (input.Knows("public")) {
    if (auto shown = VisibilityDifference(input, object_, body))
      differences.push_back(*std::move(shown));
  }
  if (input.Knows("identifiers") && AsksFor("identifiers")) {
    std::vector<Warning> dropped = IdentifierDifferences(input, object);
    std::move(dropped.begin(), dropped.end(), std::back_inserter(differences));
  }
  const bool removes_tags = input.Knows("remove_tags") && input.Has("remove_tags");
  if (!removes_tags && IsWrittenTheSame(object_, body, place)) return differences;
  const FlatObject members = Members();
  const FlatObject now = ReadFlatObject(object, members);
  for (const FlatMember& asked : members) {
    const FlatMember* is = FindMember(now, asked.key, asked.inner);
    if (is == nullptr) {
      AddUnshown(input, asked, now, differences);
      continue;
    }
    if (IsTagList(asked)) {
      AddTagDifferences(input, asked, is->value, differences);
      continue;
    }
    const bool is_person = asked.value.text.find('@') != std::string::npos;
    if (asked.key == "assignee_id" && is_person && !is->value.is_empty()) continue;
    if (IsSame(asked.value, is->value)) continue;
    differences.push_back(Differs(input, asked, IsAnother(input, asked, is->value)));
  }
  return differences;
}

void Asked::AddTagDifferences(const Input& input, const FlatMember& asked, const FlatValue& now,
                              std::vector<Warning>& differences) const {
  const std::string missing = MissingTags(asked.value, now);
  if (!missing.empty()) {
    differences.push_back(
        Differs(input, asked, input.Say("Zendesk has not taken these tags: {}.", missing)));
  }
  const json::Value* removed = input.Knows("remove_tags") ? input.Find("remove_tags") : nullptr;
  if (removed == nullptr) return;
  for (const json::Value& tag : removed->GetArray()) {
    if (!Holds(now, json::Text(tag))) continue;
    const std::string_view title = input.Title("remove_tags");
    differences.push_back(
        {std::string(kNotAsAsked),
         input.Say("{}: {}", title,
                   input.Say("the ticket still has the tag \"{}\".", json::Text(tag))),
         "/remove_tags"});
  }
}

std::vector<Change> Asked::Changes(const Input& input, std::string_view now) const {
  const FlatObject members = Members();
  const FlatObject before = ReadFlatObject(now, members);
  std::vector<Change> changes;
  for (const FlatMember& asked : members) {
    const FlatMember* is = FindMember(before, asked.key, asked.inner);
    FlatValue from = is != nullptr ? is->value : FlatValue();
    if (IsSame(asked.value, from)) continue;
    const std::string dot = asked.inner.empty() ? "" : ".";
    // The tags as they would be, whichever of them the input adds or removes.
    const bool are_tags = IsTagList(asked) && input.Knows("tags");
    changes.push_back(
        {asked.key + dot + asked.inner,
         are_tags ? std::string(input.Title("tags")) : PlaceOfMember(input, asked).title,
         std::move(from), asked.value});
  }
  return changes;
}

void TellDifferences(const Input& input, const Asked& asked, std::string_view body,
                     const ObjectPlace& place, task_plugin::Handle handle,
                     std::vector<Warning>& warnings) {
  std::vector<Warning> differences = asked.Differences(input, body, place);
  const bool fails = input.Text("on_difference") == "fail";
  std::erase_if(differences, [&warnings, fails](const Warning& difference) {
    if (fails) return false;
    return std::any_of(warnings.begin(), warnings.end(), [&difference](const Warning& known) {
      return !known.pointer.empty() && known.pointer == difference.pointer;
    });
  });
  if (differences.empty()) return;
  if (!fails) {
    std::move(differences.begin(), differences.end(), std::back_inserter(warnings));
    return;
  }
  Error error(Status::kRejected, "zendesk.not_as_asked",
              input.Say("Zendesk has done the task, but not all of it as it was asked for."));
  for (Warning& difference : differences) {
    error.message += " " + difference.message;
    std::string title = TitleAt(input, difference.pointer);
    error.faults.push_back(
        {std::move(difference.pointer),
         std::move(difference.code),
         std::move(difference.message),
         std::move(title),
         {},
         input.Say("See in Zendesk which rule of the account changes the field.")});
  }
  error.handles.push_back(std::move(handle));
  error.warnings = std::move(warnings);
  throw error;
}

}  // namespace zendesk::tasks
