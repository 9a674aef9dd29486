#ifndef C_GLIBC_FLOOR_H
#define C_GLIBC_FLOOR_H
// The functions are named as libm names them, and found by the linker alone: nothing imports them.
#endif
