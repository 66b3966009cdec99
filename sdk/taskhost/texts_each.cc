// SPDX-License-Identifier: Apache-2.0
// Texts of run --each and --stats.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kEntries = {
    Entry{Text::kNoStats, "The plugin counts nothing.", "L’extension ne compte rien."},
    Entry{Text::kEachNeedsResults,
          "--each needs --results: the file that gets the results, and from which a run goes on.",
          "--each exige --results : le fichier qui reçoit les résultats et permet de continuer."},
    Entry{Text::kEachIsTheEvent,
          "With --each every line is the event of its item; leave --event out.",
          "Avec --each chaque ligne est l’événement de son élément ; omettez --event."},
    Entry{Text::kOnlyWithEach, "--results, --chunk and --in-flight belong to --each.",
          "--results, --chunk et --in-flight vont avec --each."},
    Entry{Text::kBadCount, "{} is a whole number from 1 to {}.",
          "{} est un nombre entier de 1 à {}."},
    Entry{Text::kEachCannotOpen, "{}: cannot be opened: {}", "{} : ouverture impossible : {}"},
    Entry{Text::kEachCannotWrite,
          "{}: cannot be written: {}. What is not in it yet is sent again under the same key when "
          "the run goes on.",
          "{} : écriture impossible : {}. Ce qui n’y est pas encore sera renvoyé avec la même clé "
          "quand l’exécution continuera."},
    Entry{Text::kEachNotAFile, "{}: results need a regular file.",
          "{} : les résultats exigent un fichier ordinaire."},
    Entry{Text::kEachSameFile, "{}: the results would go into the file that is read.",
          "{} : les résultats iraient dans le fichier qui est lu."},
    Entry{Text::kEachInUse, "{}: another run is writing its results there. Nothing was sent.",
          "{} : une autre exécution y écrit ses résultats. Rien n’a été envoyé."},
    Entry{
        Text::kEachForeign,
        "{}: this is no file of results, so nothing was written to it. Name another one.",
        "{} : ce n’est pas un fichier de résultats ; rien n’y a été écrit. Indiquez-en un autre."},
    Entry{Text::kEachDamaged,
          "{}: line {} is damaged, so nobody can tell what was sent. Nothing was sent now.",
          "{} : la ligne {} est endommagée ; on ne peut savoir ce qui a été envoyé. Rien n’a été "
          "envoyé cette fois."},
    Entry{Text::kEachOtherTask,
          "{}: holds the results of a run of {}. Name another file; nothing was sent.",
          "{} : contient les résultats d’une exécution de {}. Indiquez un autre fichier ; rien n’a "
          "été envoyé."},
    Entry{Text::kEachOtherConnection,
          "{}: holds the results of a run with the connection {}. Name another file; nothing was "
          "sent.",
          "{} : contient les résultats d’une exécution avec la connexion {}. Indiquez un autre "
          "fichier ; rien n’a été envoyé."},
    Entry{Text::kEachOtherInput,
          "{}: holds the results of a run with another --input, --set or --dry-run. Name another "
          "file; nothing was sent.",
          "{} : contient les résultats d’une exécution avec d’autres --input, --set ou --dry-run. "
          "Indiquez un autre fichier ; rien n’a été envoyé."},
    Entry{Text::kEachOtherKey,
          "{}: holds the results of a run with another --idempotency-key. Name another file; "
          "nothing was sent.",
          "{} : contient les résultats d’une exécution avec une autre --idempotency-key. Indiquez "
          "un autre fichier ; rien n’a été envoyé."},
    Entry{Text::kEachOtherFile,
          "{}: holds the results of other lines than those of --each. Of lines that differ nothing "
          "was sent; name another file for them.",
          "{} : contient les résultats d’autres lignes que celles de --each. Des lignes qui "
          "diffèrent rien n’a été envoyé ; indiquez pour elles un autre fichier."},
    Entry{Text::kEachLine, "line {}", "ligne {}"},
    Entry{Text::kEachTooLong, "{}: longer than 16 MiB", "{} : plus de 16 Mio"},
    Entry{Text::kEachProgress, "{} done  {}/s  {} failed", "{} traités  {}/s  {} en échec"},
    Entry{Text::kEachBar, "{} {} of {}  {}/s  {} failed  {} left",
          "{} {} sur {}  {}/s  {} en échec  reste {}"},
    Entry{Text::kEachStopping,
          "Stopping: nothing more is sent; {} in flight may still end. Ctrl-C again cancels them.",
          "Arrêt : plus rien n’est envoyé ; {} en cours peuvent encore finir. Un autre Ctrl-C les "
          "annule."},
    Entry{Text::kEachSummary, "{} ok, {} refused, {} unknown, {} to try again, {} skipped, {} s.",
          "{} réussis, {} refusés, {} d’issue inconnue, {} à réessayer, {} ignorés, {} s."},
    Entry{Text::kEachSkippedRefused, "Of the skipped ones {} had been refused.",
          "Parmi les ignorés {} avaient été refusés."},
    Entry{Text::kEachResults, "The results are in {}.", "Les résultats sont dans {}."},
    Entry{Text::kEachGoOn, "Run the same command again to go on where it stopped.",
          "Relancez la même commande pour continuer là où elle s’est arrêtée."},
};
static_assert(AreAll(kEntries, Text::kNoStats, Text::kHelpNew));

}  // namespace

std::span<const Entry> EachTexts() {
  return kEntries;
}

}  // namespace taskhost
