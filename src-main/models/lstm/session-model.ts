import { ModelError } from '#shared/base/errors.ts';
import type { UnexpectedStep } from '#shared/domain/detection.ts';
import { type FeatureSpec, type FeatureTable, NO_LINEAGE, type UnitSequences } from '#shared/domain/feature-table.ts';
import type { WeighedFeature } from '../contributions.ts';
import { codeSequences, fitCoding, type SequenceCoding, symbolCount, templatesOf } from './event-sequences.ts';
import type { NetworkShape } from './network-shape.ts';
import type { Reconstruction } from './reconstruction.ts';
import type { SequenceSet } from './sequence-set.ts';

/** Hidden units for sequences of templates: they repeat few patterns. */
const OUTER = 32;
const CODE = 16;
/** Fewer sessions than this teach no order. */
const MIN_SESSIONS = 32;
/** So many of the worst steps make a session's score: one odd step may be chance, a strange end is a few. */
const WORST_STEPS = 3;
/** Steps worse than this many nats can stand for the session in an explanation. */
const NOTEWORTHY = 1;

/** @throws ModelError `model.cannot-fit` */
export function prepareSessions(table: FeatureTable): {
  readonly coding: SequenceCoding;
  readonly set: SequenceSet;
} {
  const sequences = requireSequences(table);
  if (table.units.length < MIN_SESSIONS) {
    throw new ModelError(
      'model.cannot-fit',
      `Only ${table.units.length} sessions: a sequence model needs at least ${MIN_SESSIONS}.`,
    );
  }
  const coding = fitCoding(sequences);
  return { coding, set: codeSequences(sequences, coding).set };
}

export function sessionShape(coding: SequenceCoding): NetworkShape {
  return { input: 'tokens', width: symbolCount(coding), steps: coding.steps, outer: OUTER, code: CODE };
}

function requireSequences({ sequences }: FeatureTable): UnitSequences {
  if (sequences) return sequences;
  throw new ModelError('model.cannot-fit', 'The order of events is not known, or too varied to keep.');
}

/** Sequences of a table's sessions; a score is the mean error of a session's worst steps, in nats, 0 without events. */
export function codedSessions(
  coding: SequenceCoding,
  table: FeatureTable,
): { readonly set: SequenceSet; scores(errors: Float32Array): Float64Array } {
  const sequences = requireSequences(table);
  const { set, nodes, firstRows } = codeSequences(sequences, coding);
  const scores = (errors: Float32Array): Float64Array => {
    const byNode = new Float64Array(sequences.parents.length);
    nodes.forEach((node, i) => {
      const own = errors.subarray(firstRows[i]! * coding.steps, firstRows[i + 1]! * coding.steps);
      byNode[node] = meanOfWorst(own);
    });
    return Float64Array.from(sequences.nodes, (node) => byNode[node]!);
  };
  return { set, scores };
}

function meanOfWorst(errors: Float32Array): number {
  const worst = Float64Array.from(errors).sort().subarray(-WORST_STEPS);
  return worst.reduce((sum, error) => sum + error, 0) / WORST_STEPS;
}

/** The steps of one session that were reconstructed worst, with what was expected in their place. */
export function explainSession(
  network: Reconstruction,
  coding: SequenceCoding,
  table: FeatureTable,
  unit: number,
): WeighedFeature[] {
  const sequences = requireSequences(table);
  const node = sequences.nodes[unit]!;
  if (node === 0) return [];
  const { set } = codeSequences({ ...sequences, nodes: Int32Array.of(node) }, coding);
  const templates = templatesOf(sequences, node).map((template) => sequences.templateIds[template]!);
  const outputs = Array.from({ length: set.count }, (_, row) => network.outputs(set, row)).flat();
  const first = outputs.length - templates.length - 1;
  return [...templates, null].flatMap((actualTemplateId, i): WeighedFeature[] => {
    const chances = outputs[first + i]!;
    const symbol = set.tokens![first + i]!;
    const expected = indexOfLargest(chances);
    const weight = -Math.log(Math.max(1e-30, chances[symbol]!));
    if (weight < NOTEWORTHY || expected === symbol) return [];
    const expectedTemplateId = coding.vocabulary[expected] ?? null;
    const step: UnexpectedStep = { position: i + 1, actualTemplateId, expectedTemplateId };
    const spec = describeStep(step);
    return [{ spec, actual: chances[symbol]!, typical: chances[expected]!, low: null, high: null, weight, step }];
  });
}

function describeStep({ position, actualTemplateId, expectedTemplateId }: UnexpectedStep): FeatureSpec {
  const subject = actualTemplateId === null ? `chance to end before event ${position}` : `chance as event ${position}`;
  const templateId = actualTemplateId ?? expectedTemplateId;
  return {
    name: templateId === null ? subject : `${subject} template=${templateId}`,
    unit: '1',
    measure: 'share',
    lineage: { ...NO_LINEAGE, templateId },
    scale: 0,
  };
}

function indexOfLargest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
