import { PLANTED_KINDS, type PlantedKind } from '#shared/domain/planted-fault.ts';
import { ModelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { WindowAccumulator } from '../../features/window-accumulator.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { Random } from '../../models/random.ts';
import { type ScoredUnits, scoreUnits } from '../../models/score-units.ts';
import type { AnalysisOptions, ScoringContext } from '../analysis/analysis-context.ts';
import { buildFeatures, type BuiltFeatures } from '../analysis/build-features.ts';
import { streamEvents } from '../analysis/event-source.ts';
import { unitIdOf } from '../analysis/unit-ids.ts';
import { chooseSpans, type PlantedSpan } from './choose-spans.ts';
import { batchOf, eventAt, type PlantableEvent } from './event-buffer.ts';
import { plantFault } from './plant-events.ts';

/** Name under which the joined score is reported. */
const ENSEMBLE = 'ensemble';
/** A template no log has. */
const NEW_TEMPLATE = { id: 'planted', text: 'planted by the honesty run' };

export interface HonestyContext {
  readonly reader: CaseReader;
  /** Windows only; labels and threshold are not looked at. */
  readonly options: AnalysisOptions;
  readonly perKind: number;
  readonly signal: AbortSignal;
  readonly progress: ScoringContext['progress'];
}

export interface PlantedFault {
  readonly kind: PlantedKind;
  /** First window, and the window after the last one. */
  readonly fromUnit: string;
  readonly toUnit: string | null;
  /** Detectors, the joined score among them, that flag at least one window of it. */
  readonly foundBy: readonly string[];
}

export interface HonestyReport {
  readonly windows: number;
  readonly windowSeconds: number;
  /** Detectors, the joined score first. */
  readonly detectors: readonly string[];
  /** Round by round, in time order within one; recall can be recounted from it. */
  readonly faults: readonly PlantedFault[];
  /** Kinds this log gives nothing to plant on, or has no room for. */
  readonly notPlanted: readonly PlantedKind[];
  /** Separate alarms an hour on the log as it is, by detector. */
  readonly alarmsPerHour: readonly { readonly detector: string; readonly perHour: number }[];
}

/**
 * Plants faults into the events of a log, one of each kind at a time, and tells which of them each detector finds, fitted
 * anew on the log with the faults in it, and how often it raises an alarm on the log as it is. Nothing of the case changes.
 * @throws ModelError `model.too-short` when the log has no room for a fault.
 */
export async function runHonesty(context: HonestyContext): Promise<HonestyReport> {
  const { options, signal, progress } = context;
  const built = await buildFeatures({ ...featureOptions(context), session: null });
  const fit = { detectors: options.detectors, randomState: options.seed, signal };
  const clean = await scoreUnits(built.table, fit);
  const rounds = chooseSpans({
    kinds: PLANTED_KINDS,
    perKind: context.perKind,
    events: built.table.units.events,
    isAlarm: (window) => clean.scores[window]! > clean.autoThreshold.threshold,
    random: new Random(options.seed),
  });
  if (rounds.length === 0 || built.windows === null) {
    throw new ModelError('model.too-short', `${built.table.units.length} windows leave no room for a planted fault.`);
  }
  const faults: PlantedFault[] = [];
  for (const [round, spans] of rounds.entries()) {
    progress({ stage: 'detectors', done: round, total: rounds.length });
    const planted = await plantInto(context, built, spans, round);
    const scored = await scoreUnits(planted.table, fit);
    faults.push(...planted.spans.map((span) => toFault(span, scored)));
  }
  const seconds = built.table.units.stepSeconds ?? 60;
  const done = new Set(faults.map(({ kind }) => kind));
  return {
    windows: built.table.units.length,
    windowSeconds: built.windows.windowSeconds,
    detectors: scoresByName(clean).map(([name]) => name),
    faults,
    notPlanted: PLANTED_KINDS.filter((kind) => !done.has(kind)),
    alarmsPerHour: scoresByName(clean).map(([detector, scores]) => ({
      detector,
      perHour: countAlarms(scores, clean.autoThreshold.threshold) / ((scores.length * seconds) / 3600),
    })),
  };
}

function featureOptions({ reader, options, signal, progress }: HonestyContext) {
  return {
    reader,
    windowSeconds: options.windowSeconds,
    stepSeconds: options.stepSeconds,
    range: { fromNs: options.sinceNs ?? null, toNs: options.untilNs ?? null },
    signal,
    progress: (done: number, total: number) => progress({ stage: 'features', done, total }),
  };
}

/** The table of the log with one round of faults in it, and those that could be planted. */
async function plantInto(
  { reader, options, signal }: HonestyContext,
  { dimensions, slots, links, windows }: BuiltFeatures,
  spans: readonly PlantedSpan[],
  round: number,
): Promise<{ table: FeatureTable; spans: PlantedSpan[] }> {
  const plan = windows!;
  const withNew = {
    ...dimensions,
    templateIds: [...dimensions.templateIds, NEW_TEMPLATE.id],
    templateTexts: [...dimensions.templateTexts, NEW_TEMPLATE.text],
  };
  const accumulator = new WindowAccumulator(plan, withNew);
  const random = new Random(options.seed + round);
  const context = { dimensions, newTemplate: dimensions.templateIds.length, random };
  const planted: PlantedSpan[] = [];
  let next = 0;
  let held: PlantableEvent[] = [];
  const close = (): void => {
    const span = spans[next++]!;
    const changed = plantFault(span.kind, held, context);
    if (changed !== null) planted.push(span);
    accumulator.add(batchOf(changed ?? held));
    held = [];
  };
  const range = { fromNs: options.sinceNs ?? null, toNs: options.untilNs ?? null };
  await reader.engine.session(signal, async (connection) => {
    const source = { reader, dimensions, slots, links, range, signal, sessionTable: null };
    for await (const batch of streamEvents(connection, source)) {
      throwIfAborted(signal);
      const last = Math.floor((batch.timeSeconds[batch.length - 1]! - plan.startSeconds) / plan.stepSeconds);
      if (next >= spans.length || last < spans[next]!.from) {
        accumulator.add(batch);
        continue;
      }
      const passed: PlantableEvent[] = [];
      for (let i = 0; i < batch.length; i++) {
        const window = Math.floor((batch.timeSeconds[i]! - plan.startSeconds) / plan.stepSeconds);
        while (next < spans.length && window >= spans[next]!.to) {
          accumulator.add(batchOf(passed.splice(0)));
          close();
        }
        const isHeld = next < spans.length && window >= spans[next]!.from;
        (isHeld ? held : passed).push(eventAt(batch, i));
      }
      accumulator.add(batchOf(passed));
    }
  });
  while (next < spans.length) close();
  return { table: accumulator.finish(), spans: planted };
}

function scoresByName(scored: ScoredUnits): (readonly [string, Float64Array])[] {
  return [[ENSEMBLE, scored.scores], ...scored.detectors.map(({ name, scores }) => [name, scores] as const)];
}

function toFault({ kind, from, to }: PlantedSpan, scored: ScoredUnits): PlantedFault {
  const { units } = scored.table;
  const { threshold } = scored.autoThreshold;
  const foundBy = scoresByName(scored)
    .filter(([, scores]) => scores.subarray(from, to).some((score) => score > threshold))
    .map(([name]) => name);
  return { kind, fromUnit: unitIdOf(units, from), toUnit: to < units.length ? unitIdOf(units, to) : null, foundBy };
}

/** Runs of windows above a threshold. */
function countAlarms(scores: Float64Array, threshold: number): number {
  let alarms = 0;
  scores.forEach((score, window) => {
    if (score > threshold && !(window > 0 && scores[window - 1]! > threshold)) alarms++;
  });
  return alarms;
}
