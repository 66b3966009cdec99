// SPDX-License-Identifier: Apache-2.0
// One row for each task.
#include "plugin/tasks/task_list.h"

#include <array>

#include "plugin/tasks/ticket.h"
#include "plugin/tasks/ticket_body.h"

namespace zendesk::tasks {

std::span<const TaskEntry> AllTasks() {
  static constexpr std::array kTasks = {
      TaskEntry{"zendesk.create_ticket", 1, "tasks/create_ticket.input.json",
                "tasks/ticket.output.json",
                [](task_plugin::Input& input) { CheckTicket(input, TicketWrite::kCreate); },
                CreateTicket},
      TaskEntry{"zendesk.update_ticket", 1, "tasks/update_ticket.input.json",
                "tasks/ticket.output.json",
                [](task_plugin::Input& input) { CheckTicket(input, TicketWrite::kUpdate); },
                UpdateTicket},
  };
  return kTasks;
}

}  // namespace zendesk::tasks
