// What asks for a newer glibc than 2.34, which Red Hat 9 has: nothing else in the program does.
//
// These stand in the program's way to the C library, never in a library's: only the executable links
// them.

#include <CGlibcFloor.h>

#if defined(__linux__)
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

// hypot and hypotf: RealModule's tables name both, though nothing here calls them, and since 2.35 they
// have a new version, which a program linked there asks for.
//
// In a wider format neither square can overflow or vanish; an infinity counts over a NaN (C99 F.9.4.3).
double hypot(double x, double y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (double)sqrtl((long double)x * x + (long double)y * y);
}

// As above.
float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}

// Since 2.36; libstdc++ made beside it draws std::random_device from it where it is linked in.
uint32_t arc4random(void) {
  uint32_t value;
  // So few bytes come whole or not at all.
  if (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value) abort();
  return value;
}
#endif
