# What a package takes.
include(GNUInstallDirs)
foreach(program firnd firn)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
