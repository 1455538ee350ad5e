import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { Histogram } from '#shared/domain/event-row.ts';
import { bandSql, type FilterContext, filterSql, relationFor } from './event-filter-sql.ts';
import { int32Column, int64Column } from './chunk-columns.ts';
import type { QueryEngine } from './query-engine.ts';
import { SqlText } from './sql-text.ts';

const BANDS = 7;

export interface HistogramInput {
  readonly filter: EventFilter;
  readonly context: FilterContext;
  /** Inclusive. */
  readonly fromNs: bigint;
  /** Exclusive; at least one nanosecond later. */
  readonly toNs: bigint;
  /** At least 1; every bucket has the same whole number of nanoseconds, the last one may reach past `toNs`. */
  readonly buckets: number;
  readonly signal?: AbortSignal | undefined;
}

/** Counts events by time bucket and severity band; events without a time or outside the range are not counted. */
export async function readHistogram(engine: QueryEngine, input: HistogramInput): Promise<Histogram> {
  const { fromNs, toNs, buckets } = input;
  const span = toNs > fromNs ? toNs - fromNs : 1n;
  const bucketNs = (span + BigInt(buckets) - 1n) / BigInt(buckets);
  const counts = new Float64Array(buckets * BANDS);
  const sql = new SqlText('run');
  const from = sql.value(fromNs);
  const relation = relationFor(input.filter, input.context);
  const query = `SELECT ((time_ns - ${from}) // ${sql.value(bucketNs)})::INTEGER, (${bandSql()})::INTEGER, count(*)::BIGINT
    FROM ${relation} WHERE time_ns >= ${from} AND time_ns < ${sql.value(toNs)}
    AND ${filterSql(input.filter, input.context, sql)} GROUP BY ALL`;
  for await (const chunk of engine.stream(query, { parameters: sql.parameters, signal: input.signal })) {
    const bucketOf = int32Column(chunk, 0);
    const bandOf = int32Column(chunk, 1);
    const countOf = int64Column(chunk, 2);
    for (let row = 0; row < chunk.rowCount; row++) {
      counts[(bucketOf[row] as number) * BANDS + (bandOf[row] as number)] = Number(countOf[row]);
    }
  }
  return { fromNs, bucketNs, buckets, counts };
}
