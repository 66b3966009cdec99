// SPDX-License-Identifier: Apache-2.0
// Where a task starts, or does not.
#include "author/launch.h"

#include <system_error>

namespace task_plugin {
namespace {

// Nothing has happened, and another time it may go.
Error Later(Error error) {
  error.retry = Retry::kSafe;
  return error;
}

}  // namespace

void Refuse(Plugin& plugin, const std::shared_ptr<Operation>& operation, const Error& error) {
  if (operation->waited_for()) return operation->Fail(error);
  try {
    plugin.Post([operation, error] { operation->Fail(error); });
  } catch (...) {
    // Ready() has seen to the threads, so memory has run out, and this thread has to tell.
    operation->Fail(error);
  }
}

void Launch(Plugin& plugin, const Prepared& prepared) {
  if (prepared.refusal) return Refuse(plugin, prepared.operation, *prepared.refusal);
  try {
    plugin.Start(prepared.operation);
  } catch (...) {
    Refuse(plugin, prepared.operation, StartError(plugin.texts()));
  }
}

void LaunchAll(Plugin& plugin, const std::vector<Prepared>& prepared) {
  Bulk* const bulk = prepared.size() > 1 ? plugin.bulk() : nullptr;
  std::vector<std::shared_ptr<Operation>> together;
  for (const Prepared& item : prepared) {
    if (bulk == nullptr || item.refusal) {
      Launch(plugin, item);
    } else {
      together.push_back(item.operation);
    }
  }
  if (together.empty()) return;
  try {
    bulk->StartMany(together);
  } catch (...) {
    const Error error = StartError(plugin.texts());
    for (const auto& operation : together) {
      if (!operation->ended()) Refuse(plugin, operation, error);
    }
  }
}

Error StartError(const Texts& texts) {
  try {
    throw;
  } catch (const std::system_error& failure) {
    if (failure.code() == std::errc::resource_unavailable_try_again) {
      return Later(Error(Status::kUnavailable, "no_thread",
                         texts.Say("This machine lets the process start no further thread. "
                                   "Nothing was begun.")));
    }
    if (failure.code() == std::errc::too_many_files_open ||
        failure.code() == std::errc::too_many_files_open_in_system ||
        failure.code() == std::errc::not_enough_memory) {
      return Later(Error(Status::kUnavailable, "no_resources",
                         texts.Say("This machine lets the process open no further file, or have "
                                   "no more memory. Nothing was begun.")));
    }
  } catch (...) {
    // Told below.
  }
  return CurrentError(texts);
}

Error Refusal(Status status, const Texts& texts) {
  if (status == Status::kRateLimited) {
    return Later(Error(status, "queue_full",
                       texts.Say("Too many tasks are open in this plugin. Try again when some "
                                 "have ended.")));
  }
  return Error(status, "invalid_operation_id",
               texts.Say("The operation's id is 0 or belongs to an open operation."));
}

}  // namespace task_plugin
