// SPDX-License-Identifier: Apache-2.0
// create() and destroy().
#include "host/instance.h"

#include "host/agreement.h"
#include "host/error.h"
#include "host/json.h"
#include "host/operation.h"
#include "host/text.h"

namespace task_host {
namespace {

// What is wrong with the answer of create(), or nothing. The table must hold every function of
// minor version 0.
Sentence FaultOf(const tp_plugin_api* api, const tp_plugin* object) {
  if (api == nullptr || object == nullptr) return Sentence("create() succeeded without an object");
  if (!TP_HAS(api, tp_plugin_api, cancel)) {
    return Sentence("the plugin's table of functions is too short");
  }
  if ((api->flags & TP_FLAGS_MUST_UNDERSTAND) != 0) {
    return Sentence("the plugin's table carries a flag that this host does not know");
  }
  if (api->destroy == nullptr || api->get_extension == nullptr || api->connect == nullptr ||
      api->update_credentials == nullptr || api->disconnect == nullptr || api->execute == nullptr ||
      api->submit == nullptr || api->cancel == nullptr) {
    return Sentence("the plugin's table leaves a function out");
  }
  return Sentence();
}

// The host owes destroy() for an object, also when it cannot use it, as far as the table reaches.
void DestroyIfPossible(const tp_plugin_api* api, tp_plugin* object) {
  if (api == nullptr || object == nullptr || !TP_HAS(api, tp_plugin_api, destroy)) return;
  if (api->destroy != nullptr) api->destroy(object);
}

}  // namespace

PluginInstance::PluginInstance(std::shared_ptr<const Plugin> plugin,
                               std::shared_ptr<HostServices> services, const tp_plugin_api* api,
                               tp_plugin* object)
    : plugin_(std::move(plugin)), services_(std::move(services)), api_(api), object_(object) {}

std::shared_ptr<PluginInstance> PluginInstance::Create(std::shared_ptr<const Plugin> plugin,
                                                       std::shared_ptr<HostServices> services,
                                                       std::string_view policy_json) {
  CheckServices(plugin->manifest(), services->Offered());
  const tp_plugin_api* api = nullptr;
  tp_plugin* object = nullptr;
  Operation diagnosis(services);
  const tp_sink sink = diagnosis.Sink();
  const tp_status status =
      plugin->entry().create(&services->table(), Borrow(policy_json), &sink, &api, &object);
  if (status != TP_OK) throw Refused(FailureOf(diagnosis, status, "create()", *services));
  if (const Sentence fault = FaultOf(api, object); !fault.empty()) {
    DestroyIfPossible(api, object);
    throw Error(Error::Kind::kLibrary, plugin->manifest().library.string(), fault);
  }
  if (diagnosis.IsComplete()) services->ReportPluginBug("create() succeeded and reported an error");
  return std::shared_ptr<PluginInstance>(
      new PluginInstance(std::move(plugin), std::move(services), api, object));
}

PluginInstance::~PluginInstance() {
  api_->destroy(object_);
}

std::string PluginInstance::Stats() const {
  const auto* extension = static_cast<const tp_ext_stats*>(Extension(TP_EXT_STATS));
  if (extension == nullptr || !TP_HAS(extension, tp_ext_stats, snapshot)) return std::string();
  std::string text;
  const auto take = [](void* user, tp_str snapshot) {
    *static_cast<std::string*>(user) = std::string(View(snapshot));
  };
  if (extension->snapshot(object_, take, &text) != TP_OK) return std::string();
  try {
    if (Json::ParseReported(text).object() != nullptr) return text;
    services_->ReportPluginBug("snapshot() gave JSON of the wrong kind");
  } catch (const JsonError& error) {
    services_->ReportPluginBug("snapshot() gave no acceptable JSON: " +
                               error.sentence().InEnglish());
  }
  return std::string();
}

const void* PluginInstance::Extension(std::string_view id) const {
  return api_->get_extension(object_, Borrow(id));
}

}  // namespace task_host
