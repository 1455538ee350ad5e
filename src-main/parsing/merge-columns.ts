import type { Candidate } from './candidates.ts';
import type { UnitTable } from './unit-table.ts';

export function mergeColumns(candidates: readonly Candidate[], _table: UnitTable): Candidate[] {
  return [...candidates];
}
