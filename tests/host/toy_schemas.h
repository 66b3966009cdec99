/* SPDX-License-Identifier: Apache-2.0
 *
 * The schemas of the toy plugin: the library registers them and the tests write them to files. */
#pragma once

#define TOY_ECHO_INPUT                                                                  \
  "{\"type\":\"object\",\"additionalProperties\":{\"type\":[\"string\",\"integer\"]},"  \
  "\"properties\":{"                                                                    \
  "\"text\":{\"type\":\"string\",\"title\":\"Text\",\"description\":\"What to say.\"}," \
  "\"maybe\":{\"type\":[\"string\",\"null\"]},"                                         \
  "\"count\":{\"type\":\"integer\",\"title\":\"Count\",\"minimum\":0,\"maximum\":9},"   \
  "\"size\":{\"type\":\"string\",\"enum\":[\"small\",\"large\"]},"                      \
  "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"                      \
  "\"html_body\":{\"type\":\"string\",\"x-tp\":{\"widget\":\"richText\"}},"             \
  "\"page\":{\"type\":\"string\",\"x-tp\":{\"language\":\"html\"}},"                    \
  "\"any\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}}}"
#define TOY_ECHO_OUTPUT                                                           \
  "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"input\"]," \
  "\"properties\":{\"input\":{\"type\":\"object\",\"title\":\"Received\","        \
  "\"additionalProperties\":true},\"key\":{\"type\":\"string\",\"title\":\"Key\"}}}"
#define TOY_ANY "{\"type\":\"object\",\"additionalProperties\":true}"
