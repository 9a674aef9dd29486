#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// Without it the header declares no wide-character calls.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <string.h>

// From term.h, which would bring macros named `lines` and `tab`, and make termios this module's.
extern int setupterm(const char *term, int descriptor, int *status);
extern char *tparm(const char *, ...);
extern const char *const boolnames[], *const numnames[], *const strnames[];

// Arrays without a length, which end with NULL, are not imported.
static inline const char *shim_flag_name(int index) { return boolnames[index]; }

// As above.
static inline const char *shim_number_name(int index) { return numnames[index]; }

// As above.
static inline const char *shim_string_name(int index) { return strnames[index]; }

// A shared mutable variable, which Swift 6 refuses to import.
static inline WINDOW *shim_stdscr(void) { return stdscr; }

// A shared mutable variable, which Swift 6 refuses to import.
static inline WINDOW *shim_curscr(void) { return curscr; }

// A shared mutable variable, which Swift 6 refuses to import.
static inline int shim_colors(void) { return COLORS; }

// A shared mutable variable, which Swift 6 refuses to import.
static inline int shim_color_pairs(void) { return COLOR_PAIRS; }

// Attributes are macros with casts in them, which Swift does not import.
static inline attr_t shim_bold(void) { return A_BOLD; }

// As above.
static inline attr_t shim_dim(void) { return A_DIM; }

// As above.
static inline attr_t shim_reverse(void) { return A_REVERSE; }

// As above.
static inline attr_t shim_underline(void) { return A_UNDERLINE; }

// A blank with it is never left to an erase sequence. Where the terminal knows protected cells it
// would mean something, so there it is nothing.
static inline attr_t shim_no_erase(void) {
  const char *protect = tigetstr("prot");
  return protect == NULL || protect == (const char *)-1 ? A_PROTECT : 0;
}

// The extended pair travels behind a void pointer, and the text as a terminated array.
static inline int shim_set_cell(cchar_t *cell, wchar_t glyph, attr_t attributes, int pair) {
  wchar_t text[2] = {glyph, 0};
  return setcchar(cell, text, attributes, 0, &pair);
}

// A missing capability is NULL or (char *)-1, and the second has no spelling in Swift.
static inline const char *shim_capability(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

// Variadic, which Swift does not import: runs a sequence for what it sets, and sends nothing.
static inline void shim_evaluate(const char *sequence) { (void)tparm(sequence); }

// CODESET is a macro of an enumerator in one C library and a number in another.
static inline bool shim_is_utf8(void) {
  const char *codeset = nl_langinfo(CODESET);
  return codeset && (!strcmp(codeset, "UTF-8") || !strcmp(codeset, "utf8"));
}

extern int wcwidth(wchar_t);

// wchar.h declares it only under macros that would change what else is declared.
static inline int shim_width(wchar_t glyph) { return wcwidth(glyph); }

#endif
