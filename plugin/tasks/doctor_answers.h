// SPDX-License-Identifier: Apache-2.0
// What the headers of answers told of the rate limit and the time, in lines for people.
#pragma once

#include "plugin/tasks/doctor_report.h"
#include "plugin/zendesk/answer_notes.h"

namespace zendesk::tasks {

void ReportRateLimit(const AnswerNotes& notes, Report& report);
void ReportClock(const AnswerNotes& notes, Report& report);

}  // namespace zendesk::tasks
