// SPDX-License-Identifier: Apache-2.0
// What a form offers for a field, and what it has asked.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "author/form_request.h"
#include "author/input.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

struct Choice {
  std::string value;  ///< as the task takes it
  std::string label;  ///< as people see it
  std::string description;
  std::string group;
  bool disabled = false;
};

struct ChoicePage {
  std::vector<Choice> items;
  std::string next;                ///< the token of the page behind it; empty: there is none
  std::vector<std::string> needs;  ///< pointers of fields that must be filled first
};

/// What the value of a choice is.
enum class ValueOf {
  kName,   ///< what people call it, so that a workflow fits other accounts; an ID where that is not
           ///< one thing
  kId,     ///< Zendesk's ID, as text
  kEmail,  ///< who has no address is left out
};

using OptionsRequest = std::shared_ptr<const task_plugin::OptionsRequest>;

/// What one source is asked. Its parts outlive the answer.
struct Question {
  Client& client;
  const task_plugin::OptionsRequest& request;
  const task_plugin::Input& no_input;  ///< for its language
  ValueOf value;
  std::string_view detail;  ///< what the source's name says behind its colon; empty without one
};

}  // namespace zendesk::tasks
