import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { SqlValue } from '#shared/contract/sql.ts';
import type { BackendSession } from './backend-session.ts';
import type { CliContext } from './cli-context.ts';
import { type CsvValue, formatCsvRow, writeTextFile } from './csv.ts';
import { readSql } from './sql-rows.ts';

/** The joined opinion of all detectors: the score that counts. */
const ENSEMBLE = 'ensemble';

export interface ScoresTarget {
  readonly caseId: string;
  readonly document: AnalysisDocument;
  readonly path: string;
}

/**
 * Writes one row a session or window, in time order: `id,start,end,score,isAnomaly` and a column a detector.
 * Times are RFC 3339; empty for a session without any.
 */
export async function writeScores(context: CliContext, session: BackendSession, target: ScoresTarget): Promise<void> {
  const detectors = target.document.detectors.map((detector) => detector.name).filter((name) => name !== ENSEMBLE);
  await writeTextFile(target.path, async (sink) => {
    await sink.write(formatCsvRow(['id', 'start', 'end', 'score', 'isAnomaly', ...detectors]));
    const query = { caseId: target.caseId, sql: scoresSql(detectors), signal: context.signal };
    await readSql(session, query, {
      columns: () => undefined,
      rows: async (rows) => sink.write(rows.map((row) => formatCsvRow(toCsvRow(row))).join('')),
    });
  });
  context.messages.say(`Scores are in ${target.path}.`);
}

/** One row a unit from the long table of scores. */
function scoresSql(detectors: readonly string[]): string {
  const scoreOf = (name: string) => `max(score) FILTER (detector = '${name.replaceAll("'", "''")}')`;
  const columns = [
    'unit_id',
    'start_ns',
    'end_ns',
    scoreOf(ENSEMBLE),
    `bool_or(is_anomaly) FILTER (detector = '${ENSEMBLE}')`,
    ...detectors.map(scoreOf),
  ];
  return `SELECT ${columns.join(', ')} FROM scores GROUP BY unit_id, start_ns, end_ns ORDER BY start_ns NULLS LAST, unit_id`;
}

function toCsvRow([id, start, end, score, isAnomaly, ...detectors]: readonly SqlValue[]): CsvValue[] {
  return [id ?? null, timeText(start), timeText(end), score ?? null, isAnomaly === true ? 1 : 0, ...detectors];
}

function timeText(value: SqlValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return formatTimeNs(BigInt(value));
}

/** RFC 3339 UTC with the fraction digits that say something. */
export function formatTimeNs(timeNs: bigint): string {
  const second = timeNs >= 0n ? timeNs / 1_000_000_000n : -((-timeNs + 999_999_999n) / 1_000_000_000n);
  const fraction = String(timeNs - second * 1_000_000_000n)
    .padStart(9, '0')
    .replace(/(?:000){1,3}$/, '');
  const whole = new Date(Number(second) * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`;
}
