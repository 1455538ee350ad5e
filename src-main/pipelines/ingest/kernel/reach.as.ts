// AssemblyScript. How far reading a header looked: what it found holds for every line with the same bytes up to there.

/** Behind the last byte that was looked at; beyond the line's end where it mattered how long the line is. */
export let reach: i32 = 0;
/** Where blanks were skipped last: all that mattered of the byte there is that it is none. */
export let behindBlanks: i32 = 0;

export function startReach(at: i32): void {
  reach = at;
  behindBlanks = 0;
}

/** Notes that bytes before `at` mattered. */
@inline
export function lookedUpTo(at: i32): void {
  if (at > reach) reach = at;
}

/** Notes that blanks were skipped up to `at`. */
@inline
export function stoppedBehindBlanks(at: i32, end: i32): void {
  lookedUpTo(at === end ? end + 1 : at);
  behindBlanks = at;
}
