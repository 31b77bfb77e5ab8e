# tests/fuzz/fuzz_<name>.c becomes target fuzz_<name> and CTest "fuzz/<name>",
# run over tests/fuzz/corpus/<name>/. It links what its first line says,
# "/* links: firn_crypto */", or else everything in p2p/.
#
# FIRN_FUZZ=ON (clang) makes libFuzzer programs; otherwise standalone.c runs
# the corpus and a fixed number of mutations of it, the same in every build.
function(firn_fuzz file)
  get_filename_component(target ${file} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" name ${target})
  set(corpus ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
  file(STRINGS ${file} first LIMIT_COUNT 1)
  set(libs firn_blobs)
  if(first MATCHES "links: ([a-z0-9_ ]*[a-z0-9_])")
    string(REPLACE " " ";" libs ${CMAKE_MATCH_1})
  endif()
  add_executable(${target} ${file})
  target_link_libraries(${target} PRIVATE ${libs})
  if(FIRN_FUZZ)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz/${name} COMMAND ${target} -runs=0 ${corpus})
  else()
    target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/standalone.c)
    add_test(NAME fuzz/${name} COMMAND ${target} ${corpus})
  endif()
  set_tests_properties(fuzz/${name} PROPERTIES LABELS fuzz TIMEOUT 300)
endfunction()

file(GLOB fuzz_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.c)
foreach(file ${fuzz_files})
  firn_fuzz(${file})
endforeach()
