// SPDX-License-Identifier: Apache-2.0
// Numbers that the I/O thread goes on changing meanwhile: each is true, not all of one moment.
#include "plugin/tasks/statistics.h"

#include <algorithm>
#include <optional>

#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

void WriteLevel(ObjectWriter& writer, std::string_view name, const Bucket& bucket) {
  const int64_t limit = bucket.limit();
  const auto known = [limit](int64_t number) {
    return limit == 0 ? std::nullopt : std::optional<int64_t>(number);
  };
  writer.Begin(name);
  writer.IntegerOrNull("limit", known(limit));
  writer.IntegerOrNull("remaining", known(std::max<int64_t>(bucket.remaining(), 0)));
  writer.Integer("waiting", bucket.waiting());
  writer.End();
}

}  // namespace

std::string DescribeStatistics(const Service& service) {
  const Counters& counters = service.counters();
  ObjectWriter writer(512);
  writer.Integer("api_calls", counters.api_calls.value());
  writer.Integer("repeats", counters.repeats.value());
  writer.Integer("rate_limited", counters.refusals.value());
  writer.Integer("waited_ms", counters.waited_ms.value());
  writer.Integer("renewals", counters.renewals.value());
  writer.Integer("connections_made", service.connections_made());
  writer.BeginList("accounts");
  service.ForEachAccount([&writer](const std::string& origin, const Governor& governor) {
    writer.BeginItem();
    writer.Text("account", origin);
    WriteLevel(writer, "requests", governor.account());
    WriteLevel(writer, "profiles", governor.profiles());
    WriteLevel(writer, "ticket_updates", governor.ticket_updates());
    writer.End();
  });
  writer.EndList();
  return writer.Finish();
}

}  // namespace zendesk::tasks
