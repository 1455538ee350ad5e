import { z } from 'zod';
import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import {
  type FeatureColumn,
  type FeatureTable,
  isTemplateCount,
  NO_LINEAGE,
  valueAt,
} from '#shared/domain/feature-table.ts';
import type { AnomalyModel, FitOptions, ModelState } from './anomaly-model.ts';
import { rankContributions, type WeighedFeature } from './contributions.ts';
import { combinationSurprise, fitPatterns, type PatternProfile, patternsOf } from './count-patterns.ts';
import { parseState } from './model-state.ts';
import { patternProfileSchema, rarityScaleSchema, stepProfileSchema } from './profile-schemas.ts';
import { fitRarity, type RarityScale, rarityOf } from './rarity.ts';
import { fitStepProfile, histogramOf, type StepProfile, surpriseOf } from './step-profile.ts';

/** How many units had each template or transition; plain data. */
interface Presence {
  readonly name: string;
  readonly units: number;
}

interface NoveltyState {
  readonly kind: 'window' | 'session';
  readonly total: number;
  readonly templates: readonly Presence[];
  readonly transitions: readonly Presence[];
  /** Sessions: combinations of template counts. */
  readonly patterns: PatternProfile | null;
  readonly templateScale: RarityScale;
  readonly transitionScale: RarityScale;
  readonly transitionSteps: StepProfile;
}

const presenceSchema = z.array(z.object({ name: z.string().max(65_536), units: z.number().nonnegative() }));

const stateSchema: z.ZodType<{ state: NoveltyState }> = z.object({
  state: z.object({
    kind: z.enum(['window', 'session']),
    total: z.number().nonnegative(),
    templates: presenceSchema,
    transitions: presenceSchema,
    patterns: patternProfileSchema.nullable(),
    templateScale: rarityScaleSchema,
    transitionScale: rarityScaleSchema,
    transitionSteps: stepProfileSchema,
  }),
});

/** Transition rarity is compared in steps of this many tenfolds. */
const TRANSITION_BIN = 0.25;

/**
 * What was never or hardly ever seen: templates, transitions between templates, combinations of counts.
 * Raw scores are surprises. A rare template is as surprising as the share of units with one at least as rare.
 */
export class NoveltyModel implements AnomalyModel {
  readonly name = 'novelty';
  private state: NoveltyState | null = null;

  fit(table: FeatureTable, _options: FitOptions): void {
    const templates = presenceOf(templateColumns(table));
    const transitions = presenceOf(transitionColumns(table));
    if (templates.length === 0) {
      throw new ModelError('model.cannot-fit', 'No unit has any template count, so nothing can be new.');
    }
    const total = table.units.length;
    const rarest = rarestOf(table, templateColumns(table), templates, total);
    const rareSteps = rarestOf(table, transitionColumns(table), transitions, total);
    this.state = {
      kind: table.units.kind,
      total,
      templates,
      transitions,
      patterns: table.units.kind === 'session' ? fitPatterns(table, templateColumns(table)) : null,
      templateScale: fitRarity(rarest),
      transitionScale: fitRarity(rareSteps),
      transitionSteps: fitStepProfile(histogramOf(binned(rareSteps), total)),
    };
  }

  score(table: FeatureTable): Float64Array {
    const state = this.requireState();
    const { total } = state;
    const scores = rarestOf(table, templateColumns(table), state.templates, total);
    for (let i = 0; i < scores.length; i++) scores[i] = rarityOf(state.templateScale, scores[i]!);
    const transitions = rarestOf(table, transitionColumns(table), state.transitions, total);
    raise(scores, transitions, (raw) => transitionSurprise(state, raw));
    if (state.patterns !== null) {
      raise(scores, combinationSurprise(state.patterns, patternsOf(table, state.patterns.columns)), (raw) => raw);
    }
    return scores;
  }

  explain(table: FeatureTable, unit: number, limit: number): Contribution[] {
    const state = this.requireState();
    const weigh = (
      columns: readonly FeatureColumn[],
      presence: readonly Presence[],
      scale: (raw: number) => number,
    ): WeighedFeature[] => {
      const units = new Map(presence.map((one) => [one.name, one.units]));
      return columns.flatMap((column) => {
        const actual = valueAt(column, unit);
        if (actual <= 0) return [];
        const weight = scale(rarity(units.get(column.spec.name) ?? 0, state.total));
        return weight < 1 ? [] : [{ spec: column.spec, actual, typical: 0, low: 0, high: 0, weight }];
      });
    };
    return rankContributions(
      [
        ...weigh(templateColumns(table), state.templates, (raw) => rarityOf(state.templateScale, raw)),
        ...weigh(transitionColumns(table), state.transitions, (raw) => transitionSurprise(state, raw)),
        ...(state.patterns === null ? [] : weighPattern(state.patterns, table, unit)),
      ],
      limit,
    );
  }

  save(): ModelState {
    return { model: this.name, version: 1, parameters: { kind: this.requireState().kind, state: this.requireState() } };
  }

  load(state: ModelState): void {
    this.state = parseState(state, this.name, 1, stateSchema).state;
  }

  private requireState(): NoveltyState {
    if (this.state === null)
      throw new ModelError('model.not-fitted', 'The novelty model has not been fitted: call fit or load first.');
    return this.state;
  }
}

function templateColumns(table: FeatureTable): FeatureColumn[] {
  return table.columns.filter(({ spec }) => isTemplateCount(spec));
}

function transitionColumns(table: FeatureTable): FeatureColumn[] {
  return table.columns.filter(({ spec }) => spec.measure === 'count' && spec.lineage.previousTemplateId !== null);
}

function presenceOf(columns: readonly FeatureColumn[]): Presence[] {
  return columns.map(({ spec, values }) => ({
    name: spec.name,
    units: values.reduce((sum, value) => sum + +(value > 0), 0),
  }));
}

function rarity(units: number, total: number): number {
  return -Math.log10((units + 0.5) / (total + 1));
}

/** Rarity of the rarest of the columns each unit has; 0 when it has none. */
function rarestOf(
  table: FeatureTable,
  columns: readonly FeatureColumn[],
  presence: readonly Presence[],
  total: number,
): Float64Array {
  const rarest = new Float64Array(table.units.length);
  const units = new Map(presence.map((one) => [one.name, one.units]));
  for (const { spec, rows, values } of columns) {
    const raw = rarity(units.get(spec.name) ?? 0, total);
    for (let i = 0; i < values.length; i++) {
      const unit = rows === null ? i : rows[i]!;
      if (values[i]! > 0 && raw > rarest[unit]!) rarest[unit] = raw;
    }
  }
  return rarest;
}

/** A transition has to be rare and apart from the others: interleaved streams have a long tail of rare ones. */
function transitionSurprise(state: NoveltyState, raw: number): number {
  return Math.min(
    rarityOf(state.transitionScale, raw),
    surpriseOf(state.transitionSteps, Math.round(raw / TRANSITION_BIN)),
  );
}

function binned(raw: Float64Array): FeatureColumn {
  const values = raw.map((value) => Math.round(value / TRANSITION_BIN));
  return {
    spec: { name: '', unit: '', measure: 'count', scale: 0, lineage: NO_LINEAGE },
    rows: null,
    values,
    weights: null,
  };
}

function raise(scores: Float64Array, raw: Float64Array, scale: (raw: number) => number): void {
  for (let i = 0; i < scores.length; i++) scores[i] = Math.max(scores[i]!, scale(raw[i]!));
}

/** The counts whose levels are least usual stand for the combination. */
function weighPattern(profile: PatternProfile, table: FeatureTable, unit: number): WeighedFeature[] {
  const byName = new Map(table.columns.map((column) => [column.spec.name, column]));
  return profile.columns.flatMap(({ name, steps }) => {
    const column = byName.get(name);
    if (column === undefined) return [];
    const actual = valueAt(column, unit);
    const weight = surpriseOf(steps, actual);
    return weight < 1
      ? []
      : [{ spec: column.spec, actual, typical: steps.median, low: steps.low, high: steps.high, weight }];
  });
}
