import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { doubleColumn, int32Column, uint32Column, uint8Column } from './chunk-columns.ts';
import { isFileOrder, PLACE_SQL } from './event-order.ts';
import { type EngineConnection, type QueryEngine, toQueryError } from './query-engine.ts';
import { attributeSql } from './session-sql.ts';
import type { EventSessions } from './session-scan.ts';
import { filesSql } from './views.ts';

/** Where one template keeps a value that a column of the batch carries. */
export interface ScanSlot {
  /** Index into `ScanDimensions.templateIds`. */
  readonly template: number;
  /** Column of `ScanBatch.numbers` or `ScanBatch.keys`. */
  readonly column: number;
  /** 0-based wildcard of the template, or a key of the event's attributes. */
  readonly from: { readonly wildcard: number } | { readonly attribute: string };
}

export interface ScanOptions {
  /** Numbers: the text's leading decimal number (`12ms` is 12); NaN when there is none. */
  readonly numbers?: readonly ScanSlot[];
  /** Keys: a 32-bit hash of the text, 0 when absent. */
  readonly keys?: readonly ScanSlot[];
  /** From `readSessions`. */
  readonly sessions?: EventSessions | null;
  /** Epoch nanoseconds, inclusive and exclusive; events without a time are left out as soon as a bound is given. */
  readonly fromNs?: bigint | undefined;
  readonly toNs?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Events as columns, at most 2048 a batch, in time order over all batches (untimed events behind the one before them). */
export interface ScanBatch {
  readonly length: number;
  readonly eventId: Uint32Array;
  /** Epoch seconds with fraction; NaN when the event has no time. */
  readonly timeSeconds: Float64Array;
  /** Index into `templateIds`, -1 before mining. */
  readonly template: Int32Array;
  /** OpenTelemetry SeverityNumber, 0 when absent. */
  readonly severity: Uint8Array;
  /** Index into `services` and `hosts`, -1 when absent. */
  readonly service: Int32Array;
  readonly host: Int32Array;
  /** Session index, -1 when it names none. */
  readonly session: Int32Array;
  readonly numbers: readonly Float64Array[];
  readonly keys: readonly Uint32Array[];
}

export interface ScanDimensions {
  /** In order of first appearance. */
  readonly templateIds: readonly string[];
  readonly templateTexts: readonly string[];
  /** Sorted. */
  readonly services: readonly string[];
  readonly hosts: readonly string[];
}

export interface EventScan {
  readonly dimensions: ScanDimensions;
  /** Can be read once. The arrays of a batch stay valid after the next one is read. */
  batches(): AsyncGenerator<ScanBatch>;
}

/** Silver files read at a time when they follow each other in time order; two groups are held in memory. */
const GROUP_FILES = 8;

/** Prepares a pass over all events as typed arrays. Leaving the loop ends the query and frees its tables. */
export async function scanEvents(
  engine: QueryEngine,
  lakeDir: string,
  manifest: LakeManifest,
  options: ScanOptions = {},
): Promise<EventScan> {
  const { signal } = options;
  const connection = await engine.connect(signal);
  try {
    const services = await loadDictionary(connection.duckdb, 'service');
    const hosts = await loadDictionary(connection.duckdb, 'host');
    const columns = await prepareColumns(connection.duckdb, manifest, options);
    const statements = isFileOrder(manifest.segments)
      ? groupFiles(manifest).map((paths) =>
          scanSql(`(${filesSql(lakeDir, 'silver', paths)})`, columns, options, 'e.event_id'),
        )
      : [scanSql(`(SELECT *, ${PLACE_SQL} AS place FROM silver)`, columns, options, 'e.place NULLS FIRST, e.event_id')];
    return {
      dimensions: {
        templateIds: manifest.templates.map((template) => template.templateId),
        templateTexts: manifest.templates.map((template) => template.text),
        services,
        hosts,
      },
      batches: () => readBatches(connection, statements, options),
    };
  } catch (error) {
    connection.close();
    throw toQueryError(error, signal);
  }
}

function groupFiles(manifest: LakeManifest): string[][] {
  const paths = manifest.segments.filter((file) => file.layer === 'silver').map((file) => file.relativePath);
  const groups: string[][] = [];
  for (let from = 0; from < paths.length; from += GROUP_FILES) groups.push(paths.slice(from, from + GROUP_FILES));
  return groups;
}

/** One statement after the other; several statements are small, and the next one runs while a result is being read. */
async function* readBatches(
  connection: EngineConnection,
  statements: readonly string[],
  options: ScanOptions,
): AsyncGenerator<ScanBatch> {
  const isStreamed = statements.length === 1;
  const start = (at: number): Promise<DuckDBResult> | null => {
    const sql = statements[at];
    if (sql === undefined) return null;
    const result: Promise<DuckDBResult> = isStreamed ? connection.duckdb.stream(sql) : connection.duckdb.run(sql);
    // A failure is met when its turn comes; until then it must not count as unhandled.
    result.catch(() => undefined);
    return result;
  };
  let next = start(0);
  try {
    for (let at = 1; next !== null; at++) {
      const result = await next;
      next = start(at);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        yield toBatch(chunk, columnCount(options.numbers), columnCount(options.keys), options.sessions ?? null);
      }
    }
  } catch (error) {
    throw toQueryError(error, options.signal);
  } finally {
    connection.duckdb.interrupt();
    await next?.catch(() => undefined);
    connection.close();
  }
}

function columnCount(slots: readonly ScanSlot[] = []): number {
  return slots.reduce((count, slot) => Math.max(count, slot.column + 1), 0);
}

function toBatch(chunk: DuckDBDataChunk, numbers: number, keys: number, sessions: EventSessions | null): ScanBatch {
  const eventId = uint32Column(chunk, 0).slice();
  const session = new Int32Array(chunk.rowCount).fill(-1);
  if (sessions !== null)
    for (let row = 0; row < session.length; row++) session[row] = sessions.ofEvent[eventId[row] as number] as number;
  return {
    length: chunk.rowCount,
    eventId,
    timeSeconds: doubleColumn(chunk, 1).slice(),
    template: int32Column(chunk, 2).slice(),
    severity: uint8Column(chunk, 3).slice(),
    service: int32Column(chunk, 4).slice(),
    host: int32Column(chunk, 5).slice(),
    session,
    numbers: Array.from({ length: numbers }, (_, i) => doubleColumn(chunk, 6 + i).slice()),
    keys: Array.from({ length: keys }, (_, i) => uint32Column(chunk, 6 + numbers + i).slice()),
  };
}

async function loadDictionary(connection: DuckDBConnection, column: 'service' | 'host'): Promise<string[]> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE scan_${column} AS
     SELECT value, (row_number() OVER (ORDER BY value) - 1)::INTEGER AS idx
     FROM (SELECT DISTINCT ${column} AS value FROM silver WHERE ${column} IS NOT NULL)`,
  );
  const rows = await (await connection.run(`SELECT value FROM scan_${column} ORDER BY idx`)).getRows();
  return rows.map((row) => row[0] as string);
}

interface ScanColumns {
  readonly values: readonly string[];
  readonly hasSlots: boolean;
}

async function prepareColumns(
  connection: DuckDBConnection,
  manifest: LakeManifest,
  options: ScanOptions,
): Promise<ScanColumns> {
  const numbers = bySlotColumn(options.numbers);
  const keys = bySlotColumn(options.keys);
  const hasSlots = await loadSlotPositions(connection, manifest, [...numbers, ...keys]);
  return {
    hasSlots,
    values: [
      ...numbers.map((slots, i) => numberSql(valueSql(slots, i))),
      ...keys.map((slots, i) => keySql(valueSql(slots, numbers.length + i))),
    ],
  };
}

function scanSql(events: string, columns: ScanColumns, options: ScanOptions, order: string): string {
  const bounds = [
    ...(options.fromNs === undefined ? [] : [`e.time_ns >= ${options.fromNs}`]),
    ...(options.toNs === undefined ? [] : [`e.time_ns < ${options.toNs}`]),
  ];
  // Whole seconds and the rest apart, so that the double is as close as a double can be.
  return `SELECT e.event_id::UINTEGER,
      coalesce((e.time_ns // 1000000000)::DOUBLE + (e.time_ns % 1000000000)::DOUBLE / 1e9, 'NaN'::DOUBLE),
      coalesce(d.template_index, -1)::INTEGER, e.severity, coalesce(vs.idx, -1)::INTEGER, coalesce(vh.idx, -1)::INTEGER
      ${columns.values.map((value) => `, ${value}`).join('')}
    FROM ${events} e LEFT JOIN dim_shapes d ON d.shape_id = e.shape_id
    LEFT JOIN scan_service vs ON vs.value = e.service LEFT JOIN scan_host vh ON vh.value = e.host
    ${columns.hasSlots ? 'LEFT JOIN scan_slots p ON p.shape_id = e.shape_id' : ''}
    ${bounds.length === 0 ? '' : `WHERE ${bounds.join(' AND ')}`} ORDER BY ${order}`;
}

function bySlotColumn(slots: readonly ScanSlot[] = []): ScanSlot[][] {
  return Array.from({ length: columnCount(slots) }, (_, column) => slots.filter((slot) => slot.column === column));
}

/**
 * A table shape -> 1-based shape parameter for each slot column. A wildcard made of several pieces of a shape holds no
 * single parameter and stays absent.
 */
async function loadSlotPositions(
  connection: DuckDBConnection,
  manifest: LakeManifest,
  columns: readonly ScanSlot[][],
): Promise<boolean> {
  if (columns.length === 0) return false;
  const definition = columns.map((_, i) => `p${i} INTEGER`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE scan_slots (shape_id UBIGINT, ${definition})`);
  const templateIndex = new Map(manifest.templates.map((template, index) => [template.templateId, index]));
  const appender = await connection.createAppender('scan_slots');
  for (const { shapeId, templateId, wildcards } of manifest.alignments) {
    const template = templateIndex.get(templateId);
    const positions = columns.map((slots) => {
      const slot = slots.find((each) => each.template === template && 'wildcard' in each.from);
      const pieces = slot !== undefined && 'wildcard' in slot.from ? wildcards[slot.from.wildcard] : undefined;
      const piece = pieces?.length === 1 ? pieces[0] : undefined;
      return piece !== undefined && 'index' in piece ? piece.index + 1 : null;
    });
    if (positions.every((position) => position === null)) continue;
    appender.appendUBigInt(BigInt(`0x${shapeId}`));
    for (const position of positions) {
      if (position === null) appender.appendNull();
      else appender.appendInteger(position);
    }
    appender.endRow();
  }
  appender.closeSync();
  return true;
}

/** The text of a slot column in a row; NULL when the row's template has none. */
function valueSql(slots: readonly ScanSlot[], index: number): string {
  const attributes = slots.flatMap(({ template, from }) =>
    'attribute' in from ? [`WHEN d.template_index = ${template} THEN ${attributeSql(from.attribute)}`] : [],
  );
  // Escapes inside parameters do not matter here: they hold no number, and a key stays a key.
  return `CASE WHEN p.p${index} IS NOT NULL THEN nullif(split_part(e.parameters, chr(31), p.p${index}), '') ${attributes.join(' ')} END`;
}

function numberSql(text: string): string {
  const leading = `regexp_extract(${text}, '^[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?')`;
  return `coalesce(TRY_CAST(${leading} AS DOUBLE), 'NaN'::DOUBLE)`;
}

function keySql(text: string): string {
  return `(CASE WHEN (${text}) IS NULL THEN 0 ELSE greatest(hash(${text}) & 4294967295, 1) END)::UINTEGER`;
}
