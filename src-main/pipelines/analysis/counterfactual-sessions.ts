import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureColumn, FeatureTable } from '#shared/domain/feature-table.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import type { ChangingTable, FeatureChange } from './counterfactual.ts';

/** Contributions of a detector that are looked at for the next change. */
const MAX_LOOKED_AT = 8;

/** A table of one session whose features can be brought to what is usual over sessions. */
export function changeSessions(table: FeatureTable): ChangingTable {
  return new ChangingSession(table, []);
}

class ChangingSession implements ChangingTable {
  readonly table: FeatureTable;
  readonly changes: readonly FeatureChange[];
  readonly #original: FeatureTable;

  constructor(original: FeatureTable, changes: readonly FeatureChange[]) {
    this.#original = original;
    this.changes = changes;
    const wanted = new Map(changes.map(({ feature, wanted }) => [feature, wanted]));
    const columns = original.columns.map((column) => withValue(column, wanted.get(column.spec.name)));
    this.table = { ...original, columns };
  }

  next(scored: ScoredUnits): ChangingTable | null {
    const known = new Set(this.changes.map(({ feature }) => feature));
    const features = new Set(this.table.columns.map(({ spec }) => spec.name));
    const ranked = scored.detectors.toSorted((a, b) => b.scores[0]! - a.scores[0]!);
    for (const { model } of ranked) {
      const found = model
        .explain(this.table, 0, MAX_LOOKED_AT)
        .find((one) => !known.has(one.feature) && features.has(one.feature) && wantedOf(one) !== one.actual);
      if (found !== undefined) return new ChangingSession(this.#original, [...this.changes, toChange(found)]);
    }
    return null;
  }

  without(change: number): ChangingTable {
    return new ChangingSession(this.#original, this.changes.toSpliced(change, 1));
  }
}

function toChange(found: Contribution): FeatureChange {
  const { feature, unit, templateId, entity, actual } = found;
  return { feature, unit, templateId, entity, actual, wanted: wantedOf(found) };
}

/** Counts are whole. */
function wantedOf({ unit, typical }: Contribution): number {
  return unit === 's' ? typical : Math.round(typical);
}

function withValue(column: FeatureColumn, wanted: number | undefined): FeatureColumn {
  return wanted === undefined ? column : { ...column, rows: null, values: Float64Array.of(wanted), weights: null };
}
