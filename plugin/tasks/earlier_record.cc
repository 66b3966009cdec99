// SPDX-License-Identifier: Apache-2.0
// Times are compared by Zendesk's clock alone.
#include "plugin/tasks/earlier_record.h"

#include "plugin/tasks/before_writing.h"

namespace zendesk::tasks {

Task<RecordSighting> LookForRecord(Client& client, std::string object, std::string external_id,
                                   std::chrono::steady_clock::time_point since) {
  RecordSighting sighting;
  const auto answer =
      co_await TryRead(client.FindRecord(std::move(object), std::move(external_id)));
  if (!answer) co_return sighting;
  const std::optional<FoundRecord>& found = *answer;
  sighting.exists = found.has_value();
  const bool is_dated = found && found->made_at_unix_ms && found->asked_at_unix_ms;
  sighting.is_certain = !found || is_dated;
  if (!is_dated) co_return sighting;
  // In whole seconds.
  constexpr std::chrono::seconds kRounding(2);
  const std::chrono::milliseconds age(*found->asked_at_unix_ms - *found->made_at_unix_ms);
  if (age <= std::chrono::steady_clock::now() - since + kRounding) sighting.ours = found->id;
  co_return sighting;
}

}  // namespace zendesk::tasks
