// Philox4x32 with 10 rounds (J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011),
// eight blocks a vector.
//
// Words stay in the low halves of lanes of 64 bits, as a product leaves them; what is above them
// never reaches them.

#include "product.h"

struct Blocks {
  Wides c0, c1, c2, c3;
};

static const Wides lanes = {0, 1, 2, 3, 4, 5, 6, 7};
static const uint64_t low_half = 0xffffffff;

// The words of `vectors` vectors of counters, in place.
//
// A round waits for the one before. Vectors go through it side by side, and IN_ORDER keeps them so:
// else the compiler takes them one after the other, to need fewer registers.
INLINE void philox_rounds(struct MaskKey key, struct Blocks *x, int vectors) {
  UNROLLED
  for (int round = 0; round < 10; round++) {
    UNROLLED
    for (int v = 0; v < vectors; v++) {
      Wides p = (x[v].c0 & low_half) * 0xD2511F53, q = (x[v].c2 & low_half) * 0xCD9E8D57;
      IN_ORDER(p, q);
      x[v] = (struct Blocks){
          q >> 32 ^ (x[v].c1 ^ (uint64_t)key.k0), q, p >> 32 ^ (x[v].c3 ^ (uint64_t)key.k1), p};
    }
    key.k0 += 0x9E3779B9;
    key.k1 += 0xBB67AE85;
  }
}

// Words 0 and 1, or 2 and 3, of each block as one of 64 bits.
INLINE Wides joined(Wides low, Wides high) { return (low & low_half) | high << 32; }

// Lane 0 of both, lane 1 of both and so on: the first eight, and the last.
#define TURNS_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define TURNS_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)

// The words in the low halves of both.
INLINE Words narrowed(Wides a, Wides b) {
  return __builtin_shufflevector(
      (Words)a, (Words)b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

static void philox_lanes(
    struct MaskKey key, uint64_t block, uint64_t thread, uint32_t first, uint32_t length,
    uint64_t *words, size_t count) {
  for (size_t index = 0; index < count; index++, thread += 64) {
    uint64_t found[4] = {0, 0, 0, 0};
    for (int place = 0; place < 64; place += 16) {
      struct Blocks x[2];
      UNROLLED
      for (int v = 0; v < 2; v++) {
        Wides threads = lanes + (thread + (uint64_t)(place + 8 * v));
        x[v] = (struct Blocks){block, block >> 32, threads, threads >> 32};
      }
      philox_rounds(key, x, 2);
      found[0] |= packed(narrowed(x[0].c0, x[1].c0) - first < length) << place;
      found[1] |= packed(narrowed(x[0].c1, x[1].c1) - first < length) << place;
      found[2] |= packed(narrowed(x[0].c2, x[1].c2) - first < length) << place;
      found[3] |= packed(narrowed(x[0].c3, x[1].c3) - first < length) << place;
    }
    memcpy(words + 4 * index, found, sizeof found);
  }
}

// The upper halves of the counters are `high`; the lower ones count blocks from `low` on.
INLINE void philox_numbered(
    struct MaskKey key, uint64_t low, uint64_t high, struct Blocks x[2]) {
  UNROLLED
  for (int v = 0; v < 2; v++) {
    Wides numbers = lanes + (low + (uint64_t)(8 * v));
    x[v] = (struct Blocks){numbers, numbers >> 32, high, high >> 32};
  }
  philox_rounds(key, x, 2);
}

static void philox_firsts(
    struct MaskKey key, uint64_t low, uint64_t high, uint32_t shift, uint32_t first,
    uint32_t length, uint64_t *words, size_t count) {
  for (size_t index = 0; index < count; index++) {
    uint64_t found = 0;
    for (int place = 0; place < 64; place += 16, low += 16) {
      struct Blocks x[2];
      philox_numbered(key, low, high, x);
      found |= packed((narrowed(x[0].c0, x[1].c0) << shift) - first < length) << place;
    }
    memcpy(words + index, &found, sizeof found);
  }
}

// The low 16 bits, four apart.
INLINE uint64_t spread_by_four(uint64_t bits) {
  bits = (bits | bits << 24) & 0x000000ff000000ff;
  bits = (bits | bits << 12) & 0x000f000f000f000f;
  bits = (bits | bits << 6) & 0x0303030303030303;
  return (bits | bits << 3) & 0x1111111111111111;
}

static void philox_words(
    struct MaskKey key, uint64_t low, uint64_t high, uint32_t shift, uint32_t first,
    uint32_t length, uint64_t *words, size_t count) {
  for (size_t index = 0; index < count; index++, low += 16) {
    struct Blocks x[2];
    philox_numbered(key, low, high, x);
    uint64_t found =
        spread_by_four(packed((narrowed(x[0].c0, x[1].c0) << shift) - first < length))
        | spread_by_four(packed((narrowed(x[0].c1, x[1].c1) << shift) - first < length)) << 1
        | spread_by_four(packed((narrowed(x[0].c2, x[1].c2) << shift) - first < length)) << 2
        | spread_by_four(packed((narrowed(x[0].c3, x[1].c3) << shift) - first < length)) << 3;
    memcpy(words + index, &found, sizeof found);
  }
}
