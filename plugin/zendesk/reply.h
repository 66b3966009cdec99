// SPDX-License-Identifier: Apache-2.0
// What a task needs from Zendesk's answers, each of which is one object with a name in front.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/zendesk/object_scan.h"

namespace zendesk {

/// {"ticket":{...}}
struct TicketReply : ObjectPlace {
  int64_t id = 0;
  std::optional<std::string> url;     ///< as Zendesk gave it
  std::optional<std::string> status;  ///< "new", "open", ...
  std::optional<int64_t> requester_id;
  std::string updated_at;  ///< the stamp for safe updates; empty when it is missing
  std::vector<std::string> tags;
  bool has_tags = false;  ///< the answer had a list of tags, and `tags` is all of it
};

/// {"profile":{...}}
struct ProfileReply : ObjectPlace {
  std::string id;
  std::optional<int64_t> user_id;
};

/// {"user":{...}}
struct UserReply : ObjectPlace {
  int64_t id = 0;
  bool suspended = false;
};

/// {"user":{...}}, when it is the one who asks.
struct CallerReply : ObjectPlace {
  std::optional<int64_t> id;  ///< nothing for a caller whom Zendesk does not know
  std::string name;
  std::string role;  ///< "admin", "agent" or "end-user"
  bool suspended = false;
};

/// {"token":{...}}, the access token of the one who asks.
struct CurrentTokenReply : ObjectPlace {
  std::vector<std::string> scopes;
  bool has_scopes = false;                            ///< the answer had them, and `scopes` is all
  std::optional<int64_t> expires_at_unix_ms;          ///< nothing: never, or Zendesk does not say
  std::optional<int64_t> refresh_expires_at_unix_ms;  ///< of the refresh token that came with it
};

/// {"custom_object_record":{...}}
struct RecordReply : ObjectPlace {
  std::string id;
  std::optional<std::string> url;
  std::optional<std::string> external_id;
  std::optional<std::string> name;
  std::optional<int64_t> made_at_unix_ms;  ///< by Zendesk's clock, as is the next
  std::optional<int64_t> changed_at_unix_ms;
};

/// Reads such an answer. False, with a reason in `complaint`, when the body is not one (see
/// ScanObject()) or the object has no id of its kind: a number of 64 bits for a ticket and a user,
/// a text for the others. A caller and a token need none.
bool ReadReply(std::string_view body, TicketReply& reply, std::optional<Message>& complaint);
bool ReadReply(std::string_view body, ProfileReply& reply, std::optional<Message>& complaint);
bool ReadReply(std::string_view body, UserReply& reply, std::optional<Message>& complaint);
bool ReadReply(std::string_view body, CallerReply& reply, std::optional<Message>& complaint);
bool ReadReply(std::string_view body, CurrentTokenReply& reply, std::optional<Message>& complaint);
bool ReadReply(std::string_view body, RecordReply& reply, std::optional<Message>& complaint);

/// A record in a list.
struct FoundRecord {
  std::string id;
  std::string external_id;
  std::optional<int64_t> made_at_unix_ms;   ///< by Zendesk's clock
  std::optional<int64_t> asked_at_unix_ms;  ///< by the same clock, when the list was read
};

/// Reads {"custom_object_records":[...]}: those with an external id. False, with a reason in
/// `complaint`, when the body is not such a list.
bool ReadRecordList(std::string_view body, std::vector<FoundRecord>& records,
                    std::optional<Message>& complaint);

/// Reads {"tickets":[...]}: the numbers of those with exactly this external id that were made since
/// then, in milliseconds since 1970 UTC by a clock that may differ by some minutes. False, with a
/// reason in `complaint`, when the body is not such a list.
bool ReadTicketList(std::string_view body, std::string_view external_id, int64_t since_unix_ms,
                    std::vector<int64_t>& ids, std::optional<Message>& complaint);

/// What a list of a ticket's audits tells of an operation.
struct AuditSearch {
  bool found = false;   ///< one of them carries the operation's name
  bool made = false;    ///< that one tells how the ticket was created
  bool is_all = false;  ///< there are no others that could
};

/// Under which a write puts the name of its operation into the ticket's metadata.
inline constexpr std::string_view kOperationKey = "zendesk_tasks_operation";

/// Reads {"audits":[...]} for those since then, in milliseconds since 1970 UTC by a clock that may
/// differ by some minutes. False, with a reason in `complaint`, when the body is
/// not such a list.
bool ReadAuditList(std::string_view body, std::string_view operation, int64_t since_unix_ms,
                   AuditSearch& search, std::optional<Message>& complaint);

}  // namespace zendesk
