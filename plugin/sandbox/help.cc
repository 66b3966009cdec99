// SPDX-License-Identifier: Apache-2.0
// The texts of --help, for people at a terminal of 100 columns.
#include "help.h"

namespace sandbox {

const char* const kAbout =
    R"(An offline Zendesk account on this machine, to try workflows on. Nothing is kept after it ends.)";

const char* const kFooter = R"(
Credentials
  Bearer       sandbox-access-token           acts as admin@acme.example
  Bearer       sandbox-expired-token          is always refused: 401 invalid_token
  Basic        EMAIL/token:sandbox-api-token  acts as EMAIL, for example admin@acme.example
  Passwords are refused, as Zendesk does.

OAuth
  GET /oauth/authorizations/new asks; POST /oauth/tokens gives tokens for authorization_code,
  refresh_token and client_credentials; GET, DELETE /api/v2/oauth/tokens/current. All act as
  admin@acme.example. The redirect URI is http://127.0.0.1:8976/callback; --redirect-uri adds more
  client_id            client_secret
  sandbox_app          sandbox-app-secret
  sandbox_public_app   none: a public client, which must send a code_challenge (S256)
  sandbox_service      sandbox-service-secret  for client_credentials; no redirect URI
  sandbox_old_app      sandbox-old-app-secret  its access tokens never expire

In the account
  admin        admin@acme.example
  agents       ana@acme.example, ben@acme.example, cleo@acme.example; sam@acme.example and
               sam.two@acme.example, who have one name
  customers    dana@globex.example, eli@initech.example; fay@initech.example is suspended
  groups       Support, Billing, and Returns Desk and returns desk, which are two
  tickets      1 open, 2 a problem, 3 closed
  fields       one of each type, two with the title Region; Fax number is not active
  forms        Default Ticket Form; Returns, where Order number is required to solve a ticket;
               Repair, with conditions; Outlet orders, of one brand; Returns by fax, not active
  brands       Acme, Acme Outlet; Acme Classic is not active
  statuses     one of each category, Waiting for parts; Waiting for a fax is not active
  objects      asset (names are unique, external ids ERP-1001 and ERP-1002),
               maintenance_visit (names are counted; belongs to an asset), survey_response
  --large adds 250 fields named Detail, Spare part with 1,200 options, and 300 groups, agents and
  organizations. --id-offset N makes another account of it: its ids of people and settings are
  all N higher, its names, options, e-mails and keys are the same.
  Requests to another name under zendesk.com get 404: No help desk at it.

Endpoints, with and without .json, under /api/v2
  tickets (?external_id=)  tickets/count  tickets/show_many?ids=  tickets/ID
  tickets/ID/comments  tickets/ID/audits  tickets/ID/tags (PUT adds, POST sets, DELETE removes)
  tickets/create_many  tickets/update_many (?ids=)
  search?query= (tickets only)  problems  problems/autocomplete?text=
  uploads?filename= (&token=)  uploads/TOKEN
  job_statuses  job_statuses/ID  job_statuses/show_many?ids=
  ticket_fields  ticket_fields/ID  ticket_fields/ID/options  ticket_forms  ticket_forms/ID
  brands  custom_statuses  custom_statuses/ID
  groups  groups/assignable  groups/ID  groups/ID/memberships  groups/ID/users
  group_memberships  group_memberships/assignable  users/ID/group_memberships
  organizations  organizations/ID  organizations/autocomplete?name=
  organizations/search (?external_id= or ?name=)
  users (?role[]=)  users/me  users/ID  users/ID/identities  users/ID/profiles
  users/ID/organizations
  users/search (?query= or ?external_id=)  users/autocomplete?name=  users/create_or_update
  users/show_many (?ids= or ?external_ids=)
  user_profiles?identifier=SOURCE:TYPE:IDENTIFIER_TYPE:VALUE  user_profiles/ID
  custom_objects  custom_objects/KEY  custom_objects/KEY/jobs
  custom_objects/KEY/fields (?include_standard_fields=true)  custom_objects/KEY/fields/FIELD
  custom_objects/KEY/limits/field_limit  custom_objects/limits/{object_limit,record_limit}
  custom_objects/KEY/records (?external_id= or ?name= to create or update)
  custom_objects/KEY/records/ID  custom_objects/KEY/records/{count,search,autocomplete}

Uploads
  A file may have 50 MB: 413 AttachmentTooLarge. A token is good for an hour and for one comment.
  Of files only name, type and size are kept; the journal has the size and SHA-256 of each.

Limits
  Requests are counted and the counts shown in headers. With --enforce-limits what is too much gets
  429 and Retry-After: the account's requests a minute by --plan (enterprise), profiles apart; 100
  ticket updates a minute, 30 of one ticket by one user in ten minutes; 300 new tickets a minute by
  one user; one create_or_update of a user a second, 5 a minute by one user. Without both options
  all limits are a thousand times as high, so that no client slows down for them.
  plan             team  growth  professional  enterprise  enterprise-plus
  requests         200   400     400           700         2500
  of profiles      250   250     500           700         1000
  Always: at most 30 jobs queued or running (429 TooManyJobs), 100 items in each.

Failures on demand
  POST /sandbox/faults  {"method":"POST","path":"/api/v2/tickets","times":1,"fault":"hang"}
  takes one, or an array of them, as does the file of --faults. The first that strikes counts.
    cut_after_commit     stores the write, then closes the connection without an answer
    cut_before_commit    closes the connection and stores nothing
    reset_after_commit   the same two with a TCP reset
    reset_before_commit  in place of an orderly end
    late_commit          closes the connection without an answer and stores the write "ms" (20)
                         later, as when a proxy goes on with what it has taken
    cut_body             stores the write and sends half of the answer's body
    status               answers "status", with "headers" and "body" if given; stores nothing
    delay                stores the write and holds the answer for "ms"
    hang                 stores nothing and never answers
    drip                 stores the write and sends 16 bytes every "ms" (20)
    duplicate            carries the request out twice, as after a proxy that repeats
    no_help_desk         answers as if the account did not exist; stores nothing
    tls_failure          refuses the handshake of a connection; with --tls
    job_loses_results    the job that begins tells nothing of "items" (1) of its items
    job_fails            it ends as failed after "items" (0)
    job_killed           it ends as killed after "items" (half of them)
    business_rule        makes "change" to a ticket right after it was created or updated by itself,
                         as a trigger does: {"assignee_id":null}
    not_in_plan          takes the endpoints of "feature" away: profiles, custom_objects,
                         ticket_forms or custom_statuses
    rate_limit           enforces the limits of "plan", or "limit" requests a minute;
                         "enforce":false only counts, "json":true makes the 429 JSON
  The last two hold until they are cleared. Which requests the others strike:
    "method", "path"     any when left out; a path may end in *
    "on_request"         "first" of a connection, or a "later" one
    "after":N            lets N requests pass
    "every":N            strikes one in N
    "percent":P          strikes with that probability, the same ones for equal "seed", which
                         is that of --seed and the place among the faults when left out
    "times":N            so often; 0 means until cleared, as it is with "every" and "percent"
  DELETE /sandbox/faults    clears them

To look inside, under the name localhost or a loopback address only
  /                         a page for the browser: tickets, profiles, records and requests, live
  GET /sandbox/requests     the last 1000 requests; DELETE forgets them
  GET /sandbox/state        counts: tickets, comments, profiles, records, users, stored writes,
                            connections, faults that struck, 429s, calls by endpoint, jobs,
                            uploads (orphaned: they wait for a comment), tokens, renewals
  GET /sandbox/overview     what the page shows, as JSON
  GET /sandbox/events       server-sent events: a number that moves with every change
  GET /sandbox/clock        the sandbox's time. With --clock-control POST moves it:
                            {"advance_seconds":N}, {"unix_seconds":N}, {"stop":true} or false.
                            Tokens, keys, limits and jobs follow; delays of answers do not.
)";

}  // namespace sandbox
