// SPDX-License-Identifier: Apache-2.0
// Reading plugin.json. Every fault is collected, so that an author sees all of them at once.
#include "host/manifest.h"

#include <algorithm>
#include <initializer_list>

#include "host/error.h"
#include "host/file.h"
#include "host/semver.h"
#include "host/trust.h"
#include "task_plugin.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIdBytes = 128;

// What is wrong with the value at a pointer.
Sentence FaultAt(const std::string& pointer, const Sentence& what) {
  return Sentence("{}: {}", pointer, what);
}

// Takes members out of the document and notes what is wrong with them.
class Reader {
 public:
  explicit Reader(fs::path folder) : folder_(std::move(folder)) {}

  void Fault(const std::string& pointer, const Sentence& what) {
    faults_.push_back(FaultAt(pointer, what));
  }
  const std::vector<Sentence>& faults() const { return faults_; }

  std::string Text(const Json& from, const std::string& at, const char* name, bool required) {
    const Json* member = from.Find(name);
    const std::string pointer = at + PointerStep(name);
    if (member == nullptr) {
      if (required) Fault(pointer, Sentence("is missing"));
      return std::string();
    }
    if (member->string() == nullptr || (required && member->string()->empty())) {
      Fault(pointer,
            required ? Sentence("must be a text that is not empty") : Sentence("must be a text"));
      return std::string();
    }
    return *member->string();
  }

  std::string Choice(const Json& from, const std::string& at, const char* name,
                     std::initializer_list<std::string_view> allowed) {
    std::string value = Text(from, at, name, true);
    if (!value.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      std::string list;
      for (const std::string_view choice : allowed) (list += list.empty() ? "" : " ") += choice;
      Fault(at + PointerStep(name), Sentence("must be one of: {}", list));
    }
    return value;
  }

  std::int64_t Integer(const Json& from, const std::string& at, const char* name,
                       std::int64_t minimum, std::int64_t fallback) {
    const Json* member = from.Find(name);
    if (member == nullptr) return fallback;
    const auto value = member->Integer();
    if (value && *value >= minimum && *value <= UINT32_MAX) return *value;
    Fault(at + PointerStep(name), Sentence("must be a whole number of at least {}", minimum));
    return fallback;
  }

  bool Boolean(const Json& from, const std::string& at, const char* name) {
    const Json* member = from.Find(name);
    if (member == nullptr) return false;
    if (member->boolean() == nullptr) {
      Fault(at + PointerStep(name), Sentence("must be true or false"));
    }
    return member->boolean() != nullptr && *member->boolean();
  }

  std::vector<std::string> Texts(const Json& from, const std::string& at, const char* name) {
    std::vector<std::string> texts;
    const Json* member = from.Find(name);
    if (member == nullptr) return texts;
    if (member->array() == nullptr) {
      Fault(at + PointerStep(name), Sentence("must be a list of texts"));
      return texts;
    }
    for (const Json& item : *member->array()) {
      if (item.string() == nullptr) {
        Fault(at + PointerStep(name), Sentence("must be a list of texts"));
        return texts;
      }
      texts.push_back(*item.string());
    }
    return texts;
  }

  // An object member; an empty object stands in for one that is missing or of another kind.
  const Json& Object(const Json& from, const std::string& at, const char* name, bool required) {
    static const Json kEmpty{Json::Object()};
    const Json* member = from.Find(name);
    if (member != nullptr && member->object() != nullptr) return *member;
    if (member != nullptr) {
      Fault(at + PointerStep(name), Sentence("must be an object"));
    } else if (required) {
      Fault(at + PointerStep(name), Sentence("is missing"));
    }
    return kEmpty;
  }

  // The file that a member names; empty when there is no such file.
  fs::path File(const Json& from, const std::string& at, const char* name) {
    const std::string path = Text(from, at, name, true);
    if (path.empty()) return fs::path();
    try {
      return ConfinedPath(folder_, path);
    } catch (const Error& error) {
      Fault(at + PointerStep(name), error.sentence());
      return fs::path();
    }
  }

  Json Schema(const Json& from, const std::string& at, const char* name) {
    const fs::path path = File(from, at, name);
    if (path.empty()) return Json();
    try {
      Json schema = ReadJsonFile(path);
      if (schema.object() != nullptr) return schema;
      Fault(at + PointerStep(name), Sentence("{}: a schema must be an object", path.string()));
    } catch (const Error& error) {
      Fault(at + PointerStep(name), error.sentence());
    }
    return Json();
  }

 private:
  fs::path folder_;
  std::vector<Sentence> faults_;
};

void ReadAbi(const Json& document, Reader& reader) {
  const Json& abi = reader.Object(document, "", "abi", true);
  if (abi.object()->empty()) return;
  const std::int64_t major = reader.Integer(abi, "/abi", "major", 1, 0);
  if (major != TP_ABI_MAJOR) {
    reader.Fault(
        "/abi/major",
        Sentence("the plugin follows major version {} of task_plugin.h, this host version {}",
                 major, TP_ABI_MAJOR));
  }
  const std::int64_t minor = reader.Integer(abi, "/abi", "minHostMinor", 0, 0);
  if (minor > std::int64_t{TP_ABI_MINOR}) {
    reader.Fault("/abi/minHostMinor",
                 Sentence("the plugin needs a host of minor version {} or later, this one has {}",
                          minor, TP_ABI_MINOR));
  }
}

void ReadIdentity(const Json& document, Reader& reader, Manifest& manifest) {
  manifest.id = reader.Text(document, "", "id", true);
  if (!manifest.id.empty() && !IsId(manifest.id)) {
    reader.Fault("/id", Sentence("must be lower case letters, digits, - and _, at most 128 bytes"));
  }
  manifest.name = reader.Text(document, "", "name", true);
  manifest.version = reader.Text(document, "", "version", true);
  if (!manifest.version.empty() && !SemVer::Parse(manifest.version)) {
    reader.Fault("/version", Sentence("must be a version like 1.0.0 (Semantic Versioning)"));
  }
  manifest.description = reader.Text(document, "", "description", false);
  manifest.license = reader.Text(document, "", "license", false);
  const Json& required = reader.Object(document, "", "requires", false);
  manifest.required_services = reader.Texts(required, "/requires", "services");
}

void ReadConnections(const Json& document, Reader& reader, Manifest& manifest) {
  const Json& connections = reader.Object(document, "", "connections", false);
  for (const auto& [id, entry] : *connections.object()) {
    const std::string at = "/connections" + PointerStep(id);
    if (!IsId(id)) reader.Fault(at, Sentence("is no good name for a connection type"));
    if (entry.object() == nullptr) {
      reader.Fault(at, Sentence("must be an object"));
      continue;
    }
    ConnectionType type;
    type.id = id;
    type.title = reader.Text(entry, at, "title", true);
    type.description = reader.Text(entry, at, "description", false);
    type.guide = reader.Texts(entry, at, "guide");
    type.settings = reader.Object(entry, at, "settings", true);
    type.credentials = reader.Object(entry, at, "credentials", true);
    manifest.connections.push_back(std::move(type));
  }
}

void ReadTask(const std::string& id, const Json& entry, Reader& reader, Manifest& manifest) {
  const std::string at = "/tasks" + PointerStep(id);
  const std::string prefix = manifest.id + ".";
  if (id.size() > kMaxIdBytes || !id.starts_with(prefix) || !IsId(id.substr(prefix.size()))) {
    reader.Fault(at,
                 Sentence("a task is named \"{}\" and lower case letters, digits and _", prefix));
  }
  if (entry.object() == nullptr) {
    reader.Fault(at, Sentence("must be an object"));
    return;
  }
  TaskEntry task;
  task.id = id;
  task.title = reader.Text(entry, at, "title", true);
  task.description = reader.Text(entry, at, "description", false);
  task.group = reader.Text(entry, at, "group", false);
  task.schema_version =
      static_cast<std::uint32_t>(reader.Integer(entry, at, "schemaVersion", 1, 1));
  task.input_schema = reader.Schema(entry, at, "input");
  task.output_schema = reader.Schema(entry, at, "output");
  task.connections = reader.Texts(entry, at, "connection");
  for (const std::string& type : task.connections) {
    if (manifest.FindConnection(type) == nullptr) {
      reader.Fault(at + "/connection", Sentence("\"{}\" is no key of /connections", type));
    }
  }
  task.side_effects =
      reader.Choice(entry, at, "sideEffects", {"none", "read", "write", "destructive"});
  task.idempotency = reader.Choice(entry, at, "idempotency", {"native", "key", "none"});
  task.timeout_ms = reader.Integer(entry, at, "timeoutMs", 1, 0);
  const Json& batch = reader.Object(entry, at, "batch", false);
  task.batch_max = reader.Integer(batch, at + "/batch", "max", 1, 1);
  task.dry_run = reader.Boolean(entry, at, "dryRun");
  task.errors = reader.Texts(entry, at, "errors");
  manifest.tasks.push_back(std::move(task));
}

void ReadTasks(const Json& document, Reader& reader, Manifest& manifest) {
  const Json& tasks = reader.Object(document, "", "tasks", true);
  for (const auto& [id, entry] : *tasks.object()) ReadTask(id, entry, reader, manifest);
}

void ReadFiles(const Json& document, Reader& reader, Manifest& manifest) {
  const Json& locales = reader.Object(document, "", "locales", false);
  for (const auto& [language, path] : *locales.object()) {
    if (reader.File(locales, "/locales", language.c_str()).empty()) continue;
    manifest.locales.emplace_back(language, *path.string());
  }
  const std::string platform(PlatformName());
  const Json& libraries = reader.Object(document, "", "libraries", true);
  const Json* library = libraries.Find(platform);
  if (library == nullptr) {
    reader.Fault("/libraries", Sentence("has no library for this machine ({})", platform));
    return;
  }
  manifest.library = reader.File(*library, "/libraries/" + platform, "path");
}

[[noreturn]] void ThrowManifest(const fs::path& file, const std::vector<Sentence>& faults) {
  if (faults.size() == 1) throw Error(Error::Kind::kManifest, file.string(), faults[0]);
  Sentence message = Sentence::Verbatim(file.string());
  for (const Sentence& fault : faults) message += Sentence("\n  {}", fault);
  throw Error(Error::Kind::kManifest, message);
}

// A manifest of a later version may mean other things by the same words, so nothing else is read.
void CheckManifestVersion(const Json& document, const fs::path& file) {
  if (document.object() == nullptr) ThrowManifest(file, {Sentence("must be a JSON object")});
  const Json* member = document.Find("manifestVersion");
  const auto version = member == nullptr ? std::nullopt : member->Integer();
  const auto refuse = [&](const Sentence& what) {
    ThrowManifest(file, {FaultAt("/manifestVersion", what)});
  };
  if (!version || *version < 1) refuse(Sentence("must be the number 1"));
  if (*version > 1) {
    refuse(Sentence("version {} is newer than this host, which reads version 1; update the host",
                    *version));
  }
}

}  // namespace

bool IsId(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  return !text.empty() && text.size() <= kMaxIdBytes && text[0] != '-' && text[0] != '_' &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

const TaskEntry* Manifest::FindTask(std::string_view task_id) const {
  const auto found = std::find_if(tasks.begin(), tasks.end(),
                                  [&](const TaskEntry& task) { return task.id == task_id; });
  return found == tasks.end() ? nullptr : &*found;
}

const ConnectionType* Manifest::FindConnection(std::string_view type) const {
  const auto found = std::find_if(connections.begin(), connections.end(),
                                  [&](const ConnectionType& entry) { return entry.id == type; });
  return found == connections.end() ? nullptr : &*found;
}

std::string_view PlatformName() {
#if defined(__linux__) && defined(__x86_64__)
  return "linux-x86_64";
#elif defined(__linux__) && defined(__aarch64__)
  return "linux-aarch64";
#elif defined(__APPLE__) && defined(__aarch64__)
  return "macos-arm64";
#elif defined(__APPLE__)
  return "macos-x86_64";
#else
#error "Name this platform here and in the manifests."
#endif
}

fs::path ConfinedPath(const fs::path& folder, const std::string& name) {
  const auto refuse = [](const Sentence& why) { throw Error(Error::Kind::kManifest, why); };
  const fs::path relative(name);
  if (relative.empty() || relative.is_absolute()) {
    refuse(Sentence("the path \"{}\" must be relative to plugin.json", name));
  }
  if (std::find(relative.begin(), relative.end(), "..") != relative.end()) {
    refuse(Sentence("the path \"{}\" must not hold \"..\"", name));
  }
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) {
    refuse(
        Sentence("the path \"{}\" is in a folder that cannot be read: {}", name, error.message()));
  }
  fs::path file = fs::canonical(root / relative, error);
  if (error) refuse(Sentence("the path \"{}\" cannot be read: {}", name, error.message()));
  const auto [end, unused] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (end != root.end()) {
    refuse(
        Sentence("the path \"{}\" leads out of the plugin's folder through a symbolic link", name));
  }
  if (!fs::is_regular_file(file, error)) refuse(Sentence("the path \"{}\" is not a file", name));
  // Up to the place, which a link may have led to from a place of its own.
  RequireTrust(file, root.parent_path().parent_path());
  return file;
}

Manifest LoadManifest(const fs::path& folder) {
  const fs::path file = folder / "plugin.json";
  Manifest manifest;
  manifest.folder = folder;
  try {
    manifest.document = ReadJsonFile(ConfinedPath(folder, "plugin.json"));
  } catch (const Error& error) {
    throw Error(Error::Kind::kManifest, folder.string(), error.sentence());
  }
  CheckManifestVersion(manifest.document, file);
  Reader reader(folder);
  ReadAbi(manifest.document, reader);
  ReadIdentity(manifest.document, reader, manifest);
  ReadConnections(manifest.document, reader, manifest);
  ReadTasks(manifest.document, reader, manifest);
  ReadFiles(manifest.document, reader, manifest);
  if (!reader.faults().empty()) ThrowManifest(file, reader.faults());
  return manifest;
}

}  // namespace task_host
