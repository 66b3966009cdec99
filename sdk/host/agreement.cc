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
  const Sentence& problem() const { return problem_; }

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
      return Refuse(TP_E_INVALID_ARGUMENT, Sentence("a task descriptor is too short"));
    }
    const tp_task_descriptor task = CopySized(from);
    if ((task.flags & TP_FLAGS_MUST_UNDERSTAND) != 0) {
      return Refuse(TP_E_NOT_IMPLEMENTED,
                    Sentence("a task carries a flag that this host does not know"));
    }
    const std::string id(View(task.id));
    if (id.empty() || id.size() > 128 || !IsUtf8(id)) {
      return Refuse(TP_E_INVALID_ARGUMENT, Sentence("a task has a malformed id"));
    }
    if (tasks_.contains(id)) {
      return Refuse(TP_E_CONFLICT, Sentence("the task \"{}\" is registered twice", id));
    }
    RegisteredTask registered;
    registered.version = task.version;
    try {
      registered.input_schema = Json::Parse(View(task.input_schema_json));
      registered.output_schema = Json::Parse(View(task.output_schema_json));
    } catch (const JsonError& error) {
      return Refuse(
          TP_E_INVALID_ARGUMENT,
          Sentence("a schema of the task \"{}\" is not acceptable JSON: {}", id, error.sentence()));
    }
    tasks_.emplace(id, std::move(registered));
    return TP_OK;
  }

  tp_status Refuse(tp_status status, const Sentence& why) {
    if (problem_.empty()) problem_ = why;
    return status;
  }

  std::map<std::string, RegisteredTask, std::less<>> tasks_;
  Sentence problem_;
};

[[noreturn]] void Refuse(const Manifest& manifest, const Sentence& why) {
  throw Error(Error::Kind::kLibrary, manifest.library.string(), why);
}

}  // namespace

void CheckEntry(const tp_entry* entry, const Manifest& manifest) {
  if (entry == nullptr) Refuse(manifest, Sentence("tp_plugin_entry_v1 returned nothing"));
  if (!TP_HAS(entry, tp_entry, magic)) {
    Refuse(manifest, Sentence("the entry is too short to hold its magic number"));
  }
  if (entry->magic != TP_ENTRY_MAGIC) {
    Refuse(manifest,
           Sentence("the entry has the wrong magic number; the library is no task plugin"));
  }
  if (!TP_HAS(entry, tp_entry, abi_major) || entry->abi_major != TP_ABI_MAJOR) {
    Refuse(manifest,
           Sentence("the library does not follow major version {} of task_plugin.h", TP_ABI_MAJOR));
  }
  if (!TP_HAS(entry, tp_entry, create)) {
    Refuse(manifest, Sentence("the entry is too short to hold create()"));
  }
  if ((entry->flags & TP_FLAGS_MUST_UNDERSTAND) != 0) {
    Refuse(manifest, Sentence("the entry carries a flag that this host does not know"));
  }
  if (entry->min_host_minor > TP_ABI_MINOR) {
    Refuse(manifest,
           Sentence("the library needs a host of minor version {} or later, this one has {}",
                    entry->min_host_minor, TP_ABI_MINOR));
  }
  if (View(entry->plugin_id) != manifest.id) {
    Refuse(manifest, Sentence("the library calls itself \"{}\", its manifest \"{}\"",
                              ToUtf8(View(entry->plugin_id)), manifest.id));
  }
  if (View(entry->plugin_version) != manifest.version) {
    Refuse(manifest, Sentence("the library has version \"{}\", its manifest \"{}\"",
                              ToUtf8(View(entry->plugin_version)), manifest.version));
  }
  if (entry->register_tasks == nullptr || entry->create == nullptr) {
    Refuse(manifest, Sentence("the entry leaves a function out"));
  }
}

void CheckTasks(const tp_entry& entry, const Manifest& manifest) {
  Registration registration;
  const tp_registrar registrar = registration.Registrar();
  const tp_status status = entry.register_tasks(&registrar);
  if (!registration.problem().empty()) Refuse(manifest, registration.problem());
  if (status != TP_OK) {
    Refuse(manifest, Sentence("register_tasks() failed with \"{}\"", StatusName(status)));
  }
  for (const auto& [id, unused] : registration.tasks()) {
    if (manifest.FindTask(id) == nullptr) {
      Refuse(manifest, Sentence("the library registers a task that the manifest does not list: {}",
                                ToUtf8(id)));
    }
  }
  for (const TaskEntry& task : manifest.tasks) {
    const auto found = registration.tasks().find(task.id);
    if (found == registration.tasks().end()) {
      Refuse(manifest, Sentence("the library does not register the manifest's task {}", task.id));
    }
    const RegisteredTask& registered = found->second;
    if (registered.version != task.schema_version) {
      Refuse(manifest, Sentence("the task {} has version {} in the library and {} in the manifest",
                                task.id, registered.version, task.schema_version));
    }
    if (!(registered.input_schema == task.input_schema)) {
      Refuse(manifest, Sentence("the input schema of {} differs from the manifest's", task.id));
    }
    if (!(registered.output_schema == task.output_schema)) {
      Refuse(manifest, Sentence("the output schema of {} differs from the manifest's", task.id));
    }
  }
}

void CheckServices(const Manifest& manifest, std::span<const std::string> offered_services) {
  for (const std::string& service : manifest.required_services) {
    if (std::find(offered_services.begin(), offered_services.end(), service) ==
        offered_services.end()) {
      Refuse(manifest,
             Sentence("the plugin requires the service {}, which is not offered", service));
    }
  }
}

}  // namespace task_host
