import { ContractError } from '#shared/base/errors.ts';
import type { AnomalyView } from '#shared/contract/incidents.ts';
import type { CaseReader } from '../lake/case-reader.ts';
import { ENSEMBLE } from './tables/score-table.ts';

/** A scored unit that is not an anomaly: its votes, without contributions, which are kept for anomalies only. */
export async function explainUnit(
  reader: CaseReader,
  unitId: string,
  threshold: number,
  signal?: AbortSignal,
): Promise<AnomalyView> {
  const rows = await reader.query(
    'SELECT start_ns, end_ns, detector, score, is_anomaly FROM scores WHERE unit_id = $1 ORDER BY detector',
    {
      parameters: [unitId],
      signal,
    },
  );
  const [first] = rows;
  if (first === undefined)
    throw new ContractError('incidents.not-found', `Nothing was scored under ${unitId.slice(0, 100)}.`);
  const ensemble = rows.find((row) => row['detector'] === ENSEMBLE);
  return {
    unitId,
    startNs: first['start_ns'] as bigint | null,
    endNs: first['end_ns'] as bigint | null,
    score: Number(ensemble?.['score'] ?? 0),
    kinds: [],
    entities: [],
    templateIds: [],
    votes: rows
      .filter((row) => row !== ensemble)
      .map((row) => ({
        detector: row['detector'] as string,
        score: Number(row['score']),
        isAnomaly: row['is_anomaly'] === true || Number(row['score']) > threshold,
        contributions: [],
      })),
  };
}
