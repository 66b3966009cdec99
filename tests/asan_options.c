// SPDX-License-Identifier: Apache-2.0
// What AddressSanitizer does in each of our programs, however its environment looks.

const char* __asan_default_options(void);

// GCC 12 takes a thread-local block of a loaded library for that of an older glibc when it lies
// 16 bytes into a page, and the leak check then reads a wild address and ends the program.
const char* __asan_default_options(void) {
  return "intercept_tls_get_addr=0";
}
