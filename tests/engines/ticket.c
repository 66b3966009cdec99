/* SPDX-License-Identifier: Apache-2.0 */
#include "ticket.h"

#include <stdlib.h>
#include <string.h>

void Check(int good, const char* what) {
  if (good) return;
  fprintf(stderr, "not so: %s\n", what);
  exit(1); /* NOLINT(concurrency-mt-unsafe) */
}

guest* CreateTicket(const char* library, const char* url, const char* policy,
                    complete_function complete, void* user) {
  static const char kInput[] =
      "{\"subject\":\"executed\",\"comment_body\":\"From a program in C.\"}";
  char settings[256];
  snprintf(settings, sizeof settings, "{\"subdomain\":\"acme\",\"base_url\":\"%s\"}", url);
  const account who = {"oauth_access_token", settings,
                       "{\"access_token\":\"sandbox-access-token\"}"};
  outcome diag;
  guest* self = GuestOpen(library, policy, &who, &diag);
  Check(self != NULL, diag.error_message == NULL ? "the plugin loads" : diag.error_message);
  OutcomeFree(&diag);
  const tp_task_request request = TaskRequest("zendesk.create_ticket", kInput);
  const tp_sink sink = {sizeof sink, 0, 1, user, complete, NULL};
  self->api->execute(self->plugin, self->conn, &request, &sink);
  return self;
}

void Report(guest* self, const outcome* created) {
  const char* id = strstr(created->output, "\"id\":");
  Check(id != NULL, "the ticket has an id");
  printf("ticket %llu executed\n", strtoull(id + strlen("\"id\":"), NULL, 10));
  char* log = GuestLog(self);
  char* rest = NULL;
  for (char* line = strtok_r(log, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    printf("log %s\n", line);
  }
  free(log);
}
