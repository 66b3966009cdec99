// SPDX-License-Identifier: Apache-2.0
// What stands in a fresh sandbox account. The ids are fixed: they may be written into trials.
// With an offset (SeedOptions) all but those of tickets are so much higher.
#pragma once

#include "account.h"

namespace sandbox {

namespace seed {

constexpr const char* kAccessToken = "sandbox-access-token";
constexpr const char* kExpiredAccessToken = "sandbox-expired-token";
constexpr const char* kApiToken = "sandbox-api-token";
constexpr const char* kOauthRedirectUri = "http://127.0.0.1:8976/callback";
constexpr const char* kOauthApp = "sandbox_app";
constexpr const char* kOauthAppSecret = "sandbox-app-secret";
constexpr const char* kOauthPublicApp = "sandbox_public_app";
constexpr const char* kOauthService = "sandbox_service";  // for client_credentials
constexpr const char* kOauthServiceSecret = "sandbox-service-secret";
constexpr const char* kOauthOldApp = "sandbox_old_app";  // its access tokens never expire
constexpr const char* kOauthOldAppSecret = "sandbox-old-app-secret";
constexpr const char* kAdminEmail = "admin@acme.example";

constexpr Seconds kOpened = 1767258000;  // 2026-01-01T09:00:00Z

constexpr Id kAdmin = 360001000000011;
constexpr Id kAgentAna = 360001000000031;
constexpr Id kAgentBen = 360001000000051;
constexpr Id kAgentCleo = 360001000000071;
constexpr Id kCustomerDana = 360001000000091;
constexpr Id kCustomerEli = 9007199254741993;  // not exact as a floating point number
constexpr Id kSuspendedFay = 360001000000131;
constexpr Id kAgentSam = 360001000000151;  // there are two of this name
constexpr Id kOtherAgentSam = 360001000000171;

constexpr Id kGlobex = 360002000000011;
constexpr Id kInitech = 360002000000031;

constexpr Id kSupport = 360003000000011;
constexpr Id kBilling = 360003000000031;
constexpr Id kReturnsDesk = 360003000000051;
constexpr Id kSmallReturnsDesk = 360003000000071;  // differs in case only

constexpr Id kBrandAcme = 360003100000011;
constexpr Id kBrandOutlet = 360003100000031;
constexpr Id kInactiveBrand = 360003100000051;

constexpr Id kDefaultForm = 360003200000011;
constexpr Id kReturnsForm = 360003200000031;
constexpr Id kRepairForm = 360003200000051;  // has conditions
constexpr Id kOutletForm = 360003200000071;  // in the brand Acme Outlet only
constexpr Id kInactiveForm = 360003200000091;

constexpr Id kStatusNew = 360003300000011;
constexpr Id kStatusOpen = 360003300000031;
constexpr Id kStatusPending = 360003300000051;
constexpr Id kStatusHold = 360003300000071;
constexpr Id kStatusSolved = 360003300000091;
constexpr Id kStatusWaitingForParts = 360003300000111;  // category hold
constexpr Id kInactiveStatus = 360003300000131;         // category pending

constexpr Id kFieldText = 360004000000211;
constexpr Id kFieldTextarea = 360004000000231;
constexpr Id kFieldCheckbox = 360004000000251;
constexpr Id kFieldTagger = 360004000000271;
constexpr Id kFieldMultiselect = 360004000000291;
constexpr Id kFieldInteger = 360004000000311;  // required at solve on the returns form
constexpr Id kFieldDecimal = 360004000000331;
constexpr Id kFieldDate = 360004000000351;
constexpr Id kFieldRegexp = 360004000000371;
constexpr Id kFieldCreditCard = 360004000000391;
constexpr Id kFieldLookup = 9007199254742411;  // not exact as a floating point number
constexpr Id kFieldAssignee = 360004000000131;
constexpr Id kFieldRegionTagger = 360004000000411;  // there are two of this title
constexpr Id kFieldRegionText = 360004000000431;
constexpr Id kFieldInactive = 360004000000451;
constexpr Id kFieldOrganization = 360004000000491;
constexpr Id kFieldAsset = 360004000000511;
constexpr Id kFieldParts = 360004000000471;  // with 1,200 options, in the large account

constexpr Id kOpenTicket = 1;
constexpr Id kProblemTicket = 2;
constexpr Id kClosedTicket = 3;

}  // namespace seed

void fill_with_seed(Account& account);

// The parts of fill_with_seed, in their order.
void add_people(Account& account);
void add_fields(Account& account);
/// Statuses, brands and forms; needs the fields.
void add_settings(Account& account);
/// More of everything that comes in pages; needs the settings.
void add_many(Account& account);
/// Needs the people and the tickets.
void add_custom_objects(Account& account);
void add_oauth(Account& account);

}  // namespace sandbox
