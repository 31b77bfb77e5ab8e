# Rules the compiler does not know. lint-tidy and lint-format are for people:
# what they say depends on the version of the tool.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(lint ${PROJECT_SOURCE_DIR}/tests/lint)
add_test(NAME lint/tree COMMAND Python3::Interpreter -B ${lint}/lint.py ${PROJECT_SOURCE_DIR})
add_test(NAME lint/lint COMMAND Python3::Interpreter -B ${lint}/test_lint.py)
add_test(NAME lint/install-deps COMMAND Python3::Interpreter -B ${lint}/test_install_deps.py)
set_tests_properties(lint/tree lint/lint lint/install-deps PROPERTIES
  LABELS lint TIMEOUT 60 SKIP_RETURN_CODE 77)

find_program(RUN_CLANG_TIDY NAMES run-clang-tidy)
if(RUN_CLANG_TIDY)
  add_custom_target(lint-tidy COMMAND ${RUN_CLANG_TIDY} -quiet
    -p ${CMAKE_BINARY_DIR} "${PROJECT_SOURCE_DIR}/(p2p|server|cli)/.*\\.c$" VERBATIM)
endif()

find_program(CLANG_FORMAT clang-format)
if(CLANG_FORMAT)
  file(GLOB_RECURSE formatted
    ${PROJECT_SOURCE_DIR}/p2p/*.[ch] ${PROJECT_SOURCE_DIR}/server/*.[ch]
    ${PROJECT_SOURCE_DIR}/cli/*.[ch] ${PROJECT_SOURCE_DIR}/tests/*.[ch])
  add_custom_target(lint-format COMMAND ${CLANG_FORMAT} --dry-run -Werror ${formatted})
endif()
