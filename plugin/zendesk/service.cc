// SPDX-License-Identifier: Apache-2.0
// What the tasks of a plugin object share.
#include "plugin/zendesk/service.h"

namespace zendesk {

Service::Service(ServiceOptions options, std::vector<std::string> headers)
    : headers_(std::move(headers)),
      chance_(std::random_device()()),
      transport_(std::move(options)) {}

Client Service::ClientFor(const Account& account, transport::Deadline deadline, Work work,
                          Cost& cost) {
  const Surroundings around{transport_, turns_, headers_, chance_, new_keys_, counters_};
  return {around, GovernorOf(account.address().origin), account, deadline, std::move(work), cost};
}

void Service::ForEachAccount(
    const std::function<void(const std::string&, const Governor&)>& visit) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [origin, governor] : governors_) visit(origin, governor);
}

Governor& Service::GovernorOf(const std::string& origin) {
  const std::lock_guard lock(mutex_);
  return governors_.try_emplace(origin).first->second;
}

}  // namespace zendesk
