// SPDX-License-Identifier: Apache-2.0
// Finding and keeping connections by name.
#include "taskhost/connection_store.h"

#include <algorithm>
#include <chrono>

#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/random_text.h"
#include "taskhost/stop.h"
#include "taskhost/time_text.h"

namespace taskhost {
namespace {

namespace fs = std::filesystem;
using task_host::Json;

constexpr std::size_t kMaxNameBytes = 64;
// Notes of connections that went; the oldest are forgotten.
constexpr std::size_t kMaxNotes = 1000;
constexpr const char* kNotesFile = ".gone.json";

fs::path OwnFolder(const task_host::Environment& environment) {
  const std::string config = environment.Get("XDG_CONFIG_HOME");
  const std::string home = environment.Get("HOME");
  if (environment.elevated) return {};
  // The XDG rules say that a relative $XDG_CONFIG_HOME counts as not set.
  if (config.starts_with('/')) return fs::path(config) / "taskhost" / "connections";
  if (home.starts_with('/')) return fs::path(home) / ".config" / "taskhost" / "connections";
  return {};
}

bool IsName(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && name.size() <= kMaxNameBytes && is_plain(name[0]) &&
         !name.ends_with(".json") && std::all_of(name.begin(), name.end(), [&](char c) {
           return is_plain(c) || c == '.' || c == '_' || c == '-';
         });
}

std::string FileOf(const std::string& name) {
  return name + ".json";
}

std::string IdOf(const NamedConnection& connection) {
  return connection.file ? connection.file->id() : std::string();
}

const NamedConnection* Lookup(const std::vector<NamedConnection>& all,
                              const std::string& reference) {
  const NamedConnection* by_name = nullptr;
  for (const NamedConnection& one : all) {
    if (IdOf(one) == reference) return &one;
    if (by_name == nullptr && one.name == reference) by_name = &one;
  }
  return by_name;
}

}  // namespace

ConnectionStore::ConnectionStore(const task_host::Environment& environment, Language language)
    : ConnectionStore(OwnFolder(environment), "/etc/taskhost/connections", language) {}

ConnectionStore::ConnectionStore(const fs::path& own, const fs::path& shared, Language language)
    : own_(own, ConnectionFolder::Kind::kOwn, language),
      shared_(shared, ConnectionFolder::Kind::kShared, language),
      language_(language) {}

fs::path ConnectionStore::token_folder() const {
  return own_.path().empty() ? fs::path() : own_.path().parent_path() / "tokens";
}

std::vector<NamedConnection> ConnectionStore::List() const {
  std::vector<NamedConnection> found;
  ListFolder(own_, false, found);
  ListFolder(shared_, true, found);
  return found;
}

void ConnectionStore::ListFolder(const ConnectionFolder& folder, bool shared,
                                 std::vector<NamedConnection>& found) const {
  if (folder.path().empty()) return;
  std::vector<std::string> names;
  try {
    names = folder.Names();
  } catch (const Stop& stop) {
    found.emplace_back();
    found.back().path = folder.path();
    found.back().shared = shared;
    found.back().fault = stop.what();
  }
  for (const std::string& name : names) {
    NamedConnection one = Open(folder, name, shared);
    // Two connections with one id would use each other's tokens.
    const auto twin = std::find_if(found.begin(), found.end(), [&](const NamedConnection& other) {
      return one.file && IdOf(other) == one.file->id();
    });
    if (twin != found.end()) {
      one.fault = Say(language_, Text::kSameId, one.path.string(), twin->path.string());
      one.file.reset();
    }
    found.push_back(std::move(one));
  }
}

NamedConnection ConnectionStore::Open(const ConnectionFolder& folder, const std::string& name,
                                      bool shared) const {
  NamedConnection one;
  one.name = name;
  one.path = folder.path() / FileOf(name);
  one.shared = shared;
  try {
    one.file.emplace(one.path.string(), folder.Read(FileOf(name)), language_);
  } catch (const Stop& stop) {
    one.fault = stop.what();
  }
  return one;
}

NamedConnection ConnectionStore::Find(const std::string& reference) const {
  const std::vector<NamedConnection> all = List();
  const NamedConnection* found = Lookup(all, reference);
  if (found == nullptr) ThrowMissing(reference, all);
  if (!found->file) throw Stop::Connection(found->fault);
  return *found;
}

NamedConnection ConnectionStore::FindOwn(const std::string& reference) const {
  const std::vector<NamedConnection> all = List();
  const NamedConnection* found = Lookup(all, reference);
  if (found == nullptr) ThrowMissing(reference, all);
  if (found->shared) {
    throw Stop::Connection(
        Say(language_, Text::kConnectionIsShared, found->name, found->path.string()));
  }
  return *found;
}

void ConnectionStore::ThrowMissing(const std::string& reference,
                                   const std::vector<NamedConnection>& all) const {
  const Json::Array notes = Notes();
  const auto note = std::find_if(notes.rbegin(), notes.rend(), [&](const Json& one) {
    return one.Text("name") == reference || one.Text("id") == reference;
  });
  if (note == notes.rend()) {
    throw Stop(kExitNotFound, TP_E_NOT_FOUND, "host.not_found",
               Say(language_, Text::kNoConnection, reference));
  }
  const std::string name = note->Text("name");
  const std::string id = note->Text("id");
  const NamedConnection* renamed = Lookup(all, id);
  if (renamed != nullptr) {
    throw Stop::Connection(
        Say(language_, Text::kConnectionWasRenamed, name, renamed->name, note->Text("at"), id));
  }
  throw Stop::Connection(Say(language_, Text::kConnectionWasRemoved, name, id, note->Text("at")));
}

void ConnectionStore::CheckName(const std::string& name) const {
  if (!IsName(name)) throw Stop::Usage(Say(language_, Text::kBadName, name, kMaxNameBytes));
  if (own_.path().empty()) throw Stop::Connection(Say(language_, Text::kNoFolder));
  const std::vector<NamedConnection> all = List();
  if (const NamedConnection* taken = Lookup(all, name)) {
    throw Stop::Connection(Say(language_, Text::kNameIsTaken, name, taken->path.string()));
  }
}

void ConnectionStore::Add(const std::string& name, const Json& document) const {
  ConnectionFolder::Lock lock(own_);
  CheckName(name);
  lock.Write(FileOf(name), document);
}

void ConnectionStore::Rename(const NamedConnection& connection, const std::string& name) const {
  if (!connection.file) throw Stop::Connection(connection.fault);
  ConnectionFolder::Lock lock(own_);
  CheckName(name);
  Json document = own_.Read(FileOf(connection.name));
  if (document.is_null()) ThrowMissing(connection.name, List());
  if (document.Find("id") == nullptr) {
    // Its path was its id so far, and stays it.
    document.Set("id", Json(connection.file->id()));
    lock.Write(FileOf(connection.name), document);
  }
  Note(lock, connection);
  lock.Move(FileOf(connection.name), FileOf(name));
}

void ConnectionStore::Remove(const NamedConnection& connection) const {
  ConnectionFolder::Lock lock(own_);
  Note(lock, connection);
  lock.Delete(FileOf(connection.name));
}

void ConnectionStore::Note(ConnectionFolder::Lock& lock, const NamedConnection& connection) const {
  Json::Array notes = Notes();
  Json note;
  note.Set("name", Json(connection.name));
  note.Set("id", Json(connection.file ? connection.file->id() : connection.path.string()));
  note.Set("at", Json(UtcText(std::chrono::system_clock::now())));
  notes.push_back(std::move(note));
  if (notes.size() > kMaxNotes) notes.erase(notes.begin());
  Json document;
  document.Set("gone", Json(std::move(notes)));
  lock.Write(kNotesFile, document);
}

// A file that is not as it was written costs the notes, nothing else.
Json::Array ConnectionStore::Notes() const {
  if (own_.path().empty()) return {};
  try {
    const Json document = own_.Read(kNotesFile);
    const Json* gone = document.Find("gone");
    if (gone != nullptr && gone->array() != nullptr) return *gone->array();
  } catch (const Stop&) {
  }
  return {};
}

std::string NewConnectionId() {
  return "c_" + RandomText(15);
}

}  // namespace taskhost
