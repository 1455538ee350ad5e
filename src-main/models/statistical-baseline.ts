import { z } from 'zod';
import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureColumn, FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { rankContributions, type WeighedFeature } from './contributions.ts';
import type { Findings } from './count-series.ts';
import { findingsOfWindow, isMissed, studyOf, weighFinding } from './window-study.ts';
import { explainSession, fitSessionProfiles, scoreSessions, type SessionProfile } from './session-statistics.ts';
import { parseState } from './model-state.ts';
import { sessionProfileSchema, windowProfileSchema } from './profile-schemas.ts';
import type { WindowProfile } from './window-statistics.ts';

const stateSchema = z.object({
  kind: z.enum(['window', 'session']),
  sessions: z.array(sessionProfileSchema),
  windows: z.array(windowProfileSchema),
});

/**
 * What is usual for each feature on its own: seasonal and local levels with robust spread for windows, percentile
 * steps and robust z for sessions. Raw scores are surprises (-log10 of a tail probability) of the most unusual feature.
 */
export class StatisticalBaseline implements AnomalyModel {
  readonly name = 'baseline';
  private sessions: readonly SessionProfile[] = [];
  private windows: readonly WindowProfile[] = [];
  private kind: 'window' | 'session' | null = null;

  fit(table: FeatureTable, _options: FitOptions): void {
    this.kind = table.units.kind;
    if (this.kind === 'session') this.sessions = fitSessionProfiles(table);
    else this.windows = studyOf(table).profiles;
  }

  score(table: FeatureTable): Float64Array {
    this.requireKind(table);
    if (this.kind === 'session') return scoreSessions(this.sessions, table);
    const study = studyOf(table);
    const scores = new Float64Array(table.units.length);
    for (const { column, findings } of study.columns) if (!isMissed(column)) raiseScores(scores, findings);
    return scores;
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    this.requireKind(table);
    if (this.kind === 'session') return explainSession(this.sessions, table, unit, limit);
    return rankContributions(this.weighWindow(table, unit), limit);
  }

  /** Every window feature with the windows that leave its usual level; none for sessions. */
  findings(table: FeatureTable): readonly { readonly column: FeatureColumn; readonly findings: Findings }[] {
    this.requireKind(table);
    return this.kind === 'window' ? studyOf(table).columns : [];
  }

  save(): ModelState {
    if (this.kind === null) throw notFitted();
    return {
      model: this.name,
      version: 1,
      parameters: { kind: this.kind, sessions: this.sessions, windows: this.windows },
    };
  }

  load(state: ModelState): void {
    const { kind, sessions, windows } = parseState(state, this.name, 1, stateSchema);
    this.kind = kind;
    this.sessions = sessions;
    this.windows = windows;
  }

  private weighWindow(table: FeatureTable, unit: number): WeighedFeature[] {
    const study = studyOf(table);
    const { length } = table.units;
    return findingsOfWindow(study, length, unit)
      .filter((at) => !isMissed(study.columns[at.column]!.column))
      .map((at) => weighFinding(study, at));
  }

  private requireKind(table: FeatureTable): void {
    if (this.kind === null) throw notFitted();
    if (this.kind !== table.units.kind) {
      throw new ModelError(
        'model.shape-mismatch',
        `The baseline was fitted on ${this.kind}s and cannot score ${table.units.kind}s.`,
      );
    }
  }
}

function notFitted(): ModelError {
  return new ModelError('model.not-fitted', 'The baseline has not been fitted: call fit or load first.');
}

function raiseScores(scores: Float64Array, findings: Findings): void {
  for (let i = 0; i < findings.rows.length; i++) {
    const row = findings.rows[i]!;
    const surprise = Math.abs(findings.surprise[i]!);
    if (surprise > scores[row]!) scores[row] = surprise;
  }
}
