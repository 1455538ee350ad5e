import type { DuckDBConnection } from '@duckdb/node-api';
import type { EventDimensions } from '../../features/event-batch.ts';
import { linkTemplates, type SessionProposal } from '../../features/session-proposal.ts';
import { MAX_SLOTS, type SlotPlan } from '../../features/slot-planner.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { sqlString } from '../../lake/engine.ts';
import { quantitySql } from '../../lake/quantity-sql.ts';
import { shapeParameterOf } from './sample-parameters.ts';

export interface EventRange {
  /** Epoch nanoseconds, inclusive; null = from the first event. */
  readonly fromNs: bigint | null;
  /** Exclusive; null = to the last event. */
  readonly toNs: bigint | null;
}

export interface EventSourceOptions {
  readonly reader: CaseReader;
  readonly dimensions: EventDimensions;
  readonly slots: SlotPlan;
  /** What links events of windows: the keys found in the data. Ignored with `sessionTable`. */
  readonly links: readonly SessionProposal[];
  /** Temporary table (event_id BIGINT, session INTEGER) that names the session of events; null for windows. */
  readonly sessionTable: string | null;
  readonly range: EventRange;
  readonly signal: AbortSignal;
}

/**
 * What turns names, shapes and parameters into the indices of a batch, on this connection alone: names are the values of an
 * enumeration, which is looked up faster than a table is joined, and one table tells all of a shape.
 */
export async function createLookups(connection: DuckDBConnection, options: EventSourceOptions): Promise<void> {
  const { services, hosts } = options.dimensions;
  await createNames(connection, 'analysis_services', services);
  await createNames(connection, 'analysis_hosts', hosts);
  await createSlots(connection, options);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE analysis_shapes AS SELECT d.shape_id, d.template_index, s.* EXCLUDE (shape_id)
     FROM dim_shapes d LEFT JOIN analysis_slots s ON s.shape_id = d.shape_id`,
  );
}

async function createSlots(connection: DuckDBConnection, options: EventSourceOptions): Promise<void> {
  const columns = slotColumnNames().map((name) => `${name} INTEGER`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE analysis_slots (shape_id UBIGINT, link_key INTEGER, link INTEGER, ${columns.join(', ')})`,
  );
  const rows = slotRows(options);
  const appender = await connection.createAppender('analysis_slots');
  for (const [shapeId, positions] of rows) {
    appender.appendUBigInt(BigInt(`0x${shapeId}`));
    for (const position of positions) {
      if (position === null) appender.appendNull();
      else appender.appendInteger(position);
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function createNames(connection: DuckDBConnection, type: string, names: readonly string[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TYPE ${type} AS ENUM (${names.map(sqlString).join(', ')})`);
}

function slotColumnNames(): string[] {
  const slots = Array.from({ length: MAX_SLOTS }, (_, i) => i);
  return [...slots.map((i) => `n${i}`), ...slots.map((i) => `k${i}`)];
}

/** Per shape: link key, then 1-based shape parameter of the link, of each number slot and of each key slot. */
function slotRows({ reader, dimensions, slots, links }: EventSourceOptions): Map<string, (number | null)[]> {
  const rows = new Map<string, (number | null)[]>();
  const place = (template: number, wildcard: number, at: number, key: number | null = null): void => {
    const templateId = dimensions.templateIds[template];
    if (templateId === undefined) return;
    for (const [shapeId, index] of shapeParameterOf(reader.manifest, templateId, wildcard)) {
      const row = rows.get(shapeId) ?? Array.from({ length: 2 + 2 * MAX_SLOTS }, () => null);
      rows.set(shapeId, row);
      row[at] = index + 1;
      if (key !== null) row[0] = key;
    }
  };
  for (const slot of slots.numbers) place(slot.template, slot.wildcard, 2 + slot.column);
  for (const slot of slots.keys) place(slot.template, slot.wildcard, 2 + MAX_SLOTS + slot.column);
  for (const [template, [key, wildcard]] of linkTemplates(links)) place(template, wildcard, 1, key);
  return rows;
}

/**
 * @param silver Relation with silver's columns.
 * @param firstEventId Places count from it; null where the caller needs none.
 * @returns One row an event, in no order: its place, then the columns of a batch.
 */
export function eventsSql(
  { sessionTable, range, slots }: EventSourceOptions,
  silver: string,
  firstEventId: number | null,
): string {
  const parameters = `string_split(e.parameters, chr(31))`;
  const hasUnits = slots.numbers.some((slot) => slot.isMarked);
  // Most events have no value in most slots, and finding nothing in a list costs as much as finding something.
  const number = (i: number): string =>
    `CASE WHEN s.n${i} IS NULL THEN 'nan'::DOUBLE ELSE coalesce(${quantitySql(`p[s.n${i}]`, hasUnits)}, 'nan'::DOUBLE) END`;
  const nameIndex = (column: string, type: string): string =>
    `coalesce(enum_code(TRY_CAST(e.${column} AS ${type}))::INTEGER, -1)`;
  const key = (i: number): string => `CASE WHEN s.k${i} IS NULL THEN 0 ELSE ${hash32(`p[s.k${i}]`)} END::UINTEGER`;
  const session =
    sessionTable === null
      ? `CASE WHEN s.link IS NULL THEN 0 ELSE ${hash32(`(s.link_key, p[s.link])`)} END::UINTEGER`
      : `coalesce(x.session, -1)`;
  const slotColumns = Array.from({ length: MAX_SLOTS }, (_, i) => i);
  return `SELECT ${firstEventId === null ? '0' : `(event_id - ${firstEventId})`}::INTEGER AS place, coalesce(time_ns::DOUBLE / 1e9, 'nan'::DOUBLE) AS seconds, template_index, severity, service_index, host_index, session,
      ${slotColumns.map((i) => `n${i}`).join(', ')}, ${slotColumns.map((i) => `k${i}`).join(', ')}
    FROM (SELECT e.event_id, e.time_ns, coalesce(s.template_index, -1)::INTEGER AS template_index, coalesce(e.severity, 0)::UTINYINT AS severity,
        ${nameIndex('service', 'analysis_services')} AS service_index, ${nameIndex('host', 'analysis_hosts')} AS host_index, ${session} AS session,
        ${slotColumns.map((i) => `${number(i)} AS n${i}`).join(', ')}, ${slotColumns.map((i) => `${key(i)} AS k${i}`).join(', ')}
      FROM (SELECT *, ${parameters} AS p FROM ${silver} e ${rangeSql(range)}) e
      LEFT JOIN analysis_shapes s ON s.shape_id = e.shape_id
      ${sessionTable === null ? '' : `LEFT JOIN ${sessionTable} x ON x.event_id = e.event_id`})`;
}

/** 32 bits of the engine's hash, never 0. */
function hash32(value: string): string {
  return `((hash(${value}) & 4294967295) | 1)`;
}

function rangeSql({ fromNs, toNs }: EventRange): string {
  const conditions = [
    ...(fromNs === null ? [] : [`time_ns >= ${fromNs}`]),
    ...(toNs === null ? [] : [`time_ns < ${toNs}`]),
  ];
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
