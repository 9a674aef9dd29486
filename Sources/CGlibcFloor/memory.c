// What the program asks of glibc's allocator.

#include <CGlibcFloor.h>

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__GLIBC__)
#include <malloc.h>

// The largest threshold that glibc takes; and as much is kept as eight tensors of 2^21 elements leave.
void keep_freed_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}
#else
void keep_freed_memory(void) {}
#endif
