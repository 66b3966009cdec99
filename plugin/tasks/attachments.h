// SPDX-License-Identifier: Apache-2.0
// Files that go with a ticket's comment. They are sent first, and the comment takes them by a
// token.
#pragma once

#include <string>
#include <vector>

#include "author/input.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does a ticket's input hold files?
bool HasAttachments(const task_plugin::Input& input);

/// Faults of the files that the schema cannot express, and that are seen without opening them.
void CheckAttachments(task_plugin::Input& input);

/// Opens the input's files, in the order in which they are to be sent; none when it has none. No
/// traffic. Throws Error: "invalid_input" with a fault for each file that is unknown, empty or too
/// large, or what the host says of one.
std::vector<FileToUpload> OpenAttachments(const FileOpener& open_file,
                                          const task_plugin::Input& input);

/// Sends them, and gives the token for the comment; empty when there are none. Throws Problem, and
/// Error when the host cannot read one of them. Whichever it is, nothing of them stays.
Task<std::string> UploadAttachments(Client& client, const task_plugin::Input& input,
                                    const std::vector<FileToUpload>& attachments);

/// Puts the token into a ticket's document that was built with kUploadToken in its place.
void PutUploadToken(const std::string& token, std::string& document);

/// The end of a write that has failed with `problem`: removes what waits under the token, which may
/// be empty, unless the write may have been done.
Task<void> RemoveUnusedUpload(Client& client, const std::string& token, Problem& problem);

}  // namespace zendesk::tasks
