import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { CaseReader } from './case-reader.ts';

/** How much later one source shows the identifiers that it shares with another. */
export interface SourceOffset {
  readonly sourceId: number;
  readonly againstId: number;
  /** Median over the shared identifiers of (time here - time there), at their first events. */
  readonly offsetSeconds: number;
  /** Median absolute deviation from it. */
  readonly spreadSeconds: number;
  readonly shared: number;
}

/** Of each source so many events at its head are looked at, and of so many sources: the cost is bounded, whatever the case. */
const EVENTS_A_SOURCE = 300_000;
const MAX_SOURCES = 32;
/** Fewer shared identifiers prove nothing. */
const MIN_SHARED = 20;
/** A value met more often in a source names no single request, block or session. */
const MAX_USES = 20;
/** Shorter ones are ordinary latency between services. */
const MIN_OFFSET_SECONDS = 2;
/** An offset that spreads wider than this share of itself is work that takes its time, not a clock. */
const MAX_SPREAD_SHARE = 0.1;

/** Attributes that carry identifiers across services. */
const ID_ATTRIBUTES = [
  'trace_id',
  'traceId',
  'trace.id',
  'traceID',
  'request_id',
  'requestId',
  'requestID',
  'req_id',
  'reqId',
  'x_request_id',
  'correlation_id',
  'correlationId',
  'session_id',
  'transaction_id',
  'job_id',
];

/**
 * Estimates clock offsets between sources from identifiers (request, block, trace ids) that occur in both. Pairs of which
 * nothing can be told are left out.
 * @returns By source, then the one it is compared with; `sourceId` is the later read of the two.
 */
export async function readClockOffsets(
  reader: Pick<CaseReader, 'query' | 'manifest'>,
  signal?: AbortSignal,
): Promise<SourceOffset[]> {
  const heads = headsOf(reader.manifest);
  if (heads.length < 2) return [];
  const rows = await reader.query(offsetsSql(heads), { signal });
  return rows.map((row) => ({
    sourceId: Number(row['later_id']),
    againstId: Number(row['earlier_id']),
    offsetSeconds: Number(row['mid']),
    spreadSeconds: Number(row['spread']),
    shared: Number(row['shared']),
  }));
}

interface Head {
  readonly sourceId: number;
  readonly firstEventId: number;
}

function headsOf({ segments }: LakeManifest): Head[] {
  const first = new Map<number, number>();
  for (const { layer, sourceId, firstEventId, rows } of segments) {
    if (layer !== 'silver' || rows === 0) continue;
    first.set(sourceId, Math.min(first.get(sourceId) ?? firstEventId, firstEventId));
  }
  return [...first].slice(0, MAX_SOURCES).map(([sourceId, firstEventId]) => ({ sourceId, firstEventId }));
}

function offsetsSql(heads: readonly Head[]): string {
  const values = heads
    .map(({ sourceId, firstEventId }) => `(${sourceId}, ${firstEventId + EVENTS_A_SOURCE})`)
    .join(', ');
  const attributes = ID_ATTRIBUTES.map((name) => `'$."${name}"'`).join(', ');
  return `WITH heads(source_id, end_id) AS (VALUES ${values}),
    head AS (SELECT e.source_id, e.time_ns, e.parameters, e.attributes FROM silver e JOIN heads h ON h.source_id = e.source_id
      WHERE e.event_id < h.end_id AND e.time_ns IS NOT NULL),
    words AS (
      SELECT source_id, time_ns, unnest(string_split(parameters, chr(31))) AS word FROM head WHERE parameters IS NOT NULL
      UNION ALL
      SELECT source_id, time_ns, unnest(json_extract_string(attributes, [${attributes}])) AS word
      FROM head WHERE attributes IS NOT NULL),
    ids AS (SELECT word, source_id, min(time_ns) AS first_ns FROM words
      WHERE length(word) BETWEEN 6 AND 128 AND word SIMILAR TO '.*[0-9].*' AND NOT word SIMILAR TO '[0-9.,:-]{1,7}'
      GROUP BY word, source_id HAVING count(*) <= ${MAX_USES}),
    pairs AS (SELECT a.source_id AS earlier_id, b.source_id AS later_id, (b.first_ns - a.first_ns) / 1e9 AS distance
      FROM ids a JOIN ids b ON a.word = b.word AND a.source_id < b.source_id)
    SELECT earlier_id, later_id, count(*) AS shared, median(distance) AS mid, mad(distance) AS spread FROM pairs
    GROUP BY earlier_id, later_id
    HAVING count(*) >= ${MIN_SHARED} AND abs(median(distance)) >= ${MIN_OFFSET_SECONDS}
      AND mad(distance) <= abs(median(distance)) * ${MAX_SPREAD_SHARE}
    ORDER BY later_id, earlier_id`;
}
