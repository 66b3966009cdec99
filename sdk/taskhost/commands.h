// SPDX-License-Identifier: Apache-2.0
// The commands. Each prints and returns the exit code; faults are thrown as Stop or
// task_host::Error.
#pragma once

#include "host/registry.h"
#include "taskhost/options.h"

namespace taskhost {

int List(const Options& options, const task_host::PluginRegistry& registry, Language language);
int Describe(const Options& options, const task_host::PluginRegistry& registry,
             const task_host::Environment& environment, Language language);
int ListChoices(const Options& options, const task_host::PluginRegistry& registry,
                const task_host::Environment& environment, Language language);
int Verify(const Options& options, const task_host::PluginRegistry& registry,
           const task_host::Environment& environment, Language language);
int Run(const Options& options, const task_host::PluginRegistry& registry,
        const task_host::Environment& environment, Language language);

int ConnectionAdd(const Options& options, const task_host::PluginRegistry& registry,
                  const task_host::Environment& environment, Language language);
int ConnectionList(const Options& options, const task_host::PluginRegistry& registry,
                   const task_host::Environment& environment, Language language);
int ConnectionShow(const Options& options, const task_host::PluginRegistry& registry,
                   const task_host::Environment& environment, Language language);
int ConnectionRename(const Options& options, const task_host::Environment& environment,
                     Language language);
int ConnectionRemove(const Options& options, const task_host::PluginRegistry& registry,
                     const task_host::Environment& environment, Language language);
int ConnectionSignIn(const Options& options, const task_host::PluginRegistry& registry,
                     const task_host::Environment& environment, Language language);

int New(const Options& options, Language language);

int Pack(const Options& options, Language language);
int Inspect(const Options& options, const task_host::Environment& environment, Language language);
int Keygen(const Options& options, Language language);
int Sign(const Options& options, Language language);
int Trust(const Options& options, const task_host::Environment& environment, Language language);
// Also of an update.
int Install(const Options& options, const task_host::Environment& environment, Language language);
int Rollback(const Options& options, const task_host::Environment& environment, Language language);
int Remove(const Options& options, const task_host::Environment& environment, Language language);

}  // namespace taskhost
