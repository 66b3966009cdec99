// SPDX-License-Identifier: Apache-2.0
// The negotiation with a library that has just been loaded.
#include "host/agreement.h"

#include <algorithm>
#include <map>

#include "host/error.h"
#include "host/status.h"
#include "host/text.h"

namespace task_host {
namespace {

struct RegisteredTask {
  std::uint32_t version = 0;
  Json input_schema;
  Json output_schema;
};

// What register_tasks() brings in. The first fault decides; the plugin must stop at it.
class Registration {
 public:
  tp_registrar Registrar() {
    auto registrar = Sized<tp_registrar>();
    registrar.user = this;
    registrar.add_task = &Registration::AddTask;
    return registrar;
  }
  const std::map<std::string, RegisteredTask, std::less<>>& tasks() const { return tasks_; }
  const std::string& problem() const { return problem_; }

 private:
  static tp_status TP_CALL AddTask(void* user, const tp_task_descriptor* task) {
    auto* self = static_cast<Registration*>(user);
    try {
      return self->Add(task);
    } catch (...) {  // out of memory; no exception may cross into the plugin
      return TP_E_INTERNAL;
    }
  }

  tp_status Add(const tp_task_descriptor* from) {
    if (from == nullptr || !TP_HAS(from, tp_task_descriptor, output_schema_json)) {
      return Refuse(TP_E_INVALID_ARGUMENT, "a task descriptor is too short");
    }
    const tp_task_descriptor task = CopySized(from);
    if ((task.flags & TP_FLAGS_MUST_UNDERSTAND) != 0) {
      return Refuse(TP_E_NOT_IMPLEMENTED, "a task carries a flag that this host does not know");
    }
    const std::string id(View(task.id));
    if (id.empty() || id.size() > 128 || !IsUtf8(id)) {
      return Refuse(TP_E_INVALID_ARGUMENT, "a task has a malformed id");
    }
    if (tasks_.contains(id)) {
      return Refuse(TP_E_CONFLICT, "the task \"" + id + "\" is registered twice");
    }
    RegisteredTask registered;
    registered.version = task.version;
    try {
      registered.input_schema = Json::Parse(View(task.input_schema_json));
      registered.output_schema = Json::Parse(View(task.output_schema_json));
    } catch (const JsonError& error) {
      return Refuse(TP_E_INVALID_ARGUMENT,
                    "a schema of the task \"" + id + "\" is not acceptable JSON: " + error.what());
    }
    tasks_.emplace(id, std::move(registered));
    return TP_OK;
  }

  tp_status Refuse(tp_status status, const std::string& why) {
    if (problem_.empty()) problem_ = why;
    return status;
  }

  std::map<std::string, RegisteredTask, std::less<>> tasks_;
  std::string problem_;
};

[[noreturn]] void Refuse(const Manifest& manifest, const std::string& why) {
  throw Error(Error::Kind::kLibrary, manifest.library.string() + ": " + why);
}

}  // namespace

void CheckEntry(const tp_entry* entry, const Manifest& manifest,
                std::span<const std::string> offered_services) {
  if (entry == nullptr) Refuse(manifest, "tp_plugin_entry_v1 returned nothing");
  if (!TP_HAS(entry, tp_entry, magic)) {
    Refuse(manifest, "the entry is too short to hold its magic number");
  }
  if (entry->magic != TP_ENTRY_MAGIC) {
    Refuse(manifest, "the entry has the wrong magic number; the library is no task plugin");
  }
  if (!TP_HAS(entry, tp_entry, abi_major) || entry->abi_major != TP_ABI_MAJOR) {
    Refuse(manifest, "the library does not follow major version " + std::to_string(TP_ABI_MAJOR) +
                         " of task_plugin.h");
  }
  if (!TP_HAS(entry, tp_entry, create)) {
    Refuse(manifest, "the entry is too short to hold create()");
  }
  if ((entry->flags & TP_FLAGS_MUST_UNDERSTAND) != 0) {
    Refuse(manifest, "the entry carries a flag that this host does not know");
  }
  if (entry->min_host_minor > TP_ABI_MINOR) {
    Refuse(manifest, "the library needs a host of minor version " +
                         std::to_string(entry->min_host_minor) + " or later, this one has " +
                         std::to_string(TP_ABI_MINOR));
  }
  if (View(entry->plugin_id) != manifest.id) {
    Refuse(manifest, "the library calls itself \"" + ToUtf8(View(entry->plugin_id)) +
                         "\", its manifest \"" + manifest.id + "\"");
  }
  if (View(entry->plugin_version) != manifest.version) {
    Refuse(manifest, "the library has version \"" + ToUtf8(View(entry->plugin_version)) +
                         "\", its manifest \"" + manifest.version + "\"");
  }
  for (const std::string& service : manifest.required_services) {
    if (std::find(offered_services.begin(), offered_services.end(), service) ==
        offered_services.end()) {
      Refuse(manifest, "the plugin requires the service " + service + ", which is not offered");
    }
  }
  if (entry->register_tasks == nullptr || entry->create == nullptr) {
    Refuse(manifest, "the entry leaves a function out");
  }
}

void CheckTasks(const tp_entry& entry, const Manifest& manifest) {
  Registration registration;
  const tp_registrar registrar = registration.Registrar();
  const tp_status status = entry.register_tasks(&registrar);
  if (!registration.problem().empty()) Refuse(manifest, registration.problem());
  if (status != TP_OK) {
    Refuse(manifest, "register_tasks() failed with \"" + std::string(StatusName(status)) + "\"");
  }
  for (const auto& [id, unused] : registration.tasks()) {
    if (manifest.FindTask(id) == nullptr) {
      Refuse(manifest,
             "the library registers a task that the manifest does not list: " + ToUtf8(id));
    }
  }
  for (const TaskEntry& task : manifest.tasks) {
    const auto found = registration.tasks().find(task.id);
    if (found == registration.tasks().end()) {
      Refuse(manifest, "the library does not register the manifest's task " + task.id);
    }
    const RegisteredTask& registered = found->second;
    if (registered.version != task.schema_version) {
      Refuse(manifest, "the task " + task.id + " has version " +
                           std::to_string(registered.version) + " in the library and " +
                           std::to_string(task.schema_version) + " in the manifest");
    }
    if (!(registered.input_schema == task.input_schema)) {
      Refuse(manifest, "the input schema of " + task.id + " differs from the manifest's");
    }
    if (!(registered.output_schema == task.output_schema)) {
      Refuse(manifest, "the output schema of " + task.id + " differs from the manifest's");
    }
  }
}

}  // namespace task_host
