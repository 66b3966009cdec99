// SPDX-License-Identifier: Apache-2.0
// One row for each task.
#include "plugin/tasks/task_list.h"

#include <array>

#include "plugin/tasks/profile.h"
#include "plugin/tasks/profile_body.h"
#include "plugin/tasks/record.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/record_bulk.h"
#include "plugin/tasks/ticket.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/tasks/ticket_bulk.h"

namespace zendesk::tasks {

std::span<const TaskEntry> AllTasks() {
  static const std::array kTasks = {
      TaskEntry{"zendesk.create_ticket", "Create ticket", 1, "tasks/create_ticket.input.json",
                "tasks/ticket.output.json",
                [](task_plugin::Input& input) { CheckTicket(input, TicketWrite::kCreate); },
                CreateTicket, &kCreateTickets},
      TaskEntry{"zendesk.update_ticket", "Update ticket", 1, "tasks/update_ticket.input.json",
                "tasks/ticket.output.json",
                [](task_plugin::Input& input) { CheckTicket(input, TicketWrite::kUpdate); },
                UpdateTicket, &kUpdateTickets},
      TaskEntry{"zendesk.create_profile", "Create profile", 1, "tasks/create_profile.input.json",
                "tasks/profile.output.json", CheckProfile, CreateProfile, nullptr},
      TaskEntry{"zendesk.update_profile", "Update profile", 1, "tasks/update_profile.input.json",
                "tasks/profile.output.json", CheckProfile, UpdateProfile, nullptr},
      TaskEntry{"zendesk.create_record", "Create record", 1, "tasks/create_record.input.json",
                "tasks/record.output.json",
                [](task_plugin::Input& input) { CheckRecord(input, RecordWrite::kCreate); },
                CreateRecord, &kCreateRecords},
      TaskEntry{"zendesk.update_record", "Update record", 1, "tasks/update_record.input.json",
                "tasks/record.output.json",
                [](task_plugin::Input& input) { CheckRecord(input, RecordWrite::kUpdate); },
                UpdateRecord, &kUpdateRecords},
  };
  return kTasks;
}

}  // namespace zendesk::tasks
