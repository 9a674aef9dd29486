#ifndef NORMALS_H
#define NORMALS_H

#include "vectors.h"

// Normal numbers of uniforms (G. Box and M. Muller, 1958), eight pairs at a time in double precision.
//
// Logarithm, sine and cosine are series that end below half an ulp of a double near 1; nothing is
// contracted, so that all processors come to the same bits.

typedef double Doubles __attribute__((ext_vector_type(8)));
typedef float Singles __attribute__((ext_vector_type(8)));

INLINE Doubles doubles(Wides bits) {
  Doubles values;
  memcpy(&values, &bits, sizeof values);
  return values;
}

INLINE Wides wides(Doubles values) {
  Wides bits;
  memcpy(&bits, &values, sizeof bits);
  return bits;
}

// a where a bit of `mask` is set, else b.
INLINE Doubles either(Wides mask, Doubles a, Doubles b) {
  return doubles((wides(a) & mask) | (wides(b) & ~mask));
}

// The logarithm of normal numbers: x is m 2^e with m between the roots of 1/2 and 2, and with
// s = (m - 1)/(m + 1) its logarithm 2 (s + s^3/3 + s^5/5 + ...) + e ln 2; s^2 is below 0.0295.
INLINE Doubles logarithms(Doubles x) {
#pragma clang fp contract(off)
  const Wides root = 0x3fe6a09e667f3bcdu;
  const Wides exponents = (wides(x) - root + 0x4000000000000000u) >> 52;
  const Doubles m = doubles(wides(x) - (exponents << 52) + 0x4000000000000000u);
  // A whole number below 2^51 in the low bits of 1.5 x 2^52.
  const Doubles e = doubles(exponents + 0x4338000000000000u) - (0x1.8p52 + 1024);
  const Doubles s = (m - 1.0) / (m + 1.0), z = s * s;
  Doubles sum = 1.0 / 23;
  UNROLLED for (int k = 21; k >= 1; k -= 2) sum = sum * z + 1.0 / k;
  return 2.0 * s * sum + e * 0x1.62e42fefa39efp-1;
}

// Cosines and sines of 2 pi t, t from 0 to 1: of the angle to the nearest quarter of a turn, at most
// pi/4, whose 19th power over 19! is below 1e-18, then turned by the quarters.
INLINE void turns(Doubles t, Doubles *cosines, Doubles *sines) {
#pragma clang fp contract(off)
  const Doubles shifted = 4.0 * t + 0x1.8p52;
  const Wides quarters = wides(shifted);
  const Doubles a = (t - (shifted - 0x1.8p52) * 0.25) * 0x1.921fb54442d18p2, z = a * a;
  Doubles sine = 1.0, cosine = 1.0;
  UNROLLED for (int k = 16; k >= 2; k -= 2) sine = 1.0 - sine * z * (1.0 / (k * (k + 1)));
  UNROLLED for (int k = 17; k >= 1; k -= 2) cosine = 1.0 - cosine * z * (1.0 / (k * (k + 1)));
  sine = sine * a;
  const Wides odd = -(quarters & 1);
  const Wides negative = (quarters & 2) << 62, turned = ((quarters ^ quarters << 1) & 2) << 62;
  *cosines = doubles(wides(either(odd, sine, cosine)) ^ turned);
  *sines = doubles(wides(either(odd, cosine, sine)) ^ negative);
}

static void normal_blocks(const double *uniforms, double sd, float *normals, size_t blocks) {
#pragma clang fp contract(off)
  for (size_t block = 0; block < blocks; block++, uniforms += 16, normals += 16) {
    Doubles u, t, cosines, sines;
    memcpy(&u, uniforms, sizeof u);
    memcpy(&t, uniforms + 8, sizeof t);
    const Doubles radii = __builtin_elementwise_sqrt(-2.0 * logarithms(1.0 - u));
    turns(t, &cosines, &sines);
    const Singles first = __builtin_convertvector(radii * cosines * sd + 1.0, Singles);
    const Singles second = __builtin_convertvector(radii * sines * sd + 1.0, Singles);
    memcpy(normals, &first, sizeof first);
    memcpy(normals + 8, &second, sizeof second);
  }
}

#endif
