// Threefry2x32 with 20 rounds (J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// 2011), 64 counters at a time.

#include "vectors.h"

// A round waits for the one before; four vectors keep the processor busy meanwhile.
enum { THREEFRY_VECTORS = 4 };

struct Pairs {
  Words first[THREEFRY_VECTORS], second[THREEFRY_VECTORS];
};

INLINE void threefry_rounds(struct Pairs *x, const int rotations[4]) {
  UNROLLED
  for (int round = 0; round < 4; round++) {
    UNROLLED
    for (int v = 0; v < THREEFRY_VECTORS; v++) {
      int rotation = rotations[round];
      x->first[v] += x->second[v];
      x->second[v] = (x->second[v] << rotation | x->second[v] >> (32 - rotation)) ^ x->first[v];
    }
  }
}

// The words of the counters in `x`.
INLINE struct Pairs threefry_words(struct MaskKey key, struct Pairs x) {
  const uint32_t keys[3] = {key.k0, key.k1, key.k0 ^ key.k1 ^ 0x1BD11BDA};
  const int rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  UNROLLED
  for (int v = 0; v < THREEFRY_VECTORS; v++) {
    x.first[v] += keys[0];
    x.second[v] += keys[1];
  }
  UNROLLED
  for (int group = 0; group < 5; group++) {
    threefry_rounds(&x, rotations[group % 2]);
    UNROLLED
    for (int v = 0; v < THREEFRY_VECTORS; v++) {
      x.first[v] += keys[(group + 1) % 3];
      x.second[v] += keys[(group + 2) % 3] + (uint32_t)(group + 1);
    }
  }
  return x;
}

// 64 counters that count up from (high, low), the high word only where `step` is 1.
INLINE struct Pairs threefry_counters(uint32_t high, uint32_t step, uint32_t low) {
  const Words lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  struct Pairs x;
  UNROLLED
  for (int v = 0; v < THREEFRY_VECTORS; v++) {
    uint32_t start = 16 * (uint32_t)v;
    x.first[v] = high + step * (lanes + start);
    x.second[v] = low + (lanes + start);
  }
  return x;
}

static void threefry(
    struct MaskKey key, uint32_t high, uint32_t low, uint32_t limit, uint64_t *words,
    size_t count) {
  for (size_t index = 0; index < count; index++) {
    struct Pairs x =
        threefry_words(key, threefry_counters(high, 0, low + 64 * (uint32_t)index));
    words[index] = 0;
    UNROLLED
    for (int v = 0; v < THREEFRY_VECTORS; v++) {
      words[index] |= packed((x.first[v] ^ x.second[v]) >> 9 < limit) << (16 * v);
    }
  }
}

static _Bool threefry_wide(
    struct MaskKey key, uint32_t high, uint32_t step, uint32_t low, uint32_t limit, uint64_t *words,
    size_t count) {
  uint64_t tied = 0;
  for (size_t index = 0; index < count; index++) {
    uint32_t start = 64 * (uint32_t)index;
    struct Pairs x = threefry_words(key, threefry_counters(high + step * start, step, low + start));
    words[index] = 0;
    UNROLLED
    for (int v = 0; v < THREEFRY_VECTORS; v++) {
      words[index] |= packed(x.first[v] >> 1 < limit) << (16 * v);
      tied |= packed(x.first[v] >> 1 == limit);
    }
  }
  return tied != 0;
}

static void threefry_pairs(
    struct MaskKey key, uint32_t high, uint32_t low, uint32_t limit, uint64_t *firsts,
    uint64_t *seconds, size_t count) {
  for (size_t index = 0; index < count; index++) {
    uint32_t start = 64 * (uint32_t)index;
    struct Pairs x = threefry_words(key, threefry_counters(high + start, 1, low + start));
    firsts[index] = 0;
    seconds[index] = 0;
    UNROLLED
    for (int v = 0; v < THREEFRY_VECTORS; v++) {
      firsts[index] |= packed(x.first[v] < limit) << (16 * v);
      seconds[index] |= packed(x.second[v] < limit) << (16 * v);
    }
  }
}
