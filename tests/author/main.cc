// SPDX-License-Identifier: Apache-2.0
// The test runner's main(), compiled once for all programs of this room.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
