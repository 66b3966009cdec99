// SPDX-License-Identifier: Apache-2.0
// A job has no key by which Zendesk would notice that its work is done a second time.
#include "plugin/tasks/open_job.h"

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

// A user who may not see jobs cannot have waited for one either.
bool MaySeeNone(const Problem& problem) {
  return problem.kind == Problem::Kind::kPermissionDenied ||
         problem.kind == Problem::Kind::kNotFound;
}

}  // namespace

Task<void> RequireNoOpenJob(Client& client, std::string_view kind) {
  constexpr int64_t kComeBackMs = 10'000;
  bool is_open = false;
  try {
    is_open = co_await BeforeWriting(client.HasOpenJobs(kind));
  } catch (const Problem& problem) {
    if (!MaySeeNone(problem)) throw;
  }
  if (!is_open) co_return;
  Problem problem = OutcomeUnknown(
      Message("An earlier attempt may be a part of a job that Zendesk is still at work on. Nothing "
              "was sent this time."));
  problem.retry_after_ms = kComeBackMs;
  throw problem;
}

}  // namespace zendesk::tasks
