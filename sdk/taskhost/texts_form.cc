// SPDX-License-Identifier: Apache-2.0
// What is said of choices, of schemas that depend on an account, of dry runs and of files.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kEntries = {
    Entry{Text::kNeedsField, "Name the task and the field, as describe names both.",
          "Indiquez la tâche et le champ, comme les nomme describe."},
    Entry{Text::kSetNeedsConnection,
          "--set says what the fields of an account depend on: name the account with --connection.",
          "--set dit de quoi dépendent les champs d’un compte : indiquez le compte avec "
          "--connection."},
    Entry{Text::kAllOrPage, "--all takes every page, --page one: use either.",
          "--all prend toutes les pages, --page une seule : utilisez l’un ou l’autre."},
    Entry{Text::kTaskHasNoField, "The task has no field \"{}\".",
          "La tâche n’a pas de champ « {} »."},
    Entry{Text::kNearestNames, "The nearest ones: {}.", "Les plus proches : {}."},
    Entry{Text::kFieldHasNoChoices, "The field \"{}\" has no choices that depend on the account.",
          "Le champ « {} » n’a pas de choix qui dépendent du compte."},
    Entry{Text::kFieldsWithChoices, "These fields have some: {}.", "Ces champs en ont : {}."},
    Entry{Text::kNoFieldHasChoices, "No field of the task has some.",
          "Aucun champ de la tâche n’en a."},
    Entry{Text::kNoChoices, "There is nothing to choose from.", "Il n’y a rien à choisir."},
    Entry{Text::kDisabled, "cannot be chosen", "ne peut pas être choisi"},
    Entry{Text::kFillFirst, "The choices depend on other fields; set them first with --set: {}",
          "Les choix dépendent d’autres champs ; fixez-les d’abord avec --set : {}"},
    Entry{Text::kMorePages, "There are more: --page {} gives the next ones, --all gives all.",
          "Il y en a d’autres : --page {} donne les suivants, --all les donne tous."},
    Entry{Text::kSamePage, "The plugin names the same page again as the next one.",
          "L’extension nomme de nouveau la même page comme suivante."},
    Entry{Text::kNoSchemaInAnswer, "The plugin answered without a schema.",
          "L’extension a répondu sans schéma."},
    Entry{Text::kEntryForm, "Each of these is an entry {}.", "Chacun est une entrée {}."},
    Entry{Text::kNoRequests, "Nothing would be sent.", "Rien ne serait envoyé."},
    Entry{Text::kLongValue, "(--json shows it)", "(--json le montre)"},
    Entry{Text::kUploadOf, "{} ({}, {} bytes)", "{} ({}, {} octets)"},
    Entry{Text::kChanges, "Changes", "Changements"},
    Entry{Text::kNoChanges, "Nothing would change.", "Rien ne changerait."},
    Entry{Text::kNothing, "nothing", "rien"},
    Entry{Text::kAttachOnce, "--attach is for one run, not for --each.",
          "--attach vaut pour une seule exécution, pas pour --each."},
    Entry{Text::kTakesNoFiles, "The task {} takes no files.",
          "La tâche {} ne prend pas de fichiers."},
    Entry{Text::kBadAttachment, "\"{}\" is neither a file nor of the form name=file.",
          "« {} » n’est ni un fichier ni de la forme nom=fichier."},
    Entry{Text::kFilesAreNoList, "\"{}\" in the input must be a list: --attach adds to it.",
          "« {} » doit être une liste dans la saisie : --attach y ajoute."},
};
static_assert(AreAll(kEntries, Text::kNeedsField, Text::kConnectionStep));

}  // namespace

std::span<const Entry> FormTexts() {
  return kEntries;
}

}  // namespace taskhost
