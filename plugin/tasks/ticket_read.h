// SPDX-License-Identifier: Apache-2.0
// A ticket as it is before it is changed.
#pragma once

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What an update does with the time of the ticket's last change.
enum class StampUse {
  kNone,    ///< nothing
  kGuard,   ///< Zendesk shall refuse the update when there has been another
  kAllTags  ///< that, and tags that others have added would be lost if it did not
};

/// Throws Problem; also when the answer lacks what the use needs. Zendesk tells changes apart by
/// the second: for kAllTags it is waited until another change would show.
Task<TicketAnswer> ReadBeforeUpdate(Client& client, int64_t id, StampUse use);

}  // namespace zendesk::tasks
