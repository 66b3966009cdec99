// SPDX-License-Identifier: Apache-2.0
// {"versions": ["1.1.0", "1.0.0"]}
#include "host/choice.h"

#include <system_error>

#include "host/error.h"
#include "host/file.h"
#include "host/trust.h"

namespace task_host {

std::vector<std::string> ReadChoice(const std::filesystem::path& plugin_folder) {
  const std::filesystem::path file = plugin_folder / kChoiceName;
  std::error_code error;
  if (std::filesystem::symlink_status(file, error).type() ==
      std::filesystem::file_type::not_found) {
    return {};
  }
  RequireTrust(file, plugin_folder.parent_path());
  const Json document = ReadJsonFile(file);
  const Json* versions = document.Find("versions");
  std::vector<std::string> choice;
  bool is_choice = versions != nullptr && versions->array() != nullptr;
  if (is_choice) {
    for (const Json& version : *versions->array()) {
      is_choice = is_choice && version.string() != nullptr;
      choice.push_back(is_choice ? *version.string() : std::string());
    }
  }
  if (is_choice) return choice;
  throw Error(Error::Kind::kFormat, file.string(),
              Sentence("must be an object whose \"versions\" is a list of texts"));
}

}  // namespace task_host
