import { z } from 'zod';
import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { rankContributions } from './contributions.ts';
import { parseState } from './model-state.ts';
import { findingsOfWindow, isMissed, studyOf, weighFinding } from './window-study.ts';

const stateSchema = z.object({ kind: z.literal('window') });

/**
 * What was due and did not come: beats of heartbeats and timetables, answers to requests. Rhythms and answers are found by
 * the features of a table, so that there is nothing to learn from another one: a table without any has scores of 0.
 * Raw scores are surprises of the most surprising one in each window.
 */
export class CadenceModel implements AnomalyModel {
  readonly name = 'cadence';
  #isFitted = false;

  /** @throws ModelError `model.cannot-fit` for sessions: they have no rhythm. */
  fit({ units }: FeatureTable, _options: FitOptions): void {
    if (units.kind !== 'window') throw new ModelError('model.cannot-fit', 'A rhythm is told from windows of time.');
    this.#isFitted = true;
  }

  score(table: FeatureTable): Float64Array {
    this.#require();
    const scores = new Float64Array(table.units.length);
    for (const { column, findings } of studyOf(table).columns) {
      if (!isMissed(column)) continue;
      findings.rows.forEach((row, at) => (scores[row] = Math.max(scores[row]!, findings.surprise[at]!)));
    }
    return scores;
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    this.#require();
    const study = studyOf(table);
    const found = findingsOfWindow(study, table.units.length, unit).filter((at) =>
      isMissed(study.columns[at.column]!.column),
    );
    return rankContributions(
      found.map((at) => weighFinding(study, at)),
      limit,
    );
  }

  save(): ModelState {
    this.#require();
    return { model: this.name, version: 1, parameters: { kind: 'window' } };
  }

  load(state: ModelState): void {
    parseState(state, this.name, 1, stateSchema);
    this.#isFitted = true;
  }

  #require(): void {
    if (this.#isFitted) return;
    throw new ModelError('model.not-fitted', 'The cadence has not been fitted: call fit or load first.');
  }
}
