// SPDX-License-Identifier: Apache-2.0
// What Zendesk answers to questions, for a while: people and organizations, of which an account has
// too many to list.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plugin/zendesk/cached_list.h"
#include "plugin/zendesk/named_list.h"
#include "plugin/zendesk/newest_kept.h"

namespace zendesk {

/// What Zendesk has found; immutable.
template <typename Item>
struct Found {
  Found(std::vector<Item> items, NameFold fold, bool is_all)
      : list(std::move(items), fold), is_all(is_all) {}

  const NamedList<Item> list;
  const bool is_all;  ///< false: there are more than Client::kMostFound of them
};

template <typename Item>
using FoundItems = std::shared_ptr<const Found<Item>>;

/// One look-up for equal questions, however many ask. The newest kMostQuestions are kept.
/// [I/O thread]
template <typename Item>
class LookUps {
 public:
  using Cached = CachedList<Found<Item>>;
  using Read = typename Cached::Read;

  static constexpr size_t kMostQuestions = 500;

  /// See CachedList::Get().
  transport::Task<FoundItems<Item>> Get(std::string question, transport::Deadline deadline,
                                        Read read) {
    const std::shared_ptr<Cached> cached = cached_.For(question);
    co_return co_await cached->Get(deadline, std::move(read));
  }

  /// See CachedList::Refresh().
  transport::Task<FoundItems<Item>> Refresh(std::string question, FoundItems<Item> seen,
                                            transport::Deadline deadline, Read read) {
    const std::shared_ptr<Cached> cached = cached_.For(question);
    co_return co_await cached->Refresh(std::move(seen), deadline, std::move(read));
  }

  /// What is asked from here on is read anew.
  void Forget() { cached_.Forget(); }

 private:
  NewestKept<Cached> cached_{kMostQuestions};
};

}  // namespace zendesk
