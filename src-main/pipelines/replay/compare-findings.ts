import type { Anomaly, Incident } from '#shared/domain/detection.ts';

/** The first place where two lists of findings are not the same to the last bit. */
export interface Difference {
  /** Place in the list. */
  readonly index: number;
  /** Unit or incident of the stored list there; null beyond its end. */
  readonly stored: string | null;
  readonly replayed: string | null;
  /** What differs, as `score: 0.51 is now 0.52`. */
  readonly what: string;
}

/** Null when both lists are equal in every field of every entry. */
export function firstDifference(
  stored: readonly (Anomaly | Incident)[],
  replayed: readonly (Anomaly | Incident)[],
): Difference | null {
  for (let index = 0; index < Math.max(stored.length, replayed.length); index++) {
    const [a, b] = [stored[index], replayed[index]];
    const names = { index, stored: a === undefined ? null : idOf(a), replayed: b === undefined ? null : idOf(b) };
    if (a === undefined) return { ...names, what: 'is new' };
    if (b === undefined) return { ...names, what: 'is gone' };
    const what = describeDifference(a, b, '');
    if (what !== null) return { ...names, what };
  }
  return null;
}

function idOf(finding: Anomaly | Incident): string {
  return 'incidentId' in finding ? finding.incidentId : finding.unitId;
}

/** Path and values of the first difference; numbers are compared bit for bit, so that -0 is not 0. */
function describeDifference(a: unknown, b: unknown, path: string): string | null {
  if (Object.is(a, b)) return null;
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  if (!isObject(a) || !isObject(b)) return `${path}: ${show(a)} is now ${show(b)}`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const inner = describeDifference(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    );
    if (inner !== null) return inner;
  }
  return null;
}

function show(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`;
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
