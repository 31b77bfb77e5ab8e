# What a package takes.
include(GNUInstallDirs)
foreach(program firnd firn)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

set(completion ${PROJECT_SOURCE_DIR}/packaging/completion)
install(FILES ${completion}/firn.bash RENAME firn
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completion}/_firn
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completion}/firn.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

install(FILES ${PROJECT_SOURCE_DIR}/packaging/firnd.service
  DESTINATION lib/systemd/system)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/firn.yaml
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
