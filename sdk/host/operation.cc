// SPDX-License-Identifier: Apache-2.0
// The table of open operations.
#include "host/operation.h"

#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "host/status.h"
#include "host/text.h"

namespace task_host {
namespace {

static_assert(sizeof(void*) == sizeof(std::uint64_t), "an operation's number travels as a pointer");

thread_local bool in_submit = false;

struct OpenOperation {
  std::promise<Result> promise;
  std::shared_ptr<HostServices> services;
  ProgressFunction progress;
  EndFunction ended;
};

// Numbers are handed out in blocks of this size, one block after another for each HostServices, so
// that a closed number still tells whose plugin misbehaves without a memory of every number.
constexpr std::uint64_t kBlock = std::uint64_t{1} << 32;

class Table {
 public:
  // Leaked on purpose: a plugin's thread may complete while the process is ending.
  static Table& Get() {
    static Table& table = *new Table;
    return table;
  }

  std::uint64_t Open(std::shared_ptr<OpenOperation> operation) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::uint64_t& last = last_of_[operation->services.get()];
    const auto owner = owners_.find(last / kBlock);
    // The same address may belong to a later HostServices: then it gets a block of its own.
    if (owner == owners_.end() || owner->second.lock() != operation->services ||
        last % kBlock == kBlock - 1) {
      const std::uint64_t block = ++last_block_;
      owners_[block] = operation->services;
      last = block * kBlock;
    }
    const std::uint64_t id = ++last;
    open_.emplace(id, std::move(operation));
    return id;
  }

  std::shared_ptr<OpenOperation> Find(std::uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : found->second;
  }

  std::shared_ptr<OpenOperation> Close(std::uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = open_.find(id);
    if (found == open_.end()) return nullptr;
    std::shared_ptr<OpenOperation> operation = std::move(found->second);
    open_.erase(found);
    return operation;
  }

  // The one to tell about a call on a closed number; nothing when it is gone.
  std::shared_ptr<HostServices> Owner(std::uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto owner = owners_.find(id / kBlock);
    return owner == owners_.end() ? nullptr : owner->second.lock();
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::shared_ptr<OpenOperation>> open_;
  std::map<const HostServices*, std::uint64_t> last_of_;
  std::map<std::uint64_t, std::weak_ptr<HostServices>> owners_;
  std::uint64_t last_block_ = 0;
};

void ReportStray(std::uint64_t id, const char* what) {
  if (const auto services = Table::Get().Owner(id)) services->ReportPluginBug(what);
}

void TP_CALL Complete(void* user, const tp_result* from) {
  const std::uint64_t id = reinterpret_cast<std::uintptr_t>(user);
  try {
    const std::shared_ptr<OpenOperation> operation = Table::Get().Close(id);
    if (operation == nullptr) {
      ReportStray(id, "complete() was called on an operation that had ended");
      return;
    }
    std::vector<Sentence> bugs;
    if (in_submit) bugs.push_back(Sentence("complete() was called before submit() returned"));
    Result result = CopyResult(from, bugs);
    for (const Sentence& bug : bugs) operation->services->ReportPluginBug(bug.InEnglish());
    operation->promise.set_value(std::move(result));
    if (operation->ended) operation->ended();
  } catch (...) {
    // Out of memory. The promise breaks, whoever waits gets an exception; none crosses the border.
  }
}

void TP_CALL Progress(void* user, double fraction, tp_str message) {
  const std::uint64_t id = reinterpret_cast<std::uintptr_t>(user);
  try {
    const std::shared_ptr<OpenOperation> operation = Table::Get().Find(id);
    if (operation == nullptr) {
      ReportStray(id, "progress() was called on an operation that had ended");
    } else if (operation->progress) {
      operation->progress(fraction, ToUtf8(View(message)));
    }
  } catch (...) {  // a step of progress may get lost, an exception may not cross the border
  }
}

}  // namespace

Operation::Operation(std::shared_ptr<HostServices> services, ProgressFunction progress,
                     EndFunction ended) {
  auto open = std::make_shared<OpenOperation>();
  open->services = std::move(services);
  open->progress = std::move(progress);
  open->ended = std::move(ended);
  result_ = open->promise.get_future();
  id_ = Table::Get().Open(std::move(open));
}

Operation::Operation(Operation&& other) noexcept
    : id_(std::exchange(other.id_, 0)), result_(std::move(other.result_)) {}

Operation::~Operation() {
  if (id_ != 0) Table::Get().Close(id_);
}

tp_sink Operation::Sink() const {
  auto sink = Sized<tp_sink>();
  sink.op_id = id_;
  sink.user = reinterpret_cast<void*>(static_cast<std::uintptr_t>(id_));
  sink.complete = &Complete;
  sink.progress = &Progress;
  return sink;
}

Result Operation::WaitForRead() {
  Result result = Wait();
  if (result.retry == TP_RETRY_UNKNOWN_OUTCOME) result.retry = TP_RETRY_NEVER;
  return result;
}

bool Operation::IsComplete() const {
  return Table::Get().Find(id_) == nullptr;
}

Result FailureOf(Operation& diagnosis, tp_status status, const std::string& call,
                 HostServices& services) {
  Result result;
  if (diagnosis.IsComplete()) {
    result = diagnosis.Wait();
  } else {
    services.ReportPluginBug(call + " failed without telling why");
    result.status = KnownStatus(status);
  }
  if (result.status != KnownStatus(status)) {
    services.ReportPluginBug(call + " returned one status and reported another");
    result.status = KnownStatus(status);
  }
  if (result.error_message.empty()) {
    result.SetHostMessage(
        Sentence("The plugin gave no reason: {} failed with \"{}\".", call, StatusName(status)));
  }
  return result;
}

SubmitScope::SubmitScope() {
  in_submit = true;
}
SubmitScope::~SubmitScope() {
  in_submit = false;
}

}  // namespace task_host
