// SPDX-License-Identifier: Apache-2.0
// One table from Zendesk's codes and sentences to meanings, and one from these to words.
// developer.zendesk.com/api-reference/introduction/requests/#400-range, and recorded answers: most
// sentences come without a code, and a code often says less than its sentence.
#include "plugin/tasks/refusal_meaning.h"

#include <algorithm>
#include <array>

namespace zendesk::tasks {
namespace {

// By what Zendesk tells a meaning: its code for it, or words of its sentence. The first that fits
// counts, so what says more stands before.
struct Sign {
  std::string_view code;
  std::string_view words;
  std::string_view meaning;
};
constexpr std::array kSigns = {
    Sign{"", "closed prevents ticket update", "closed"},
    Sign{"", "is required when solving", "required_on_solve"},
    Sign{"", "is suspended", "suspended"},
    Sign{"", "Requester: Name:", "no_name"},
    Sign{"", "is not in the group", "not_in_group"},
    Sign{"", "is not a member of the group", "not_in_group"},
    Sign{"", "is not an agent", "no_agent"},
    Sign{"", "unknown token", "upload_gone"},
    Sign{"", "belong to more than one user", "several_people"},
    Sign{"", "are not unique", "names_repeat"},
    Sign{"", "not one of the organizations", "not_of_requester"},
    Sign{"", "not a ticket of type problem", "no_problem"},
    Sign{"", "is generated and can't be set", "generated"},
    Sign{"", "32 KB", "too_large"},
    Sign{"", "is not a field of", "no_field"},
    Sign{"", "is not true or false", "truth"},
    Sign{"", "is not a decimal number", "decimal"},
    Sign{"", "must be an integer", "integer"},
    Sign{"", "is not a number", "number"},
    Sign{"", "must be a number", "number"},
    Sign{"", "is not a date", "date"},
    Sign{"", "is not a valid date", "date"},
    Sign{"", "is not a card number", "card"},
    Sign{"", "is not a known record", "no_target"},
    Sign{"", "is not an option", "no_option"},
    Sign{"", "not included in the list", "no_option"},
    Sign{"", "right format", "pattern"},
    Sign{"BlankValue", "cannot be blank", "required"},
    Sign{"", "can't be blank", "required"},
    Sign{"", "is required", "required"},
    Sign{"", "must be present", "required"},
    Sign{"DuplicateValue", "already being used", "not_unique"},
    Sign{"", "already been taken", "not_unique"},
    Sign{"", "already in use", "not_unique"},
    Sign{"", "already exists", "not_unique"},
    Sign{"", "has the identifier ", "not_unique"},
    Sign{"", "profiles already", "too_many_profiles"},
    Sign{"ValueTooShort", "is too short", "too_short"},
    Sign{"ValueTooLong", "is too long", "too_long"},
    Sign{"", "characters or less", "too_long"},
    Sign{"RecordNotFound", "not found", "not_found"},
    Sign{"", "does not exist", "not_found"},
    Sign{"InvalidFormat", "", "bad_format"},
    Sign{"InvalidValue", "is invalid", "not_allowed"},
    Sign{"", "is not valid", "not_allowed"},
    Sign{"", "is not a valid", "not_allowed"},
};

constexpr std::array kMeanings = {
    Meaning{"closed", "closed",
            "{}: the ticket is closed, and nothing of it can be changed any more.",
            "Create a follow-up ticket instead, or choose one under \"If the ticket is closed\" "
            "(if_closed)."},
    Meaning{"required_on_solve", "required_on_solve",
            "{}: has to be filled in before the ticket can be solved.",
            "Give it a value, or leave the ticket unsolved."},
    Meaning{"suspended", "suspended", "{}: this person is suspended in Zendesk.",
            "Name somebody else, or have an agent lift the suspension in Zendesk."},
    Meaning{"no_name", "required",
            "{}: Zendesk does not know the requester's address yet, and needs the person's name.",
            "Give the person's name too."},
    Meaning{"not_in_group", "not_in_group", "{}: this agent does not belong to the ticket's group.",
            "Choose an agent of the group or another group, or have an administrator add the agent "
            "to the group."},
    Meaning{"no_agent", "no_agent", "{}: this person is no agent of the account.",
            "Choose somebody to whom tickets can be assigned."},
    Meaning{"upload_gone", "upload_gone", "{}: Zendesk does not know the uploaded file any more.",
            "Run the task again; it uploads the file anew."},
    Meaning{
        "not_of_requester", "not_of_requester",
        "{}: the requester does not belong to this organization.",
        "Choose one of the requester's organizations, or have an agent add the requester to it."},
    Meaning{"no_problem", "no_problem", "{}: there is no ticket of type Problem with this ID.",
            "Give the ID of a ticket whose type is Problem, or leave it out."},
    Meaning{"generated", "generated", "{}: Zendesk makes this value itself.", "Leave it out."},
    Meaning{"not_readable", "not_readable", "{}: Zendesk does not let this be looked up.",
            "Give the ID instead of the name, or have an administrator give the user of the "
            "connection the right to read them."},
    Meaning{"not_looked_up", "not_looked_up", "{}: this could not be looked up.",
            "Run the step again in a while."},
    Meaning{"no_field", "unknown_name", "{}: the object has no such field.",
            "Choose one of the object's fields, by its title or its key."},
    Meaning{"truth", "wrong_type", "{} takes true or false.", "Write true or false."},
    Meaning{"integer", "wrong_type", "{} takes a whole number.", "Write digits alone, such as 12."},
    Meaning{"decimal", "wrong_type", "{} takes a number, with a point before its fraction.",
            "Write it like 12.50."},
    Meaning{"number", "wrong_type", "{} takes a number.", "Write digits alone, such as 12."},
    Meaning{"date", "wrong_type", "{} takes a date such as 2026-11-22.",
            "Write the year, the month and the day in this way."},
    Meaning{"card", "wrong_type", "{} takes the digits of a card's number.",
            "Write four digits or more; Zendesk keeps the last four."},
    Meaning{"no_target", "not_found",
            "{}: Zendesk has nothing with this ID to which it could lead.",
            "Give the ID of something that Zendesk offers in this field."},
    Meaning{"no_option", "not_allowed", "{}: this is none of the field's options.",
            "Choose one of the options that the field has in Zendesk."},
    Meaning{"pattern", "bad_format", "{}: the value does not have the form that the field demands.",
            "Write it as the field's description in Zendesk shows."},
    Meaning{"several_people", "ambiguous", "{}: these belong to several people in Zendesk.",
            "Leave out what is somebody else's, or merge the people in Zendesk."},
    Meaning{"names_repeat", "not_allowed",
            "{}: the names of this object are not unique, so that a name tells no record.",
            "Find the record by its external ID, or have an administrator make the names unique."},
    Meaning{"required", "required", "{}: Zendesk needs a value here.", "Fill it in."},
    Meaning{"not_unique", "not_unique", "{}: something else in Zendesk has this value already.",
            "Give another value, or update the one that has it."},
    Meaning{"ambiguous", "ambiguous", "{}: several things in Zendesk have this value.",
            "Update the one that you mean by its ID, or merge them in Zendesk."},
    Meaning{"too_many_profiles", "too_many",
            "{}: the person has as many profiles as Zendesk keeps of one, which is 20.",
            "Use a source and a type of which the person has a profile, or remove one in Zendesk."},
    Meaning{"file_too_large", "too_large", "{}: the file is larger than Zendesk takes.",
            "Attach a smaller file, or put it elsewhere and write its address."},
    Meaning{"file_refused", "refused", "{}: Zendesk does not take the file.",
            "Attach another file, or this one in another format."},
    Meaning{"too_large", "too_long", "{}: it has more than the 32 kB that Zendesk keeps.",
            "Shorten its texts, or keep them elsewhere."},
    Meaning{"too_short", "too_short", "{}: the value is too short.", "Give a longer value."},
    Meaning{"too_long", "too_long", "{}: the value is too long.", "Give a shorter value."},
    Meaning{"not_found", "not_found",
            "{}: Zendesk does not have what this names, or does not show it to the user of the "
            "connection.",
            "Check it in Zendesk, with the rights of that user."},
    Meaning{"email", "bad_format", "{}: this is no e-mail address that Zendesk takes.",
            "Write an address such as ada@example.com."},
    Meaning{"bad_format", "bad_format", "{}: the value is not written as Zendesk needs it.",
            "Write it as the field's help shows."},
    Meaning{"not_allowed", "not_allowed", "{}: Zendesk does not allow this value here.",
            "Choose a value that Zendesk offers for the field."},
    Meaning{"refused", "refused", "{}: Zendesk does not take this.",
            "Change the value; Zendesk's own words about it are among the details of this error."},
};

const Meaning* FindMeaning(std::string_view name) {
  const auto found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                  [name](const Meaning& meaning) { return meaning.name == name; });
  return found != kMeanings.end() ? &*found : nullptr;
}

// What a field of a type takes, by Zendesk's class of it.
constexpr std::array kTypes = {
    Sign{"FieldDate", "", "date"},        Sign{"FieldInteger", "", "integer"},
    Sign{"FieldDecimal", "", "decimal"},  Sign{"FieldRegexp", "", "pattern"},
    Sign{"FieldCheckbox", "", "truth"},   Sign{"FieldPartialCreditCard", "", "card"},
    Sign{"FieldTagger", "", "no_option"}, Sign{"FieldMultiselect", "", "no_option"},
};

// The same words are said of addresses and of the values of any field.
std::string_view MeaningOfFormat(const FieldProblem& problem) {
  const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&problem](const Sign& sign) {
    return sign.code == problem.ticket_field_type;
  });
  if (type != kTypes.end()) return type->meaning;
  return problem.ticket_field_id == 0 ? "email" : "bad_format";
}

std::string_view NameOfMeaning(const FieldProblem& problem) {
  if (problem.description.find("not properly formatted") != std::string::npos)
    return MeaningOfFormat(problem);
  for (const Sign& sign : kSigns) {
    const bool has_code = !sign.code.empty() && sign.code == problem.code;
    const bool has_words =
        !sign.words.empty() && problem.description.find(sign.words) != std::string::npos;
    if (has_code || has_words) return sign.meaning;
  }
  return "refused";
}

}  // namespace

const Meaning& MeaningOf(const FieldProblem& problem) {
  const Meaning* known = FindMeaning(problem.code);
  return known != nullptr ? *known : *FindMeaning(NameOfMeaning(problem));
}

std::string_view LimitIn(std::string_view description) {
  constexpr std::string_view kDigits = "0123456789";
  for (const std::string_view words : {"maximum is ", "minimum is ", "must be "}) {
    const size_t at = description.find(words);
    if (at == description.npos) continue;
    const std::string_view rest = description.substr(at + words.size());
    return rest.substr(0, rest.find_first_not_of(kDigits));
  }
  return {};
}

}  // namespace zendesk::tasks
