import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { isInTimeOrder } from './event-order.ts';
import type { QueryEngine, Row } from './query-engine.ts';
import { atMost, type CheckedSource, equal, number, onceEach, share, volume, wholeFiles } from './quality-verdicts.ts';
import type { DamagedSegment } from './segment-health.ts';
import { filesSql } from './views.ts';

export interface QualityInput {
  readonly engine: QueryEngine;
  readonly manifest: LakeManifest;
  readonly sources: readonly CheckedSource[];
  readonly damaged: readonly DamagedSegment[];
  readonly signal?: AbortSignal | undefined;
}

export interface GoldQualityInput {
  readonly engine: QueryEngine;
  readonly lakeDir: string;
  /** Of one run, whether it is committed already or not. */
  readonly files: readonly GoldFile[];
  readonly signal?: AbortSignal | undefined;
}

/** Shares beyond which a check asks for a look, and sizes beyond which a column is no category any more. */
const MANY_UNTIMED = 0.01;
const MANY_REJECTED = 0.01;
const MANY_BACKWARDS = 0.01;
const MANY_SERVICES = 1000;
/** 1990-01-01 and 2100-01-01: times outside are far more often a wrong guess than a log. */
const EARLIEST_NS = 631_152_000n * 1_000_000_000n;
const LATEST_NS = 4_102_444_800n * 1_000_000_000n;

/**
 * Bronze against the account: every line of every source is there exactly once, with the kind it was counted as.
 * One pass over the layer.
 */
export async function checkBronze({ engine, sources, damaged, signal }: QualityInput): Promise<QualityCheck[]> {
  const rows = await engine.rows(
    `SELECT source_id, count(*) AS lines, min(line) AS first, max(line) AS last, sum(line) AS total, sum(line * line) AS squares,
       count(*) FILTER (kind = 0) AS event_lines, count(*) FILTER (kind = 1) AS continuations,
       count(*) FILTER (kind = 2) AS blanks, count(*) FILTER (kind = 3) AS rejected,
       count(*) FILTER (byte_offset < 0) AS bad_offsets
     FROM bronze GROUP BY source_id`,
    { signal },
  );
  const rowOf = new Map(rows.map((row) => [Number(row['source_id']), row]));
  const perSource = sources.flatMap((source) => {
    const { account } = source;
    const row = rowOf.get(source.sourceId) ?? {};
    const firstLine = BigInt(source.counters?.['skippedLinesBefore'] ?? 0) + 1n;
    const kinds = ['event_lines', 'continuations', 'blanks', 'rejected'].map((name) => number(row, name));
    const expected = [account.eventLines, account.continuationLines, account.blankLines, account.rejectedLines];
    return [
      equal(
        'bronze.kinds',
        'bronze',
        'Lines by kind match the account',
        source,
        kinds.join(' + '),
        expected.join(' + '),
      ),
      onceEach('bronze.lines', 'bronze', 'Every line is stored once', source, row, 'lines', account.lines, firstLine),
      equal('bronze.offsets', 'bronze', 'Byte offsets are positions', source, number(row, 'bad_offsets'), 0),
      share('bronze.rejected', 'bronze', 'Rejected lines', source, account.rejectedLines, account.lines, MANY_REJECTED),
    ];
  });
  return [wholeFiles('bronze', damaged), ...perSource];
}

/**
 * Silver against the account and itself: dense ids, known shapes, plausible times and severities. One pass, and a window where
 * times are out of order.
 */
export async function checkSilver({
  engine,
  manifest,
  sources,
  damaged,
  signal,
}: QualityInput): Promise<QualityCheck[]> {
  const rows = await engine.rows(
    `SELECT source_id, count(*) AS events, count(*) FILTER (time_ns IS NULL) AS untimed,
       count(*) FILTER (time_ns < ${EARLIEST_NS} OR time_ns >= ${LATEST_NS}) AS implausible,
       count(*) FILTER (severity > 24) AS bad_severity, count(*) FILTER (line_count < 1) AS bad_lines,
       count(*) FILTER (d.shape_id IS NULL) AS unknown_shapes, approx_count_distinct(service) AS services,
       min(event_id) AS first, max(event_id) AS last, sum(event_id) AS total, sum(event_id * event_id) AS squares
     FROM silver e LEFT JOIN dim_shapes d ON d.shape_id = e.shape_id GROUP BY source_id`,
    { signal },
  );
  // The writer saw the order of every block; only where it was broken is it worth counting how often.
  const disordered = sources
    .map(({ sourceId }) => sourceId)
    .filter((id) => !isInTimeOrder(manifest.segments.filter((segment) => segment.sourceId === id)));
  const backwards =
    disordered.length === 0
      ? []
      : await engine.rows(
          `SELECT source_id, count(*) AS events FROM (
             SELECT source_id, time_ns, lag(time_ns) OVER (PARTITION BY source_id ORDER BY event_id) AS before
             FROM silver WHERE time_ns IS NOT NULL AND source_id IN (${disordered.join(', ')})
           ) WHERE time_ns < before GROUP BY source_id`,
          { signal },
        );
  const rowOf = new Map(rows.map((row) => [Number(row['source_id']), row]));
  const backOf = new Map(backwards.map((row) => [Number(row['source_id']), row]));
  const events = sources.reduce((sum, source) => sum + source.account.events, 0);
  const ids = onceEach('silver.ids', 'silver', 'Event ids are dense', null, joined(rows), 'events', events, 0n);
  const perSource = sources.flatMap((source) => {
    const row = rowOf.get(source.sourceId) ?? {};
    const timed = source.account.events - number(row, 'untimed');
    const back = number(backOf.get(source.sourceId) ?? {}, 'events');
    return [
      equal(
        'silver.events',
        'silver',
        'Events match the account',
        source,
        number(row, 'events'),
        source.account.events,
      ),
      equal('silver.severity', 'silver', 'Severities are 0 to 24', source, number(row, 'bad_severity'), 0),
      equal('silver.line-count', 'silver', 'Every event has a line', source, number(row, 'bad_lines'), 0),
      equal('silver.shapes', 'silver', 'Every shape is in the catalog', source, number(row, 'unknown_shapes'), 0),
      share(
        'silver.untimed',
        'silver',
        'Events without a time',
        source,
        number(row, 'untimed'),
        source.account.events,
        MANY_UNTIMED,
      ),
      share('silver.range', 'silver', 'Times before 1990 or after 2099', source, number(row, 'implausible'), timed, 0),
      share('silver.order', 'silver', 'Events earlier than the one before', source, back, timed, MANY_BACKWARDS),
      atMost('silver.services', 'silver', 'Distinct services', source, number(row, 'services'), MANY_SERVICES),
      volume(source, manifest),
    ];
  });
  return [wholeFiles('silver', damaged), ids, ...perSource];
}

/** Gold against what its writer counted and itself: row counts, one finite score in 0..1 a unit and detector. */
export async function checkGold({ engine, lakeDir, files, signal }: GoldQualityInput): Promise<QualityCheck[]> {
  const checks: QualityCheck[] = [];
  const relation = (table: GoldTable): string => {
    const paths = files.filter((file) => file.table === table).map((file) => file.relativePath);
    return `(${filesSql(lakeDir, table, paths)})`;
  };
  for (const table of ['features', 'scores'] as const) {
    const own = files.filter((file) => file.table === table);
    if (own.length === 0) continue;
    const expected = own.reduce((sum, file) => sum + file.rows, 0);
    const value = table === 'features' ? 'value' : 'score';
    const [row = {}] = await engine.rows(
      `SELECT count(*) AS rows, count(*) FILTER (NOT isfinite(${value})) AS not_finite FROM ${relation(table)}`,
      { signal },
    );
    checks.push(
      equal(`gold.${table}`, 'gold', `Rows of ${table} match the catalog`, null, number(row, 'rows'), expected),
    );
    checks.push(
      equal(`gold.${table}-finite`, 'gold', `Numbers of ${table} are finite`, null, number(row, 'not_finite'), 0),
    );
  }
  if (!files.some((file) => file.table === 'scores')) return checks;
  const [scores = {}] = await engine.rows(
    `SELECT count(*) FILTER (score < 0 OR score > 1) AS outside,
       count(*) - count(DISTINCT (unit_id, detector)) AS doubled,
       count(DISTINCT unit_id) * count(DISTINCT detector) - count(DISTINCT (unit_id, detector)) AS missing FROM ${relation('scores')}`,
    { signal },
  );
  checks.push(equal('gold.score-range', 'gold', 'Scores are within 0..1', null, number(scores, 'outside'), 0));
  checks.push(
    equal(
      'gold.score-once',
      'gold',
      'One score a unit and detector',
      null,
      number(scores, 'doubled') + number(scores, 'missing'),
      0,
    ),
  );
  return checks;
}

/** The ids of all sources together. */
function joined(rows: readonly Row[]): Row {
  const sum = (name: string): bigint => rows.reduce((total, row) => total + (row[name] as bigint), 0n);
  const edge = (name: string, isBeyond: (a: bigint, b: bigint) => boolean): bigint | null =>
    rows
      .map((row) => row[name] as bigint)
      .reduce<bigint | null>((a, b) => (a === null || isBeyond(b, a) ? b : a), null);
  return {
    events: sum('events'),
    first: edge('first', (a, b) => a < b),
    last: edge('last', (a, b) => a > b),
    total: sum('total'),
    squares: sum('squares'),
  };
}
