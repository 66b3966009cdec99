// SPDX-License-Identifier: Apache-2.0
// One table from Zendesk's codes and sentences to meanings, and one from these to words.
// developer.zendesk.com/api-reference/introduction/requests/#400-range, and recorded answers: most
// sentences come without a code.
#include "plugin/tasks/refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "plugin/tasks/field_place.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Fault;
using task_plugin::Input;

// By what Zendesk tells a meaning: its code for it, or words of its sentence. The first that fits
// counts, so what says more stands before.
struct Sign {
  std::string_view code;
  std::string_view words;
  const char* fault;
};
constexpr std::array kSigns = {
    Sign{"", "closed prevents ticket update", "closed"},
    Sign{"", "is required when solving", "required_on_solve"},
    Sign{"", "is suspended", "suspended"},
    Sign{"", "is not in the group", "not_in_group"},
    Sign{"", "is not an agent", "no_agent"},
    Sign{"", "not one of the organizations", "not_of_requester"},
    Sign{"", "not a ticket of type problem", "no_problem"},
    Sign{"", "is generated and can't be set", "generated"},
    Sign{"", "32 KB", "too_long"},
    Sign{"", "unknown token", "upload_gone"},
    Sign{"BlankValue", "cannot be blank", "required"},
    Sign{"", "can't be blank", "required"},
    Sign{"", "is required", "required"},
    Sign{"several", "", "ambiguous"},
    Sign{"DuplicateValue", "already being used", "not_unique"},
    Sign{"", "already been taken", "not_unique"},
    Sign{"", "already in use", "not_unique"},
    Sign{"ValueTooShort", "is too short", "too_short"},
    Sign{"ValueTooLong", "is too long", "too_long"},
    Sign{"RecordNotFound", "not found", "not_found"},
    Sign{"", "does not exist", "not_found"},
    Sign{"InvalidFormat", "not properly formatted", "bad_format"},
    Sign{"InvalidValue", "is invalid", "not_allowed"},
    Sign{"", "is not valid", "not_allowed"},
    Sign{"", "is not a valid", "not_allowed"},
    Sign{"", "not included in the list", "not_allowed"},
};

// "{}" is the field's title.
struct Meaning {
  std::string_view fault;
  std::string_view message;
  std::string_view remedy;
  bool needs_more;  // what Zendesk says itself
};
constexpr std::array kMeanings = {
    Meaning{"closed", "{}: the ticket is closed, and nothing of it can be changed any more.",
            "Create a follow-up ticket instead.", false},
    Meaning{"required_on_solve", "{}: has to be filled in before the ticket can be solved.",
            "Give it a value, or leave the ticket unsolved.", false},
    Meaning{"suspended", "{}: this person is suspended in Zendesk.",
            "Name somebody else, or have an agent lift the suspension in Zendesk.", false},
    Meaning{"not_in_group", "{}: this agent does not belong to the ticket's group.",
            "Choose an agent of the group or another group, or have an administrator add the agent "
            "to the group.",
            false},
    Meaning{"no_agent", "{}: this person is no agent of the account.",
            "Choose somebody to whom tickets can be assigned.", false},
    Meaning{
        "not_of_requester", "{}: the requester does not belong to this organization.",
        "Choose one of the requester's organizations, or have an agent add the requester to it.",
        false},
    Meaning{"no_problem", "{}: there is no ticket of type Problem with this ID.",
            "Give the ID of a ticket whose type is Problem, or leave it out.", false},
    Meaning{"generated", "{}: Zendesk makes this value itself.", "Leave it out.", false},
    Meaning{"upload_gone", "{}: Zendesk does not know the uploaded file any more.",
            "Run the task again; it uploads the file anew.", false},
    Meaning{"required", "{}: Zendesk needs a value here.", "Fill it in.", false},
    Meaning{"not_unique", "{}: something else in Zendesk has this value already.",
            "Give another value, or update the one that has it.", false},
    Meaning{"ambiguous", "{}: several things in Zendesk have this value.",
            "Update the one that you mean by its ID, or merge them in Zendesk.", false},
    Meaning{"too_short", "{}: the value is too short.", "Give a longer value.", false},
    Meaning{"too_long", "{}: the value is too long.", "Give a shorter value.", false},
    Meaning{"not_found",
            "{}: Zendesk does not have what this names, or does not show it to the "
            "user of the connection.",
            "Check it in Zendesk, with the rights of that user.", false},
    Meaning{"bad_format", "{}: the value is not written as Zendesk needs it.",
            "Write it as the field's help shows.", true},
    Meaning{"not_allowed", "{}: Zendesk does not allow this value here.",
            "Choose a value that Zendesk offers for the field.", true},
    Meaning{"refused", "{}: Zendesk does not take this.",
            "Change the value, or look in Zendesk at what it demands of the field.", true},
};

std::string_view FaultCode(const FieldProblem& problem) {
  for (const Sign& sign : kSigns) {
    const bool has_code = !sign.code.empty() && sign.code == problem.code;
    const bool has_words =
        !sign.words.empty() && problem.description.find(sign.words) != std::string::npos;
    if (has_code || has_words) return sign.fault;
  }
  return "refused";
}

const Meaning& MeaningOf(std::string_view fault) {
  return *std::find_if(kMeanings.begin(), kMeanings.end(),
                       [fault](const Meaning& meaning) { return meaning.fault == fault; });
}

}  // namespace

FieldProblem Complaint(std::string field, std::string code, std::string told) {
  FieldProblem problem{std::move(field), std::move(code), "", 0, ""};
  problem.told = std::move(told);
  return problem;
}

Fault ToFault(const FieldProblem& problem, const Input& input) {
  const Meaning& meaning = MeaningOf(FaultCode(problem));
  FieldPlace place = PlaceOf(problem, input);
  const std::string whole = input.Say("The values as a whole");
  Fault fault;
  fault.pointer = std::move(place.pointer);
  fault.code = meaning.fault;
  const std::string& title = place.title.empty() ? whole : place.title;
  fault.message = problem.told.empty() ? input.texts().Say(meaning.message, {title})
                                       : input.Say("{}: {}", title, problem.told);
  if (problem.told.empty() && meaning.needs_more && problem.options.empty() &&
      !problem.description.empty())
    fault.message += " " + input.Say("Zendesk says: \"{}\".", problem.description);
  fault.title = std::move(place.title);
  fault.allowed = problem.options;
  fault.remedy = IsRequesterName(problem, input)
                     ? input.Say(
                           "Zendesk does not know this address yet; give the person's name "
                           "too.")
                     : input.texts().Say(meaning.remedy, {});
  return fault;
}

}  // namespace zendesk::tasks
