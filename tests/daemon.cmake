# Tests of the real daemon: tests/node/<name>.test.mjs becomes the CTest test
# "node/<name>". They find the programs in $FIRND and $FIRN, and their packages
# in tests/node/node_modules, which the first of them brings there.
find_program(NODE_PROGRAM NAMES node nodejs)
find_program(NPM_PROGRAM npm)
if(NOT NODE_PROGRAM OR NOT NPM_PROGRAM OR NOT TARGET firnd)
  message(STATUS "tests of the daemon left out: they need Node.js, npm, firnd")
  return()
endif()

add_test(NAME node/packages
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/node/packages ${NPM_PROGRAM})
set_tests_properties(node/packages PROPERTIES
  FIXTURES_SETUP node_packages LABELS daemon TIMEOUT 300)

# The address sanitizer of clang 14 reports, and then hangs, when it takes down
# its own signal stack at the end of a thread; no frame of ours is in it. What
# was freed it keeps for a while: 256 MiB, which tests of memory would count.
set(programs FIRND=$<TARGET_FILE:firnd> ASAN_OPTIONS=use_sigaltstack=0:quarantine_size_mb=16)
if(TARGET firn)
  list(APPEND programs FIRN=$<TARGET_FILE:firn>)
endif()
if(TARGET evil_provider)
  list(APPEND programs EVIL=$<TARGET_FILE:evil_provider>)
endif()
if(TARGET discover)
  list(APPEND programs DISCOVER=$<TARGET_FILE:discover>)
endif()

file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/node/*.test.mjs)
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  # Only the test that builds the page anew needs packages from outside.
  set(isolated ${CMAKE_CURRENT_SOURCE_DIR}/node/isolated)
  if(name STREQUAL browser-dist)
    set(isolated)
  endif()
  add_test(NAME node/${name}
    COMMAND ${isolated} ${NODE_PROGRAM} --test ${file}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/node)
  # Two processors: each starts several nodes, and waits for them.
  set_tests_properties(node/${name} PROPERTIES
    ENVIRONMENT "${programs}" FIXTURES_REQUIRED node_packages
    LABELS daemon PROCESSORS 2 TIMEOUT 600)
endforeach()
