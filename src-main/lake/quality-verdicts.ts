import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { LineAccount } from '#shared/domain/line-account.ts';
import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { LakeLayer } from '#shared/domain/segment.ts';
import type { Row } from './query-engine.ts';
import type { DamagedSegment } from './segment-health.ts';

/** A source with the account its lines are checked against. */
export interface CheckedSource {
  readonly sourceId: number;
  readonly path: string;
  readonly member: string | null;
  readonly account: LineAccount;
  /** `skippedLinesBefore`: lines of the file in front of the first one read; absent for none. */
  readonly counters?: Readonly<Record<string, number>>;
}

/** Files whose bytes are what was written. Names the bad ones: their rows are missing from every answer. */
export function wholeFiles(layer: LakeLayer, damaged: readonly DamagedSegment[]): QualityCheck {
  const bad = damaged.filter(({ segment }) => segment.layer === layer);
  const check = equal(`${layer}.files`, layer, 'Files are as they were written', null, `${bad.length} bad`, '0 bad');
  return { ...check, detail: bad.map(({ segment, reason }) => `${segment.relativePath} is ${reason}`).join('; ') };
}

export function number(row: Row, name: string): number {
  return Number(row[name] ?? 0);
}

function build(
  id: string,
  layer: LakeLayer,
  title: string,
  source: CheckedSource | null,
  status: QualityCheck['status'],
  observed: string,
  expected: string,
): QualityCheck {
  const name = source === null ? '' : source.member === null ? source.path : `${source.path}!${source.member}`;
  const checkId = source === null ? id : `${id}:${source.sourceId}`;
  return { checkId, layer, title, status, observed, expected, detail: name };
}

export function equal(
  id: string,
  layer: LakeLayer,
  title: string,
  source: CheckedSource | null,
  observed: string | number,
  expected: string | number,
): QualityCheck {
  const status = String(observed) === String(expected) ? 'pass' : 'fail';
  return build(id, layer, title, source, status, String(observed), String(expected));
}

/** Numbers first, first + 1, ... exactly once each: told by count, bounds, sum and sum of squares, without remembering any. */
export function onceEach(
  id: string,
  layer: LakeLayer,
  title: string,
  source: CheckedSource | null,
  row: Row,
  countName: string,
  expected: number,
  first: bigint,
): QualityCheck {
  const n = BigInt(expected);
  const last = first + n - 1n;
  const upTo = (k: bigint): bigint => (k * (k + 1n)) / 2n;
  const squaresUpTo = (k: bigint): bigint => (k * (k + 1n) * (2n * k + 1n)) / 6n;
  const isComplete =
    number(row, countName) === expected &&
    (expected === 0 ||
      (row['first'] === first &&
        row['last'] === last &&
        row['total'] === upTo(last) - upTo(first - 1n) &&
        row['squares'] === squaresUpTo(last) - squaresUpTo(first - 1n)));
  const observed = `${number(row, countName)} of ${String(row['first'] ?? '-')}..${String(row['last'] ?? '-')}`;
  const wanted = expected === 0 ? '0 of -..-' : `${expected} of ${first}..${last}`;
  // Equal counts and bounds with another sum: some number is missing and another one doubled.
  const shown = isComplete || observed !== wanted ? observed : `${observed}, some twice`;
  return build(id, layer, title, source, isComplete ? 'pass' : 'fail', shown, wanted);
}

export function share(
  id: string,
  layer: LakeLayer,
  title: string,
  source: CheckedSource,
  part: number,
  whole: number,
  limit: number,
): QualityCheck {
  const status = part > whole * limit ? 'warn' : 'pass';
  return build(id, layer, title, source, status, `${part} of ${whole}`, `at most ${limit * 100} %`);
}

export function atMost(
  id: string,
  layer: LakeLayer,
  title: string,
  source: CheckedSource,
  observed: number,
  limit: number,
): QualityCheck {
  return build(id, layer, title, source, observed > limit ? 'warn' : 'pass', String(observed), `at most ${limit}`);
}

/** Rows of the files a source's blocks left, against what the account says it gave. */
export function volume(source: CheckedSource, manifest: LakeManifest): QualityCheck {
  const rows = manifest.segments
    .filter((file) => file.layer === 'silver' && file.sourceId === source.sourceId)
    .reduce((sum, file) => sum + file.rows, 0);
  const status = rows !== source.account.events ? 'fail' : rows === 0 && source.account.lines > 0 ? 'warn' : 'pass';
  const expected = `${source.account.events}${source.account.events === 0 ? ', more than 0 wanted' : ''}`;
  return build('silver.volume', 'silver', 'Catalogued rows match the account', source, status, String(rows), expected);
}
