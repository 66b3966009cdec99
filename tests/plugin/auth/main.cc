// SPDX-License-Identifier: Apache-2.0
// The test program of the auth room; the suites lie beside it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
