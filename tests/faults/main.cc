// SPDX-License-Identifier: Apache-2.0
// The test program for faults on the way; the suites lie beside it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
