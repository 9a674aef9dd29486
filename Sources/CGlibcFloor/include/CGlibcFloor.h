#ifndef C_GLIBC_FLOOR_H
#define C_GLIBC_FLOOR_H

// The functions of floor.c are named as libm names them, and found by the linker alone.

// Lets the allocator keep what large tensors leave behind. Every call makes as large ones anew, and to
// have their pages taken away and given back cleared was a third of its time.
void keep_freed_memory(void);

// The program's name and what was typed after it, ended by NULL. Swift reads these from /proc, which a
// root that was made by hand may lack.
char **program_arguments(void);

#endif
