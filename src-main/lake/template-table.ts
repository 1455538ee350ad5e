import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { TemplateRow } from '#shared/domain/event-row.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { bandSql, type FilterContext, filterSql } from './event-filter-sql.ts';
import type { QueryEngine } from './query-engine.ts';
import { SqlText } from './sql-text.ts';

/** Templates with the use the filter lets pass, rare first; templates without any such event are left out. */
export async function readTemplateTable(
  engine: QueryEngine,
  manifest: LakeManifest,
  filter: EventFilter,
  context: FilterContext,
  signal?: AbortSignal,
): Promise<TemplateRow[]> {
  const sql = new SqlText('run');
  const rows = await engine.rows(
    `SELECT template_id, count(*) AS count, min(time_ns) AS first_ns, max(time_ns) AS last_ns, min(event_id) AS first_event,
       max(${bandSql()}) AS band FROM events WHERE ${filterSql(filter, context, sql)} AND template_id IS NOT NULL
     GROUP BY template_id ORDER BY count, first_event`,
    { parameters: sql.parameters, signal },
  );
  const templateOf = new Map(manifest.templates.map((template) => [template.templateId, template]));
  return rows.map((row) => {
    const templateId = row['template_id'] as string;
    const template = templateOf.get(templateId);
    return {
      templateId,
      text: template?.text ?? '',
      name: template?.name ?? null,
      maskNames: template?.maskNames ?? [],
      count: Number(row['count']),
      firstTimeNs: (row['first_ns'] ?? null) as bigint | null,
      lastTimeNs: (row['last_ns'] ?? null) as bigint | null,
      firstEventId: Number(row['first_event']),
      severityBand: Number(row['band']),
    };
  });
}

/** Sparse counts of templates over time: entry i says that a template had `count[i]` events in `bucket[i]`. */
export interface TemplateHistogram {
  readonly templateIds: readonly string[];
  readonly bucket: Int32Array;
  readonly count: Float64Array;
}

/** @param toNs Exclusive. Events without a time or outside the range are not counted. */
export async function readTemplateHistogram(
  engine: QueryEngine,
  range: { readonly fromNs: bigint; readonly toNs: bigint; readonly buckets: number },
  signal?: AbortSignal,
): Promise<TemplateHistogram> {
  const { fromNs, toNs, buckets } = range;
  const span = toNs > fromNs ? toNs - fromNs : 1n;
  const bucketNs = (span + BigInt(buckets) - 1n) / BigInt(buckets);
  const rows = await engine.rows(
    `SELECT template_id, ((time_ns - $1::BIGINT) // $3::BIGINT)::INTEGER AS bucket, count(*) AS count FROM events
     WHERE time_ns >= $1::BIGINT AND time_ns < $2::BIGINT AND template_id IS NOT NULL GROUP BY ALL ORDER BY ALL`,
    { parameters: [fromNs, toNs, bucketNs], signal },
  );
  return {
    templateIds: rows.map((row) => row['template_id'] as string),
    bucket: Int32Array.from(rows, (row) => row['bucket'] as number),
    count: Float64Array.from(rows, (row) => Number(row['count'])),
  };
}

/** What the wildcards of one template hold. */
export interface ParameterSummary {
  readonly distinct: number;
  /** Most frequent first, then by value. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

/** One summary a wildcard, in order. `distinct` is approximate (HyperLogLog) beyond a few thousand values. */
export async function readParameterSummaries(
  engine: QueryEngine,
  templateId: string,
  wildcards: number,
  limit: number,
  signal?: AbortSignal,
): Promise<ParameterSummary[]> {
  return engine.session(signal, async (connection) => {
    const summaries: ParameterSummary[] = [];
    for (let wildcard = 1; wildcard <= wildcards; wildcard++) {
      const values = `SELECT parameters[${wildcard}] AS value FROM events WHERE template_id = $1`;
      const total = await connection.run(`SELECT approx_count_distinct(value) FROM (${values})`, [templateId]);
      const top = await connection.run(
        `SELECT value, count(*) AS count FROM (${values}) WHERE value IS NOT NULL GROUP BY value ORDER BY count DESC, value LIMIT ${limit}`,
        [templateId],
      );
      const found = (await top.getRowObjects()).map((row) => ({
        value: row['value'] as string,
        count: Number(row['count']),
      }));
      const [[distinct]] = (await total.getRows()) as [[bigint]];
      summaries.push({ distinct: found.length < limit ? found.length : Number(distinct), top: found });
    }
    return summaries;
  });
}
