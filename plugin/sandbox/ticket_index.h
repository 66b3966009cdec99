// SPDX-License-Identifier: Apache-2.0
// Tickets by what is looked for often, so that no request walks over all of them.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "field.h"

namespace sandbox {

struct TicketProperties;

class TicketIndex {
 public:
  void add(Id id, const TicketProperties& ticket);
  /// Does nothing when the ticket was not added.
  void remove(Id id, const TicketProperties& ticket);

  /// External ids are not unique.
  const std::set<Id>& with_external_id(const std::string& external_id) const;
  bool has_incidents(Id problem_id) const { return incidents_.contains(problem_id); }

 private:
  std::map<std::string, std::set<Id>> by_external_id_;
  std::map<Id, std::set<Id>> incidents_;  ///< by problem
};

}  // namespace sandbox
