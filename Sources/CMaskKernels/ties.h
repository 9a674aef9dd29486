// The elements of Dropscope's own masks whose first eight bits are the limit's, one in 256: their
// other 32 bits are drawn.

#include "philox.h"

// Elements are compared 1024 at a time: eight blocks a plane.
enum { GROUP_WORDS = 16, PLANES = 8 };

// Elements at the limit are looked at again when there are some.
enum { CHUNK_GROUPS = 8, CHUNK_WORDS = CHUNK_GROUPS * GROUP_WORDS };

// The places in a chunk of the bits that are set, in order.
//
// About one word in four has one: a branch would have to guess which. Only a third in a word is
// rare enough for one.
INLINE size_t list_bits(const uint64_t *words, size_t count, uint16_t *places) {
  uint8_t filled[CHUNK_WORDS];
  size_t fills = 0, bits = 0;
  for (size_t index = 0; index < count; index++) {
    filled[fills] = (uint8_t)index;
    fills += words[index] != 0;
  }
  for (size_t fill = 0; fill < fills; fill++) {
    uint64_t left = words[filled[fill]];
    uint16_t start = 64 * filled[fill];
    places[bits++] = start + (uint16_t)__builtin_ctzll(left);
    left &= left - 1;
    places[bits] = start + (uint16_t)__builtin_ctzll(left | 1ull << 63);
    bits += left != 0;
    for (left &= left - 1; left != 0; left &= left - 1) {
      places[bits++] = start + (uint16_t)__builtin_ctzll(left);
    }
  }
  return bits;
}

// The low 32 bits of the numbers of sixteen elements: those at `places`, counted from `start`.
INLINE void low_bits(
    struct MaskKey key, struct PhiloxSite site, uint64_t start, const uint16_t places[16],
    uint64_t numbers[16]) {
  struct Blocks x[2];
  Wides elements[2];
  UNROLLED
  for (int v = 0; v < 2; v++) {
    Shorts narrow;
    memcpy(&narrow, places + 8 * v, sizeof narrow);
    elements[v] = __builtin_convertvector(narrow, Wides) + start;
    x[v] = (struct Blocks){elements[v] >> 2, site.c1, site.c2, site.ties};
  }
  philox_rounds(key, x, 2);
  UNROLLED
  for (int v = 0; v < 2; v++) {
    Wides first = joined(x[v].c0, x[v].c1), second = joined(x[v].c2, x[v].c3);
    Wides pair = (elements[v] & 2) != 0 ? second : first;
    Wides number = pair >> ((elements[v] & 1) << 5) & low_half;
    memcpy(numbers + 8 * v, &number, sizeof number);
  }
}

// Drops those elements of a chunk, whose first word is word `index` of the mask, that are at the
// limit with their high bits and below it with the others.
INLINE void settle(
    struct MaskKey key, struct PhiloxSite site, uint32_t low, size_t index, size_t count,
    const uint64_t tied[CHUNK_WORDS], uint64_t *words) {
  uint16_t places[64 * CHUNK_WORDS + 16];
  size_t ties = list_bits(tied, count, places);
  memset(places + ties, 0, 16 * sizeof *places);
  for (size_t next = 0; next < ties; next += 16) {
    uint64_t numbers[16];
    low_bits(key, site, 64 * index, places + next, numbers);
    size_t rest = ties - next;
    for (size_t lane = 0; lane < (rest < 16 ? rest : 16); lane++) {
      uint64_t is_dropped = numbers[lane] < low;
      words[places[next + lane] / 64] &= ~(is_dropped << places[next + lane] % 64);
    }
  }
}
