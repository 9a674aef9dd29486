#ifndef VECTORS_H
#define VECTORS_H

// Vectors of 64 bytes, which the compiler makes of as many registers as the processor needs.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// How functions would hand vectors to each other; all that do are put into their callers.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef uint32_t Words __attribute__((ext_vector_type(16)));
typedef uint64_t Wides __attribute__((ext_vector_type(8)));
typedef uint16_t Shorts __attribute__((ext_vector_type(8)));
typedef float Floats __attribute__((ext_vector_type(16)));
typedef int32_t Signed __attribute__((ext_vector_type(16)));
typedef _Bool Bits __attribute__((ext_vector_type(16)));

// The result of a comparison as 16 bits, lane 0 lowest.
INLINE uint64_t packed(Signed comparison) {
  Bits bits = __builtin_convertvector(comparison, Bits);
  uint16_t word;
  memcpy(&word, &bits, sizeof word);
  return word;
}

// All ones in the lanes whose bit is set.
INLINE Signed unpacked(uint64_t word) {
  uint16_t low = (uint16_t)word;
  Bits bits;
  memcpy(&bits, &low, sizeof low);
  return -__builtin_convertvector(bits, Signed);
}

#endif
