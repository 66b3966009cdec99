// SPDX-License-Identifier: Apache-2.0
// The exported entry of a class whose list of tasks throws: user code that runs before any object.
#include "author/entry.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "fake_host.h"

using namespace task_plugin;

namespace {

class Stubborn final : public BlockingPlugin {
 public:
  using BlockingPlugin::BlockingPlugin;

  static std::span<const TaskType> Tasks() { throw std::runtime_error("no tasks today"); }
  std::unique_ptr<Connection> Connect(const ConnectInfo&) override { return nullptr; }
  Output Run(Operation&) override { return {}; }
};

}  // namespace

TP_PLUGIN(Stubborn)

TEST_CASE("a list of tasks that throws ends in a status") {
  const tp_entry* entry = tp_plugin_entry_v1();
  CHECK(View(entry->plugin_id) == "stubborn");
  const tp_registrar registrar = {
      sizeof registrar, 0, nullptr,
      [](void*, const tp_task_descriptor*) -> tp_status { return TP_OK; }};
  CHECK(entry->register_tasks(&registrar) == TP_E_INTERNAL);

  FakeHost host;
  int completed = 0;
  const tp_sink diag = {sizeof diag,
                        0,
                        0,
                        &completed,
                        [](void* user, const tp_result* result) {
                          ++*static_cast<int*>(user);
                          CHECK(result->status == TP_E_INTERNAL);
                        },
                        nullptr};
  const tp_plugin_api* api = nullptr;
  tp_plugin* plugin = nullptr;
  CHECK(entry->create(host.get(), tp_str{}, &diag, &api, &plugin) == TP_E_INTERNAL);
  CHECK(completed == 1);
  CHECK(plugin == nullptr);
}
