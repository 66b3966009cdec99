// SPDX-License-Identifier: Apache-2.0
// The state of the one Zendesk account that the sandbox plays: people, settings, tickets, records.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "custom_object.h"
#include "field.h"
#include "jobs.h"
#include "oauth.h"
#include "plan.h"
#include "profile.h"
#include "seed_options.h"
#include "settings.h"
#include "ticket_index.h"
#include "time_text.h"
#include "ulid.h"
#include "uploads.h"

namespace sandbox {

/// A way to reach a user; see is_standard_identifier for the types.
struct Identity {
  Id id = 0;
  std::string type;
  std::string value;
};

struct User {
  Id id = 0;
  std::string name;
  std::optional<std::string> email;
  std::string role = "end-user";  ///< admin, agent, end-user
  bool suspended = false;
  std::vector<Id> organization_ids;  ///< the first is the default one
  std::vector<Id> group_ids;         ///< the first is the default one
  std::string locale = "en-US";
  Seconds created_at = 0;
  std::optional<std::string> external_id{};
  std::optional<std::string> phone{};
  std::vector<Identity> identities{};  ///< see add_identity
  bool active = true;                  ///< false once deleted: tickets still name the user
  Seconds updated_at = 0;              ///< add_user() sets it to created_at

  bool is_agent() const { return role != "end-user"; }
};

struct Comment {
  Id id = 0;
  Id audit_id = 0;
  Id author_id = 0;
  bool is_public = true;
  std::string plain_body;
  std::string html_body;
  Seconds created_at = 0;
  std::vector<Attachment> attachments{};
};

/// What a write can change.
struct TicketProperties {
  std::optional<std::string> subject;
  std::optional<std::string> external_id;
  std::optional<std::string> type;
  std::optional<std::string> priority;
  std::optional<std::string> recipient;
  std::string status = "new";
  Id custom_status_id = 0;
  Id requester_id = 0;
  Id submitter_id = 0;
  std::optional<Id> assignee_id;
  std::optional<Id> group_id;
  std::optional<Id> organization_id;
  std::optional<Id> problem_id;
  std::optional<Id> brand_id;
  std::optional<Id> ticket_form_id;
  std::optional<Seconds> due_at;
  std::vector<Id> follower_ids;
  std::vector<Id> email_cc_ids;
  std::vector<std::string> tags;
  std::map<Id, FieldValue> custom_fields;
};

struct Ticket : TicketProperties {
  Id id = 0;
  Seconds created_at = 0;
  Seconds updated_at = 0;
  bool comments_public_by_default = true;  ///< what the first comment was
  std::optional<Id> followup_source_id;
  std::vector<Id> followup_ids;
  std::vector<Comment> comments;
  std::vector<std::string> audits;  ///< each one JSON text; an audit never changes
};

/// Plain data with finders. The caller (Application) guards it with one mutex.
class Account {
 public:
  explicit Account(std::string subdomain, Clock clock = system_time,
                   const SeedOptions& options = {});

  std::string subdomain;
  Clock clock;
  SeedOptions seed_options;
  Plan plan;
  std::map<Id, User> users;  ///< see add_user
  std::map<Id, Organization> organizations;
  std::map<Id, Group> groups;
  std::map<Id, Brand> brands;
  std::map<Id, TicketForm> ticket_forms;
  std::map<Id, CustomStatus> custom_statuses;
  std::vector<TicketField> ticket_fields;  ///< by position
  std::map<Id, Ticket> tickets;            ///< every change goes through ticket_index, too
  TicketIndex ticket_index;
  std::map<std::string, CustomObject> custom_objects;  ///< by key
  Uploads uploads;
  Profiles profiles;
  Oauth oauth;
  Jobs jobs;
  std::string api_token;
  Id default_brand_id = 0;
  Id default_ticket_form_id = 0;
  std::uint64_t commits = 0;  ///< successful writes since the start, not counting tokens

  Seconds now() const { return std::chrono::floor<std::chrono::seconds>(clock()).count(); }
  /// `https://acme.zendesk.com/api/v2/` + path + `.json`
  std::string url(std::string_view path) const;

  /// An id of seed.h as this account has it.
  Id seeded(Id id) const { return id + seed_options.id_offset; }
  Id next_ticket_id() { return ++last_ticket_id_; }
  /// For users made on the way.
  Id next_id() { return seeded(last_id_ += 20); }
  /// For fields of custom objects and their options.
  Id next_field_id() { return seeded(last_field_id_ += 20); }
  /// For audits and their events: above 2^53 and odd, so that a client that takes ids for floating
  /// point numbers is caught.
  Id next_event_id() { return last_event_id_ += 2; }
  /// For records of custom objects and for profiles.
  std::string next_ulid() { return ulids_.next(now()); }

  void add_user(User user);
  /// Also makes it the user's e-mail, phone or external id: the first two only when there was none.
  void add_identity(Id user_id, const std::string& type, const std::string& value);
  const User* find_user(Id id) const;
  const User* find_user(std::string_view email) const;  ///< without regard to case
  /// `value` as normal_value() leaves it.
  const User* find_user_by_identity(std::string_view type, std::string_view value) const;
  const Ticket* find_ticket(Id id) const;
  std::size_t record_count() const;  ///< of all custom objects
  const CustomObject* find_custom_object(const std::string& key) const;
  const TicketForm* find_form(std::optional<Id> id) const;
  const TicketField* find_field(Id id) const;
  const TicketField* find_system_field(std::string_view type) const;
  /// The default status of a category, or 0.
  Id default_status(std::string_view category) const;

 private:
  std::map<std::pair<std::string, std::string>, Id> user_ids_;  ///< by type and value of identities
  Id last_ticket_id_ = 0;
  Id last_id_ = 360005000000000;
  Id last_field_id_ = 360006000000011;
  Id last_identity_id_ = 360008000000011;
  Id last_event_id_ = 9007199254740993;
  UlidMaker ulids_;
};

template <typename Map>
bool contains(const Map& map, Id id) {
  return map.find(id) != map.end();
}

}  // namespace sandbox
