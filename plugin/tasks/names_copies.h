// SPDX-License-Identifier: Apache-2.0
// Whom a ticket's copies and followers mean.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/json.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// An entry as text, whether it is one or a number.
std::string PersonIn(const task_plugin::json::Value& entry);

/// A list of people in the input and in what is written, and the one that tickets have for it.
struct Copies {
  const char* asked;
  const char* shown;
  bool are_agents;
};
inline constexpr std::array kCopies = {Copies{"email_ccs", "email_cc_ids", false},
                                       Copies{"followers", "follower_ids", true}};

/// Does the text stand for somebody by name, and not by an ID or an e-mail address?
bool IsPersonsName(std::string_view text);

/// Does a list name somebody who has to be looked up?
bool NamesCopies(const task_plugin::Input& input);

/// Looks up those whom the lists name; a fault for each who is unknown or ambiguous, and for who is
/// no agent where agents alone will do.
Task<void> ResolveCopies(Client& client, const task_plugin::Input& input, ResolvedNames& names,
                         std::vector<task_plugin::Fault>& faults);

/// Those whom the input names, with the IDs that are known.
std::vector<AskedPerson> CopiesOf(const task_plugin::Input& input, const ResolvedNames& names);

/// The same after a write, which may have made some of them: with the IDs of those, too, whose
/// addresses Zendesk knows, and with the assignee and the requester whom the input gives by
/// address. Nobody is looked up where the answer shows without it that nobody is missing: a new
/// ticket's list is as long as that of the input. Nor is the requester of a new ticket, whom nobody
/// else sets, and of whom there are too many for a look at each.
Task<std::vector<AskedPerson>> FindAsked(Client& client, const task_plugin::Input& input,
                                         const ResolvedNames& names, const TicketAnswer& answer,
                                         bool is_new);

}  // namespace zendesk::tasks
