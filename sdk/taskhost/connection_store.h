// SPDX-License-Identifier: Apache-2.0
// Named connections: the user's own, and those that the administrator shares.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/json.h"
#include "host/search_path.h"
#include "taskhost/connection_file.h"
#include "taskhost/connection_folder.h"
#include "taskhost/texts.h"

namespace taskhost {

struct NamedConnection {
  std::string name;
  std::filesystem::path path;
  bool shared = false;
  std::optional<ConnectionFile> file;  // nothing when it cannot be used
  std::string fault;                   // why, in a sentence
};

class ConnectionStore {
 public:
  // Its folders are $XDG_CONFIG_HOME/taskhost/connections, else ~/.config/taskhost/connections, and
  // /etc/taskhost/connections.
  ConnectionStore(const task_host::Environment& environment, Language language);
  // Tests have folders of their own. An empty path is no folder.
  ConnectionStore(const std::filesystem::path& own, const std::filesystem::path& shared,
                  Language language);

  // The user's own first, each by name; also those that cannot be used.
  std::vector<NamedConnection> List() const;
  // By its id, else by its name; of two with one name the user's own. Throws Stop: 66 when there is
  // none, 78 when it cannot be used, or there was one that was removed or renamed.
  NamedConnection Find(const std::string& reference) const;
  // The same for a connection that is to be changed: one that is shared is refused, one that cannot
  // be used is not.
  NamedConnection FindOwn(const std::string& reference) const;

  // Is it good as a name, and free? Throws Stop when not.
  void CheckName(const std::string& name) const;
  // Keeps a new connection under this name. Throws Stop.
  void Add(const std::string& name, const task_host::Json& document) const;
  void Rename(const NamedConnection& connection, const std::string& name) const;
  // Leaves a note, by which Find() can tell what became of it.
  void Remove(const NamedConnection& connection) const;

  const std::filesystem::path& own_folder() const { return own_.path(); }
  const std::filesystem::path& shared_folder() const { return shared_.path(); }
  // Where the tokens of all connections are, also of those that are shared: each user has his own.
  // Empty when there is no folder for this user.
  std::filesystem::path token_folder() const;

 private:
  void ListFolder(const ConnectionFolder& folder, bool shared,
                  std::vector<NamedConnection>& found) const;
  NamedConnection Open(const ConnectionFolder& folder, const std::string& name, bool shared) const;
  // Throws what the notes know of a connection that is not there, else that it is not there.
  [[noreturn]] void ThrowMissing(const std::string& reference,
                                 const std::vector<NamedConnection>& all) const;
  void Note(ConnectionFolder::Lock& lock, const NamedConnection& connection) const;
  task_host::Json::Array Notes() const;

  ConnectionFolder own_;
  ConnectionFolder shared_;
  Language language_;
};

// A new id, for the document of a connection.
std::string NewConnectionId();

}  // namespace taskhost
