// SPDX-License-Identifier: Apache-2.0
// What the tasks of a plugin object share.
#include "plugin/zendesk/service.h"

#include <algorithm>

namespace zendesk {

namespace {

// More than Zendesk's limits let through while one of them waits for its answer; each connection
// that there may be has one besides.
size_t MostAtWork(const ServiceOptions& options) {
  constexpr int kUsual = 256;
  return static_cast<size_t>(std::max(kUsual, options.max_connections));
}

}  // namespace

Service::Service(ServiceOptions options, std::vector<std::string> headers, NameFold fold,
                 FileOpener open_file)
    : headers_(std::move(headers)),
      fold_(fold),
      open_file_(std::move(open_file)),
      chance_(std::random_device()()),
      most_at_work_(MostAtWork(options)),
      transport_(std::move(options)) {}

RunningTask Service::StartInTurn(const Account& account, size_t kind, transport::Deadline deadline,
                                 TaskStart start, std::function<void(std::exception_ptr)> done) {
  const auto patience = std::chrono::steady_clock::now() + account.repeats().longest_wait;
  return transport_.StartInTurn(LaneOf(account, kind), std::min(deadline, patience),
                                std::move(start), std::move(done));
}

Client Service::ClientFor(const Account& account, transport::Deadline deadline, Work work,
                          Cost& cost, TaskPlace* place) {
  const Surroundings around{transport_, turns_,    headers_,  chance_,
                            new_keys_,  counters_, open_file_};
  return {around,
          SharedBy(account).governor,
          CatalogOf(account),
          account,
          deadline,
          std::move(work),
          cost,
          place};
}

void Service::ForEachAccount(
    const std::function<void(const std::string&, const Governor&)>& visit) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [origin, shared] : accounts_) visit(origin, shared.governor);
}

Service::Shared& Service::SharedBy(const Account& account) {
  const std::lock_guard lock(mutex_);
  return accounts_[account.address().origin];
}

Catalog& Service::CatalogOf(const Account& account) {
  const std::lock_guard lock(mutex_);
  const auto known = catalogs_.find(account.identity());
  if (known != catalogs_.end()) return known->second;
  // Of connections that were closed, with which all their tasks have ended.
  std::erase_if(catalogs_, [](const auto& entry) { return entry.first.expired(); });
  return catalogs_.try_emplace(account.identity(), fold_).first->second;
}

transport::Lane& Service::LaneOf(const Account& account, size_t kind) {
  const std::lock_guard lock(mutex_);
  return accounts_[account.address().origin].lanes.try_emplace(kind, most_at_work_).first->second;
}

}  // namespace zendesk
