// SPDX-License-Identifier: Apache-2.0
// Zendesk names its own fields; people know them by the titles in the form.
#include "plugin/tasks/field_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/identifiers.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/refusal_meaning.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

struct Names {
  std::string_view zendesk;
  std::string_view input;
};

// Where Zendesk's name of a field is not the input's. One name may stand for several inputs: the
// given one counts.
constexpr std::array kFieldNames = {
    Names{"requester", "requester_id"},
    Names{"requester", "requester_email"},
    Names{"requester", "requester_name"},
    Names{"email", "requester_email"},
    Names{"value", "email"},
    Names{"phone", "phone_number"},
    Names{"name", "requester_name"},
    Names{"assignee", "assignee_id"},
    Names{"assignee", "assignee_email"},
    Names{"assignee_id", "assignee"},
    Names{"assignee_id", "assignee_email"},
    Names{"submitter", "submitter_id"},
    Names{"submitter_id", "submitter"},
    Names{"requester_id", "requester"},
    Names{"group_id", "group"},
    Names{"organization_id", "organization"},
    Names{"brand_id", "brand"},
    Names{"ticket_form_id", "ticket_form"},
    Names{"custom_status_id", "custom_status"},
    Names{"group", "group_id"},
    Names{"organization", "organization_id"},
    Names{"brand", "brand_id"},
    Names{"ticket_form", "ticket_form_id"},
    Names{"custom_status", "custom_status_id"},
    Names{"problem", "problem_id"},
    Names{"comment", "comment_body"},
    Names{"comment", "comment_html_body"},
    Names{"comment", "description"},
    Names{"description", "comment_body"},
    Names{"custom_object_fields", "attributes"},
    Names{"uploads", "attachments"},
    Names{"identifiers", "email"},
    Names{"tags", "additional_tags"},
    Names{"tags", "remove_tags"},
};

// What Zendesk calls its own fields where it speaks of one by number.
constexpr std::array kSystemFields = {
    Names{"FieldAssignee", "assignee"},
    Names{"FieldAssignee", "assignee_id"},
    Names{"FieldAssignee", "assignee_email"},
    Names{"FieldGroup", "group_id"},
    Names{"FieldGroup", "group"},
    Names{"FieldSubject", "subject"},
    Names{"FieldDescription", "description"},
    Names{"FieldStatus", "status"},
    Names{"FieldPriority", "priority"},
    Names{"FieldTicketType", "type"},
    Names{"FieldTickettype", "type"},
    Names{"FieldCustomStatus", "custom_status_id"},
    Names{"FieldCustomStatus", "custom_status"},
};

// What comes without a code, as in jobs.
constexpr std::array<std::string_view, 4> kMissingWords = {"cannot be blank", "can't be blank",
                                                           "is required", "is too short"};

// Behind a title that has no colon: "Email is not properly formatted".
constexpr std::array<std::string_view, 6> kVerbs = {" is ",    " has ",  " cannot ",
                                                    " can't ", " must ", " belong "};

// "This ticket has too many comments" has no title.
constexpr std::array<std::string_view, 5> kArticles = {"The ", "the ", "This ", "this ",
                                                       "another "};

// Before a title.
constexpr std::array<std::string_view, 3> kOpenings = {
    "Validation failed: ", "Invalid parameter: ", "Parameter "};

// What stands between the two; empty when one of them is not there.
std::string_view Between(std::string_view text, std::string_view before, std::string_view behind) {
  const size_t begin = text.find(before);
  if (begin == text.npos) return {};
  const std::string_view rest = text.substr(begin + before.size());
  const size_t end = rest.find(behind);
  return end == rest.npos ? std::string_view() : rest.substr(0, end);
}

// Before an identifier, its type, a colon and its value.
constexpr std::string_view kIdentifier = "has the identifier ";

// Zendesk's own name of the field, in the middle of its sentence.
std::string_view NameIn(std::string_view description) {
  const std::string_view attribute = Between(description, "invalid value for the ", " attribute");
  return attribute.empty() ? Between(description, kIdentifier, ":") : attribute;
}

// The input property that Zendesk's complaint is about; empty when it is not given.
std::string PropertyOf(const std::string& zendesk_field, const Input& input) {
  if (input.Knows(zendesk_field) && input.Has(zendesk_field)) return zendesk_field;
  for (const Names& names : kFieldNames) {
    if (names.zendesk == zendesk_field && input.Knows(names.input) && input.Has(names.input))
      return std::string(names.input);
  }
  return {};
}

// The one that is given, else the first.
std::string_view SystemProperty(std::string_view type, const Input& input) {
  std::string_view first;
  for (const Names& names : kSystemFields) {
    if (names.zendesk != type || !input.Knows(names.input)) continue;
    if (input.Has(names.input)) return names.input;
    if (first.empty()) first = names.input;
  }
  return first;
}

// As the account calls it, or Zendesk in its sentence.
std::string_view TitleOf(const FieldProblem& problem) {
  return problem.title.empty() ? TitleIn(problem.description) : std::string_view(problem.title);
}

bool IsTitle(std::string_view given, const FieldProblem& problem) {
  return task_plugin::Fold(given) == task_plugin::Fold(TitleOf(problem));
}

bool IsAbout(const FieldProblem& problem, const json::Value& entry) {
  if (const auto id = FieldIdOf(entry)) return *id == problem.ticket_field_id;
  return IsTitle(json::Text(*json::Find(entry, "field")), problem);
}

// Empty when no entry of the custom fields is about it.
std::string PointerToEntry(const FieldProblem& problem, const Input& input) {
  if (!input.Knows("custom_fields")) return {};
  if (const json::Value* fields = input.Find("custom_fields")) {
    for (rapidjson::SizeType i = 0; i < fields->Size(); ++i) {
      if (IsAbout(problem, (*fields)[i])) return fmt::format("/custom_fields/{}/value", i);
    }
  }
  return {};
}

FieldPlace PlaceOfCustomField(const FieldProblem& problem, const Input& input) {
  const std::string_view title = TitleOf(problem);
  const std::string entry = PointerToEntry(problem, input);
  return {
      entry.empty() && input.Knows("custom_fields") ? "/custom_fields" : entry,
      TitleWithId(title.empty() ? input.Title("custom_fields") : title, problem.ticket_field_id)};
}

// A record's own field, which Zendesk names by its key; empty when it is none.
FieldPlace PlaceOfAttribute(const FieldProblem& problem, const Input& input) {
  if (!input.Knows("attributes") || problem.field == "base") return {};
  const std::string_view title = TitleOf(problem);
  const FieldPlace place = {json::Join("/attributes", problem.field),
                            std::string(title.empty() ? problem.field : title)};
  if (const json::Value* attributes = input.Find("attributes")) {
    for (const auto& member : attributes->GetObject()) {
      const std::string_view given = json::Text(member.name);
      if (given == problem.field || IsTitle(given, problem))
        return {json::Join("/attributes", given), place.title};
    }
  }
  return IsMissing(problem) ? place : FieldPlace();
}

// "another profile has the identifier phone_number:+33 1 23" is about that.
std::string IdentifierIn(const FieldProblem& problem) {
  const size_t at = problem.description.find(kIdentifier);
  return at == std::string::npos ? problem.field
                                 : problem.description.substr(at + kIdentifier.size());
}

// Of a profile; empty for what is about none of its identifiers.
FieldPlace PlaceOfIdentifier(const FieldProblem& problem, const Input& input) {
  if (!input.Knows("identifiers")) return {};
  const std::string spelled = task_plugin::Fold(IdentifierIn(problem));
  for (const Identifier& identifier : IdentifiersOf(input)) {
    if (task_plugin::Fold(Spelled(identifier)) != spelled) continue;
    const bool is_listed = identifier.pointer.starts_with("/identifiers/");
    return {identifier.pointer,
            std::string(input.Title(is_listed ? "identifiers" : identifier.type))};
  }
  return {};
}

// Zendesk's name of the field; some of what it says of the whole begins with the field's title.
std::string FieldOf(const FieldProblem& problem) {
  if (problem.field != "base") return problem.field;
  std::string name = task_plugin::Fold(TitleIn(problem.description));
  std::replace(name.begin(), name.end(), ' ', '_');
  return name == "description" ? "comment" : name;
}

// The property that the complaint is about; empty when there is none.
std::string Property(const FieldProblem& problem, const Input& input) {
  if (IsRequesterName(problem, input)) return "requester_name";
  std::string given = PropertyOf(FieldOf(problem), input);
  const std::string field = FieldOf(problem);
  return given.empty() && IsMissing(problem) && input.Knows(field) ? field : given;
}

// Of a field that the input does not give.
std::string TitleOfOther(const FieldProblem& problem, const Input& input) {
  const std::string field = FieldOf(problem);
  return std::string(input.Knows(field) ? input.Title(field) : TitleOf(problem));
}

}  // namespace

std::string_view TitleIn(std::string_view description) {
  constexpr size_t kLongestTitle = 255;  // of a field, in characters
  if (const std::string_view name = NameIn(description); !name.empty()) return name;
  for (const std::string_view opening : kOpenings) {
    if (description.starts_with(opening)) description.remove_prefix(opening.size());
  }
  size_t end = description.find(": ");
  if (end == description.npos) {
    for (const std::string_view verb : kVerbs) end = std::min(end, description.find(verb));
    for (const std::string_view article : kArticles) {
      if (description.starts_with(article)) return {};
    }
  }
  return end <= kLongestTitle ? description.substr(0, end) : std::string_view();
}

bool IsMissing(const FieldProblem& problem) {
  if (problem.code == "BlankValue" || problem.code == "ValueTooShort") return true;
  return std::any_of(kMissingWords.begin(), kMissingWords.end(),
                     [&problem](std::string_view words) {
                       return problem.description.find(words) != std::string::npos;
                     });
}

bool IsRequesterName(const FieldProblem& problem, const Input& input) {
  return FieldOf(problem) == "requester" && input.Knows("requester_name") &&
         MeaningOf(problem).name == "no_name";
}

FieldPlace PlaceOf(const FieldProblem& problem, const Input& input) {
  if (FieldPlace place = PlaceOfIdentifier(problem, input); !place.pointer.empty()) return place;
  std::string property(SystemProperty(problem.ticket_field_type, input));
  if (property.empty() && problem.ticket_field_id != 0) return PlaceOfCustomField(problem, input);
  if (property.empty()) property = Property(problem, input);
  if (!property.empty()) return {json::Join("", property), std::string(input.Title(property))};
  FieldPlace place = PlaceOfAttribute(problem, input);
  if (place.title.empty()) place = {PointerToEntry(problem, input), TitleOfOther(problem, input)};
  return place;
}

}  // namespace zendesk::tasks
