// SPDX-License-Identifier: Apache-2.0
// Two maps that hold no empty sets.
#include "ticket_index.h"

#include "account.h"

namespace sandbox {
namespace {

template <typename Key>
void remove_from(std::map<Key, std::set<Id>>& index, const Key& key, Id id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  found->second.erase(id);
  if (found->second.empty()) index.erase(found);
}

}  // namespace

void TicketIndex::add(Id id, const TicketProperties& ticket) {
  if (ticket.external_id) by_external_id_[*ticket.external_id].insert(id);
  if (ticket.problem_id) incidents_[*ticket.problem_id].insert(id);
}

void TicketIndex::remove(Id id, const TicketProperties& ticket) {
  if (ticket.external_id) remove_from(by_external_id_, *ticket.external_id, id);
  if (ticket.problem_id) remove_from(incidents_, *ticket.problem_id, id);
}

const std::set<Id>& TicketIndex::with_external_id(const std::string& external_id) const {
  static const std::set<Id> kNone;
  const auto found = by_external_id_.find(external_id);
  return found == by_external_id_.end() ? kNone : found->second;
}

}  // namespace sandbox
