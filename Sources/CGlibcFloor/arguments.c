#include "CGlibcFloor.h"

static char **kept;

// The C libraries of Linux and macOS hand constructors what main gets.
__attribute__((constructor)) static void keep_arguments(int count, char **arguments) {
  (void)count;
  kept = arguments;
}

char **program_arguments(void) { return kept; }
