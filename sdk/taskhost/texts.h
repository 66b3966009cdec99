// SPDX-License-Identifier: Apache-2.0
// Every text of the program for people, in English and French, in one table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/search_path.h"

namespace taskhost {

enum class Language { kEnglish, kFrench };

// The language of LC_ALL, LC_MESSAGES or LANG, whichever is the first that is not empty; English
// when it is neither of the two or none is set.
Language LanguageOf(const task_host::Environment& environment);
// Of "fr", "fr-CA" or "fr_FR.UTF-8"; nothing for a language that taskhost does not speak.
std::optional<Language> LanguageOf(std::string_view locale);

// "en" or "fr": the locale that plugins are asked for, and the key of their locale files.
std::string_view LocaleName(Language language);

enum class Text {
  // help
  kHelpProgram,
  kHelpList,
  kHelpDescribe,
  kHelpVerify,
  kHelpRun,
  kHelpPluginPath,
  kHelpPrereleases,
  kHelpLogLevel,
  kHelpJson,
  kHelpLocale,
  kHelpVersion,
  kHelpHelp,
  kHelpTask,
  kHelpConnection,
  kHelpInput,
  kHelpSet,
  kHelpEvent,
  kHelpDryRun,
  kHelpIdempotencyKey,
  kHelpDeadline,
  kHelpCaFile,
  kHelpAllowOrigin,
  kHelpPolicy,
  kHelpSeeMore,
  kHelpOptionsHeading,
  kHelpCommandsHeading,
  kHelpArgumentsHeading,
  kHelpUsageHeading,
  kHelpFooter,
  // list and describe
  kNoPlugins,
  kNotSearched,
  kBroken,
  kShadowed,
  kPlugin,
  kSideEffects,
  kIdempotency,
  kDryRun,
  kConnections,
  kNone,
  kYes,
  kNo,
  kInput,
  kOutput,
  kRequired,
  kOneOf,
  kAtLeastOneOf,
  kDefault,
  kSettings,
  kCredentials,
  kTypeString,
  kTypeInteger,
  kTypeNumber,
  kTypeBoolean,
  kTypeArray,
  kTypeObject,
  kNoSideEffects,
  kReads,
  kWrites,
  kDestroys,
  kIdempotentByItself,
  kIdempotentByKey,
  kNotIdempotent,
  // verify
  kAccount,
  kSignedInAs,
  kUserWithRole,
  kTaskOpen,
  // results
  kColon,
  kDone,
  kError,
  kWarning,
  kAllowed,
  kRemedy,
  kRetryNever,
  kRetrySafe,
  kRetryAfter,
  kRetryIfIdempotent,
  kRetryHarmless,
  kRetryUnknownOutcome,
  kRequestId,
  kCannotWrite,
  kLeftWithoutWaiting,
  kReadableByOthers,
  // faults of the command line and of documents
  kBadDeadline,
  kBadSet,
  kTwoStandardInputs,
  kStandardInput,
  kUnknownArguments,
  kNeedsCommand,
  kNeedsTask,
  kNeedsConnectionFile,
  kNeedsValue,
  kBadLogLevel,
  kBadLocale,
  kNeedsConnection,
  kCancelledBefore,
  kKeyIsNoHelp,
  kNoDryRun,
  kInputNotObject,
  kInputTooLarge,
  kTemplateFaults,
  kTemplateUnclosed,
  kTemplateBadPointer,
  kTemplateUnknown,
  kTemplateNoEvent,
  kTemplateStructure,
  kTemplateTooLarge,
  kPolicyNotObject,
  kConnectionNotObject,
  kConnectionUnknownKey,
  kConnectionNotText,
  kConnectionNotObjectMember,
  kConnectionOtherPlugin,
  kConnectionUnknownType,
  kConnectionUnfitType,
};

// {} in a text stands for a value; see fmt.
std::string_view TextOf(Text text, Language language);

}  // namespace taskhost
