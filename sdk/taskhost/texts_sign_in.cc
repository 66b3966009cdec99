// SPDX-License-Identifier: Apache-2.0
// Texts of the sign-in, in the terminal and in the browser.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kEntries = {
    Entry{Text::kBadRedirect,
          "\"{}\" cannot be the redirect address of a sign-in: taskhost listens on this machine "
          "only. Write it as http://127.0.0.1:8976/callback, with a port of your choice.",
          "« {} » ne peut pas être l’adresse de redirection : taskhost n’écoute que sur cette "
          "machine. Écrivez-la comme http://127.0.0.1:8976/callback, avec un port de votre choix."},
    Entry{
        Text::kNoSignIn,
        "Nobody has to sign in for the connection \"{}\": its type works without a browser.",
        "Personne n’a à se connecter pour la connexion « {} » : son type se passe de navigateur."},
    Entry{Text::kPortIsTaken,
          "Another program uses port {} of this machine. End it, or register another address with "
          "the service and set it as redirect_uri.",
          "Un autre programme utilise le port {} de cette machine. Arrêtez-le, ou déclarez une "
          "autre adresse auprès du service et définissez-la comme redirect_uri."},
    Entry{Text::kOpenThisAddress,
          "Open this address in a browser and allow the access:\n\n  {0}\n\nThe service has to "
          "know this redirect address, exactly as it stands here:\n\n  {1}\n\nIs the browser on "
          "another machine? Connect it first: ssh -L {2}:127.0.0.1:{2} THIS-MACHINE\nWaiting for "
          "{3} s at most; Ctrl-C ends it.",
          "Ouvrez cette adresse dans un navigateur et autorisez l’accès :\n\n  {0}\n\nLe service "
          "doit connaître cette adresse de redirection, exactement ainsi :\n\n  {1}\n\nLe "
          "navigateur est sur une autre machine ? Reliez-la d’abord : ssh -L {2}:127.0.0.1:{2} "
          "CETTE-MACHINE\nAttente de {3} s au plus ; Ctrl-C y met fin."},
    Entry{Text::kSignInTimeout,
          "Nobody came back from the browser within {} s. Nothing was changed.",
          "Personne n’est revenu du navigateur en {} s. Rien n’a été changé."},
    Entry{Text::kSignInCancelled, "The sign-in was cancelled. Nothing was changed.",
          "La connexion a été annulée. Rien n’a été changé."},
    Entry{Text::kWrongState,
          "What came back from the browser does not belong to this sign-in, so it was refused. "
          "Nothing was changed; start the sign-in again.",
          "Ce qui est revenu du navigateur n’appartient pas à cette demande et a été refusé. Rien "
          "n’a été changé ; recommencez."},
    Entry{Text::kSignInDenied, "The access was denied in the browser. Nothing was changed.",
          "L’accès a été refusé dans le navigateur. Rien n’a été changé."},
    Entry{Text::kSignInRefused, "The service refused the sign-in: {}",
          "Le service a refusé la demande : {}"},
    Entry{Text::kSignedIn, "Signed in", "Connexion réussie"},
    Entry{Text::kTokenExpires, "The token is good until {}.", "Le jeton est valable jusqu’au {}."},
    Entry{Text::kPageSignedIn, "Signed in", "Connexion réussie"},
    Entry{Text::kPageDone, "The connection works now. Its tokens are kept on your machine.",
          "La connexion fonctionne maintenant. Ses jetons sont gardés sur votre machine."},
    Entry{Text::kPageFailed, "The sign-in did not work", "La connexion a échoué"},
    Entry{Text::kPageCanBeClosed, "You can close this page and go back to the terminal.",
          "Vous pouvez fermer cette page et revenir au terminal."},
};
static_assert(AreAll(kEntries, Text::kBadRedirect, Text::kNoStats));

}  // namespace

std::span<const Entry> SignInTexts() {
  return kEntries;
}

}  // namespace taskhost
