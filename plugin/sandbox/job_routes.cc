// SPDX-License-Identifier: Apache-2.0
// From HTTP to jobs and back.
#include "job_routes.h"

#include "errors.h"
#include "id_list.h"
#include "job_answer.h"
#include "pagination.h"

namespace sandbox {

Response list_jobs(const Call& call) {
  const auto jobs = call.account.jobs.newest_first();
  return list_response(
      call.request, "job_statuses", call.account.url("job_statuses"), jobs.size(),
      [&](JsonWriter& json, std::size_t i) { write_job(json, call.account, *jobs[i]); });
}

Response show_job(const Call& call) {
  const auto job = call.account.jobs.find(call.id);
  if (!job) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_job(json.key("job_status"), call.account, *job);
  json.end_object();
  return json_response(200, json.text());
}

Response show_many_jobs(const Call& call) {
  Response problem;
  const auto ids = ids_of_query(call.request, problem);
  if (!ids) return problem;
  JsonWriter json;
  json.begin_object().key("job_statuses").begin_array();
  for (const std::string& id : *ids) {
    if (const auto job = call.account.jobs.find(id)) write_job(json, call.account, *job);
  }
  json.end_array().end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
