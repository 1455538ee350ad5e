import type { Bytes, int } from '../../base/portable.ts';

/**
 * Where reading a content for parameters may go on, from a place between two chunks on, without missing one: behind words
 * that are program text for certain in a kernel (plain-words.as.ts), which compares sixteen bytes at once; here at `at`.
 */
export function skipPlainWords(_bytes: Bytes, at: int, _limit: int, _hasKeys: boolean): int {
  return at;
}
