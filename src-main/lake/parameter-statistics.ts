/**
 * What one wildcard of a template holds. The values are grouped once, into a temporary table with a row for each; all
 * figures are taken from it and are exact.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { classifyParameter, isNumeric, type ParameterKind } from '#shared/domain/parameter-type.ts';
import { type FilterContext, filterSql } from './event-filter-sql.ts';
import { quantitySql } from './quantity-sql.ts';
import type { QueryEngine, Row } from './query-engine.ts';
import { SqlText } from './sql-text.ts';

export interface ParameterRequest {
  readonly templateId: string;
  /** From 0. */
  readonly wildcard: number;
  /** Default: all events of the template. */
  readonly filter?: EventFilter;
  /** Default `frequent`. */
  readonly order?: 'frequent' | 'rare' | 'newest';
  /** Values listed. Default 20. */
  readonly values?: number;
  /** Of the histogram. Default 40. */
  readonly buckets?: number;
}

/** A wildcard and the text around it. */
export interface ParameterPlace {
  readonly maskName: string;
  readonly before: string;
  readonly after: string;
}

export interface ParameterStatistics extends ParameterKind {
  readonly maskName: string;
  readonly events: number;
  readonly empty: number;
  readonly distinct: number;
  readonly top: readonly ParameterValueUse[];
  readonly numbers: NumberStatistics | null;
}

export interface ParameterValueUse {
  readonly value: string;
  readonly count: number;
  readonly firstTimeNs: bigint | null;
  readonly firstEventId: number;
}

export interface NumberStatistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  readonly p05: number;
  readonly p95: number;
  readonly buckets: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

/** Distinct values, most frequent first, by which the type is told. */
const TYPE_SAMPLE = 2000;
const ORDERS = {
  frequent: 'n DESC, value',
  rare: 'n, value',
  newest: 'first_event DESC',
} as const;

export async function readParameterStatistics(
  engine: QueryEngine,
  request: ParameterRequest,
  place: ParameterPlace,
  context: FilterContext,
  signal?: AbortSignal,
): Promise<ParameterStatistics> {
  const { templateId, wildcard, filter = {}, order = 'frequent', values = 20, buckets = 40 } = request;
  return engine.session(signal, async (connection) => {
    const sql = new SqlText('show');
    const condition = `template_id = ${sql.value(templateId)} AND ${filterSql(filter, context, sql)}`;
    await connection.run(
      `CREATE TEMP TABLE parameter_values AS SELECT coalesce(parameters[${wildcard + 1}], '') AS value, count(*) AS n,
         min(time_ns) AS first_ns, min(event_id) AS first_event FROM events WHERE ${condition} GROUP BY ALL`,
    );
    const [totals] = await rows(
      connection,
      `SELECT coalesce(sum(n), 0) AS events, coalesce(sum(n) FILTER (value = ''), 0) AS empty, count(*) AS distinct_values FROM parameter_values`,
    );
    const sample = await listValues(connection, ORDERS.frequent, TYPE_SAMPLE);
    const kind = classifyParameter(sample, place);
    const top =
      order === 'frequent' && values <= TYPE_SAMPLE ? sample : await listValues(connection, ORDERS[order], values);
    return {
      ...kind,
      maskName: place.maskName,
      events: Number(totals?.['events']),
      empty: Number(totals?.['empty']),
      distinct: Number(totals?.['distinct_values']),
      top: top.slice(0, values),
      numbers: isNumeric(kind) ? await readNumbers(connection, kind, buckets) : null,
    };
  });
}

async function listValues(connection: DuckDBConnection, order: string, limit: number): Promise<ParameterValueUse[]> {
  const found = await rows(connection, `SELECT * FROM parameter_values ORDER BY ${order} LIMIT ${limit}`);
  return found.map((row) => ({
    value: String(row['value']),
    count: Number(row['n']),
    firstTimeNs: (row['first_ns'] ?? null) as bigint | null,
    firstEventId: Number(row['first_event']),
  }));
}

const QUANTILES = [0.001, 0.05, 0.5, 0.95, 0.999] as const;

/** Quantiles are values that are there: the smallest that so many are not above. */
async function readNumbers(
  connection: DuckDBConnection,
  { hasUnits }: ParameterKind,
  buckets: number,
): Promise<NumberStatistics | null> {
  await connection.run(
    `CREATE TEMP TABLE parameter_numbers AS SELECT q, sum(n) AS n FROM (
       SELECT ${quantitySql('value', hasUnits)} AS q, n FROM parameter_values) WHERE q IS NOT NULL AND isfinite(q) GROUP BY q`,
  );
  const quantiles = QUANTILES.map((p, i) => `min(q) FILTER (up_to >= ${p} * total) AS q${i}`);
  const [row] = await rows(
    connection,
    `SELECT sum(n) AS count, min(q) AS low, max(q) AS high, sum(q * n) / sum(n) AS mean, ${quantiles.join(', ')}
     FROM (SELECT q, n, sum(n) OVER (ORDER BY q) AS up_to, sum(n) OVER () AS total FROM parameter_numbers)`,
  );
  if (row === undefined || row['count'] === null) return null;
  const number = (name: string): number => Number(row[name]);
  return {
    count: number('count'),
    min: number('low'),
    max: number('high'),
    mean: number('mean'),
    median: number('q2'),
    p05: number('q1'),
    p95: number('q3'),
    buckets: await readBuckets(connection, number('q0'), number('q4'), buckets),
  };
}

/** Equal buckets between two values; what lies outside is in the first or the last. */
async function readBuckets(
  connection: DuckDBConnection,
  low: number,
  high: number,
  wanted: number,
): Promise<NumberStatistics['buckets']> {
  const isFewIntegers = Number.isInteger(low) && Number.isInteger(high) && high - low < wanted;
  const count = isFewIntegers ? high - low + 1 : low === high ? 1 : wanted;
  const width = isFewIntegers || low === high ? 1 : (high - low) / count;
  const found = await rows(
    connection,
    `SELECT least(${count - 1}, greatest(0, floor((q - ${low}::DOUBLE) / ${width}::DOUBLE)))::INTEGER AS bucket, sum(n) AS n
     FROM parameter_numbers GROUP BY bucket`,
  );
  const counts = new Map(found.map((row) => [Number(row['bucket']), Number(row['n'])]));
  return Array.from({ length: count }, (_, i) => ({
    from: low + i * width,
    to: i === count - 1 && !isFewIntegers && low !== high ? high : low + (i + 1) * width,
    count: counts.get(i) ?? 0,
  }));
}

async function rows(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  return (await connection.run(sql)).getRowObjects();
}
