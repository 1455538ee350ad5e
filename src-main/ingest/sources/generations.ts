/** Name of a log file taken apart: which log it belongs to and which rotated generation of it. */
export interface Generation {
  /** The current file's name, shared by all its generations. */
  readonly family: string;
  /** Text stamp (date, time) sorted before numbers; '' when the generation is numbered or current. */
  readonly stamp: string;
  /** Higher is older; 0 is the current file. */
  readonly number: number;
}

const COMPRESSED = /\.(?:gz|gzip|z|zst|zstd|bz2|xz|lz4)$/i;
const STAMPED =
  /^(.+?)[-._](\d{4}-?\d{2}-?\d{2}(?:[-_.T]?\d{2}(?:[-:_.]?\d{2}){0,2})?(?:[-_.]\d{1,6})?|\d{10})(\.[a-z]{1,5})?$/i;
const NUMBERED = /^(.+)\.(\d{1,6})$/;
const BEFORE = /^(.+)\.(?:old|prev|previous)$/i;
const collator = new Intl.Collator('en', { numeric: true });

/**
 * Reads the rotation schemes of logrotate and the common frameworks: `app.log.2.gz`, `app.log.1`, `app.log-20240131.gz`,
 * `app.log.2024-01-31`, `app-2024-01-31.log`. Names longer than 255 characters do not occur, so the patterns stay cheap.
 */
export function readGeneration(name: string): Generation {
  const plain = name.replace(COMPRESSED, '');
  const stamped = STAMPED.exec(plain);
  if (stamped !== null) return { family: `${stamped[1]}${stamped[3] ?? ''}`, stamp: stamped[2] as string, number: 0 };
  const numbered = NUMBERED.exec(plain);
  if (numbered !== null) {
    // Some count from 0: also `app.log.0` is older than `app.log`.
    return { family: numbered[1] as string, stamp: '', number: Number(numbered[2]) + 1 };
  }
  const before = BEFORE.exec(plain);
  if (before !== null) return { family: before[1] as string, stamp: '', number: 1 };
  return { family: plain, stamp: '', number: 0 };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders names: by log, then oldest generation first (stamps ascending, numbers descending, the current file last). */
export function compareGenerations(a: string, b: string): number {
  const [left, right] = [readGeneration(a), readGeneration(b)];
  const byFamily = collator.compare(left.family, right.family) || byCode(left.family, right.family);
  if (byFamily !== 0) return byFamily;
  if (left.stamp !== right.stamp) {
    if (left.stamp === '' || right.stamp === '') return left.stamp === '' ? 1 : -1;
    return collator.compare(left.stamp, right.stamp) || byCode(left.stamp, right.stamp);
  }
  return right.number - left.number || byCode(a, b);
}

/** Whether two names in one folder are copies of one generation: `app.log.1` and `app.log.1.gz`. */
export function isSameGeneration(a: string, b: string): boolean {
  const [left, right] = [readGeneration(a), readGeneration(b)];
  return left.family === right.family && left.stamp === right.stamp && left.number === right.number;
}
