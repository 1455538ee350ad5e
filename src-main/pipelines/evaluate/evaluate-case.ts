import type { LabelSet } from '#shared/domain/labels.ts';
import type { Interval } from '#shared/metrics/intervals.ts';
import { meanInterval } from '#shared/metrics/intervals.ts';
import { ModelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { fitDetectors } from '../../models/fit-detectors.ts';
import { type ScoredUnits, scoreUnits, scoreWith } from '../../models/score-units.ts';
import { selectUnits } from '../../models/select-units.ts';
import { labelUnits } from '../analysis/label-units.ts';
import { unitIdOf } from '../analysis/unit-ids.ts';
import { type AsideContext, scoreAside } from '../train/score-aside.ts';
import { listMistakes, type Mistakes } from './list-mistakes.ts';
import {
  type DetectorQuality,
  type FirstRun,
  type LabelledScores,
  measureFirst,
  measureRuns,
} from './measure-scores.ts';

export interface EvaluateContext extends AsideContext {
  readonly catalog: CaseCatalog;
  readonly labels: LabelSet;
  /** How often it is done, with seeds from `options.seed` on; a stored model is scored once. */
  readonly seeds: number;
  /** Which units are for training, by id; all others are scored. Null: fitted and scored on the same units. */
  readonly trainingIds: ReadonlySet<string> | null;
  /** With `trainingIds`: only those that the labels say are normal are fitted on. */
  readonly only: 'all' | 'normal';
}

export interface EvaluationReport {
  readonly unitKind: 'window' | 'session';
  /** Scored units; `labelled` of them have a label, `positives` of those are anomalous. */
  readonly units: number;
  readonly labelled: number;
  readonly positives: number;
  readonly trainingUnits: number;
  readonly seeds: readonly number[];
  /** The joined score first. */
  readonly detectors: readonly DetectorQuality[];
  readonly threshold: Interval;
  /** Of the first seed. */
  readonly first: FirstRun;
  readonly mistakes: Mistakes;
  /** Mean over the seeds. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

/**
 * Measures detectors, or a stored model, on labelled units.
 * @throws ModelError `model.no-units` when no scored unit has a label, or none is left to train on.
 */
export async function evaluateCase(context: EvaluateContext): Promise<EvaluationReport> {
  const { options, labels, signal, progress, model } = context;
  const base = await scoreAside({ ...context, options: { ...options, detectors: ['baseline'] } });
  const split = model === null ? splitTable(base.built.table, context) : { training: null, scored: base.built.table };
  const truth = labelUnits(split.scored.units, labels).map((label, unit) =>
    // A stored model scores all units; those for training are not measured.
    context.trainingIds?.has(unitIdOf(split.scored.units, unit)) === true ? null : label,
  );
  const labelled = truth.filter((label) => label !== null).length;
  if (labelled === 0) {
    throw new ModelError(
      'model.no-units',
      'No scored unit has a label: check that the ids of the labels are those of the units.',
    );
  }
  const count = model === null ? context.seeds : 1;
  const seeds = Array.from({ length: count }, (_, i) => options.seed + i);
  const runs: (LabelledScores & { fitSeconds: number; scoreSeconds: number })[] = [];
  for (const seed of seeds) {
    throwIfAborted(signal);
    progress({ stage: 'detectors', done: runs.length, total: seeds.length });
    const run =
      model === null ? await runOnce(split, seed, context) : { scored: base.scored, fitSeconds: 0, scoreSeconds: 0 };
    runs.push({ ...run, truth });
  }
  const [first] = runs;
  const mean = (pick: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;
  return {
    unitKind: split.scored.units.kind,
    units: split.scored.units.length,
    labelled,
    positives: truth.filter((label) => label === true).length,
    trainingUnits: split.training?.units.length ?? 0,
    seeds,
    detectors: measureRuns(runs),
    threshold: meanInterval(runs.map(({ scored }) => scored.autoThreshold.threshold))!,
    first: measureFirst(first!, options.seed),
    mistakes: listMistakes(first!),
    fitSeconds: mean((run) => run.fitSeconds),
    scoreSeconds: mean((run) => run.scoreSeconds),
  };
}

interface Split {
  /** Null: the scored units themselves are fitted on. */
  readonly training: FeatureTable | null;
  readonly scored: FeatureTable;
}

function splitTable(table: FeatureTable, { trainingIds, only, labels }: EvaluateContext): Split {
  if (trainingIds === null) return { training: null, scored: table };
  const truth = labelUnits(table.units, labels);
  const training: number[] = [];
  const scored: number[] = [];
  for (let unit = 0; unit < table.units.length; unit++) {
    if (!trainingIds.has(unitIdOf(table.units, unit))) scored.push(unit);
    else if (only === 'all' || truth[unit] === false) training.push(unit);
  }
  if (training.length === 0 || scored.length === 0) {
    throw new ModelError(
      'model.no-units',
      `${training.length} units are for training and ${scored.length} for scoring.`,
    );
  }
  return {
    training: selectUnits(table, Int32Array.from(training)),
    scored: selectUnits(table, Int32Array.from(scored)),
  };
}

async function runOnce(
  { training, scored }: Split,
  seed: number,
  { options, only, signal }: EvaluateContext,
): Promise<{ scored: ScoredUnits; fitSeconds: number; scoreSeconds: number }> {
  const fit = { detectors: options.detectors, randomState: seed, signal };
  const startMs = performance.now();
  if (training === null) {
    const result = await scoreUnits(scored, fit);
    return { scored: result, fitSeconds: (performance.now() - startMs) / 1000, scoreSeconds: 0 };
  }
  const fitted = await fitDetectors(training, { ...fit, calibrateOn: 'heldOut', isUsual: only === 'normal' });
  const fittedMs = performance.now();
  const result = scoreWith(fitted, scored);
  return {
    scored: result,
    fitSeconds: (fittedMs - startMs) / 1000,
    scoreSeconds: (performance.now() - fittedMs) / 1000,
  };
}
