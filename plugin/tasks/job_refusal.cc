// SPDX-License-Identifier: Apache-2.0
// By the account's catalog; of several fields with one title, the one that the item gives.
#include "plugin/tasks/job_refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/field_place.h"
#include "plugin/tasks/name_fields.h"

namespace zendesk::tasks {
namespace {

// What no property of the input is called.
bool IsUnplaced(const FieldProblem& problem, const BatchItem& item) {
  if (problem.field != "base" || problem.ticket_field_id != 0) return false;
  const std::string pointer = PlaceOf(problem, item.input()).pointer;
  const bool is_property = !pointer.empty() && !pointer.starts_with("/custom_fields");
  return !is_property && !TitleIn(problem.description).empty();
}

bool HasUnplaced(const Problem& refusal, const BatchItem& item) {
  return std::any_of(refusal.fields.begin(), refusal.fields.end(),
                     [&item](const FieldProblem& problem) { return IsUnplaced(problem, item); });
}

// Null when the title is not one field's.
template <typename Item>
const Item* FieldCalled(const NamedList<Item>& list, std::string_view title,
                        const BatchItem& item) {
  std::vector<const Item*> found = list.ByName(title);
  if (found.size() > 1) {
    std::erase_if(found, [&item](const Item* field) {
      const std::string id = fmt::format("{}", field->id);
      return std::none_of(item.places.begin(), item.places.end(),
                          [&id](const AskedPlace& place) { return place.inner == id; });
    });
  }
  return found.size() == 1 ? found.front() : nullptr;
}

void TellWhich(FieldProblem& problem, const TicketField& field) {
  problem.ticket_field_id = field.id;
}

void TellWhich(FieldProblem& problem, const ObjectField& field) {
  problem.field = field.id;
}

template <typename Item>
void FindFields(const NamedList<Item>& list, const BatchItem& item, Problem& refusal) {
  for (FieldProblem& problem : refusal.fields) {
    if (!IsUnplaced(problem, item)) continue;
    const Item* field = FieldCalled(list, TitleIn(problem.description), item);
    if (field == nullptr) continue;
    TellWhich(problem, *field);
    NameField(*field, problem);
  }
}

}  // namespace

Task<void> FindTicketFields(Client client, const BatchItem& item, Problem& refusal) {
  if (!HasUnplaced(refusal, item)) co_return;
  client.RepeatNothing();
  const auto fields = co_await TryRead(client.catalog().GetIfAllowed<TicketField>(client));
  if (fields && *fields != nullptr) FindFields(**fields, item, refusal);
}

Task<void> FindRecordFields(Client client, std::string object, const BatchItem& item,
                            Problem& refusal) {
  if (!HasUnplaced(refusal, item)) co_return;
  client.RepeatNothing();
  const auto fields = co_await TryRead(client.catalog().ObjectFieldsIfAllowed(client, object));
  if (fields && *fields != nullptr) FindFields(**fields, item, refusal);
}

}  // namespace zendesk::tasks
