import { join } from 'node:path';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { GoldTable, SegmentFile } from '#shared/domain/segment.ts';
import { LINE_KIND_NAMES } from '#shared/domain/line-account.ts';
import { contentSql, templateParametersSql } from './content-sql.ts';
import { sqlString } from './engine.ts';
import { variantIdSql } from './variant-sql.ts';

/** Columns of each Parquet layer, for a case that has no such file yet. */
export const EMPTY_LAYERS = {
  bronze: `SELECT NULL::INTEGER AS source_id, NULL::BIGINT AS line, NULL::BIGINT AS byte_offset, NULL::UTINYINT AS kind,
    NULL::BIGINT AS event_id, NULL::VARCHAR AS text, NULL::BLOB AS raw WHERE false`,
  silver: `SELECT NULL::BIGINT AS event_id, NULL::INTEGER AS source_id, NULL::BIGINT AS line, NULL::INTEGER AS line_count,
    NULL::BIGINT AS byte_offset, NULL::BIGINT AS time_ns, NULL::UTINYINT AS severity, NULL::VARCHAR AS severity_text,
    NULL::VARCHAR AS service, NULL::VARCHAR AS host, NULL::VARCHAR AS component, NULL::UBIGINT AS shape_id,
    NULL::VARCHAR AS parameters, NULL::VARCHAR AS attributes WHERE false`,
  features: `SELECT NULL::VARCHAR AS unit_id, NULL::BIGINT AS start_ns, NULL::BIGINT AS end_ns, NULL::VARCHAR AS name,
    NULL::DOUBLE AS value WHERE false`,
  scores: `SELECT NULL::VARCHAR AS unit_id, NULL::BIGINT AS start_ns, NULL::BIGINT AS end_ns, NULL::BIGINT AS events,
    NULL::VARCHAR AS detector, NULL::DOUBLE AS score, NULL::BOOLEAN AS is_anomaly WHERE false`,
} as const;

/** SQL over exactly these files, in their order; with none, a table of the same columns without rows. */
export function filesSql(lakeDir: string, layer: 'bronze' | 'silver' | GoldTable, paths: readonly string[]): string {
  if (paths.length === 0) return EMPTY_LAYERS[layer];
  const list = paths.map((path) => sqlString(join(lakeDir, path))).join(', ');
  return `SELECT * FROM read_parquet([${list}], hive_partitioning = false, file_row_number = false)`;
}

/** As `filesSql` of silver, each event under the id by which its template is found: its shape's, or that of a variant. */
export function silverSql(
  lakeDir: string,
  { variants = [] }: Pick<LakeManifest, 'variants'>,
  paths: readonly string[],
): string {
  const files = filesSql(lakeDir, 'silver', paths);
  return variants.length === 0 ? files : `SELECT * REPLACE (${variantIdSql(variants)} AS shape_id) FROM (${files})`;
}

/** Epoch nanoseconds as a UTC timestamp; rounds down to microseconds, before 1970 too. */
export function timestampSql(timeNs: string): string {
  return `make_timestamp(${timeNs} // 1000 - (${timeNs} % 1000 < 0)::INTEGER)`;
}

/** The stable columns of `events` (further ones after them), over any relation with silver's columns. */
export function eventsSql(silver: string, manifest: LakeManifest): string {
  const maxParameters = manifest.shapes.reduce((max, shape) => Math.max(max, shape.maskNames.length), 0);
  return `SELECT e.event_id, s.path, e.line, e.line_count + coalesce(x.lines, 0) AS line_count, e.time_ns,
    ${timestampSql('e.time_ns')} AS time, e.severity, e.severity_text, e.service, e.host, e.component, d.template_id,
    ${contentSql('d.parts', 'e.parameters', maxParameters)} AS content, ${templateParametersSql('d.wildcards', 'e.parameters')} AS parameters,
    e.attributes, s.member, e.source_id, e.byte_offset
    FROM ${silver} e LEFT JOIN dim_shapes d ON d.shape_id = e.shape_id LEFT JOIN dim_sources s ON s.source_id = e.source_id
    LEFT JOIN extra_lines x ON x.event_id = e.event_id`;
}

/**
 * What makes a statement over `events` read the events of a time span only (and some besides): of a long case just the files
 * that hold them are opened. Goes in front of the statement, which has to ask for times in the span itself.
 */
export function eventsWithinSql(
  lakeDir: string,
  manifest: LakeManifest,
  { fromNs, toNs }: { readonly fromNs: bigint; readonly toNs: bigint },
): string {
  const paths = manifest.segments
    .filter(({ layer, minTimeNs, maxTimeNs }) => {
      return layer === 'silver' && minTimeNs !== null && maxTimeNs !== null && minTimeNs < toNs && maxTimeNs >= fromNs;
    })
    .map(({ relativePath }) => relativePath);
  return `WITH events AS (${eventsSql(`(${silverSql(lakeDir, manifest, paths)})`, manifest)}) `;
}

export function linesSql(bronze: string): string {
  const kinds = LINE_KIND_NAMES.map((name) => sqlString(name)).join(', ');
  return `SELECT s.path, s.member, b.line, b.byte_offset, [${kinds}][b.kind + 1] AS kind, b.text, b.source_id, b.event_id, b.raw
    FROM ${bronze} b LEFT JOIN dim_sources s ON s.source_id = b.source_id`;
}

const TEMPLATES = `SELECT t.template_id, t.template, t.name, coalesce(n.count, 0)::BIGINT AS count,
    ${timestampSql('n.first_ns')} AS first_time, ${timestampSql('n.last_ns')} AS last_time, n.first_ns, n.last_ns
    FROM dim_templates t LEFT JOIN (
      SELECT d.template_index, sum(u.count) AS count, min(u.first_ns) AS first_ns, max(u.last_ns) AS last_ns
      FROM (SELECT shape_id, count(*) AS count, min(time_ns) AS first_ns, max(time_ns) AS last_ns FROM silver GROUP BY shape_id) u
      JOIN dim_shapes d ON d.shape_id = u.shape_id GROUP BY d.template_index
    ) n ON n.template_index = t.template_index`;

const SPAN = `${timestampSql('start_ns')} AS start, ${timestampSql('end_ns')} AS "end"`;

/** A threshold that was moved decides over the flags written with the scores. */
function flagSql({ threshold }: LakeManifest): string {
  return threshold === undefined || threshold === null ? 'is_anomaly' : `score > ${threshold}`;
}

/** Statements that make the public views over a manifest's files and the dimension tables. Idempotent. */
export function viewStatements(lakeDir: string, manifest: LakeManifest): string[] {
  const layer = (name: SegmentFile['layer']): string[] =>
    manifest.segments.filter((segment) => segment.layer === name).map((segment) => segment.relativePath);
  const gold = (table: GoldTable): string[] =>
    manifest.gold.filter((file) => file.table === table).map((file) => file.relativePath);
  return [
    `CREATE OR REPLACE VIEW bronze AS ${filesSql(lakeDir, 'bronze', layer('bronze'))}`,
    `CREATE OR REPLACE VIEW silver AS ${silverSql(lakeDir, manifest, layer('silver'))}`,
    `CREATE OR REPLACE VIEW gold_features AS ${filesSql(lakeDir, 'features', gold('features'))}`,
    `CREATE OR REPLACE VIEW gold_scores AS ${filesSql(lakeDir, 'scores', gold('scores'))}`,
    `CREATE OR REPLACE VIEW lines AS ${linesSql('bronze')}`,
    `CREATE OR REPLACE VIEW events AS ${eventsSql('silver', manifest)}`,
    `CREATE OR REPLACE VIEW templates AS ${TEMPLATES}`,
    `CREATE OR REPLACE VIEW features AS SELECT unit_id, ${SPAN}, name, value, start_ns, end_ns FROM gold_features`,
    `CREATE OR REPLACE VIEW scores AS SELECT unit_id, ${SPAN}, detector, score, ${flagSql(manifest)} AS is_anomaly, events, start_ns, end_ns FROM gold_scores`,
    `CREATE OR REPLACE VIEW anomalies AS SELECT unit_id, ${SPAN}, score, kinds, entities, template_ids, detectors, start_ns, end_ns FROM anomaly_rows`,
    `CREATE OR REPLACE VIEW incidents AS SELECT incident_id, ${SPAN}, score, summary, kinds, entities, template_ids, unit_ids, start_ns, end_ns FROM incident_rows`,
  ];
}

/** The views a user may rely on, in the order of the documentation. */
export const PUBLIC_VIEWS = ['lines', 'events', 'templates', 'features', 'scores', 'anomalies', 'incidents'] as const;
