import { ModelError } from '#shared/base/errors.ts';
import type { UnitSequences } from '#shared/domain/feature-table.ts';
import { quantile } from '../matrix.ts';
import { consecutiveStarts, type SequenceSet, sharedIntegers, sharedNumbers } from './sequence-set.ts';

/** How sequences of templates become symbols; plain data. */
export interface SequenceCoding {
  /** Template ids by symbol. Two symbols follow: any other template, and the end of the sequence. */
  readonly vocabulary: readonly string[];
  /** Steps the network works on at once. */
  readonly steps: number;
}

/** Templates told apart; the most frequent ones, the rest are "any other". */
const MAX_VOCABULARY = 254;
const MIN_STEPS = 8;
const MAX_STEPS = 40;
/** Share of the sequences that fit as a whole. */
const FITTING_SHARE = 0.95;

/** Symbols of a coding, the two extra ones included. */
export function symbolCount({ vocabulary }: SequenceCoding): number {
  return vocabulary.length + 2;
}

/** @throws ModelError `model.bad-state` when a saved model's coding is not what a fit gives. */
export function checkCoding(coding: SequenceCoding): SequenceCoding {
  const { vocabulary, steps } = coding;
  const hasSteps = Number.isInteger(steps) && steps >= MIN_STEPS && steps <= MAX_STEPS;
  if (hasSteps && vocabulary.length <= MAX_VOCABULARY) return coding;
  throw new ModelError('model.bad-state', 'The saved model cannot be used: its coding is broken. Train it again.', {
    details: { field: hasSteps ? 'vocabulary' : 'steps' },
  });
}

/** Learns a coding from the sequences of units. */
export function fitCoding(sequences: UnitSequences): SequenceCoding {
  const counts = new Float64Array(sequences.templateIds.length);
  const lengths = sequencesOf(sequences).map(({ node, count }) => {
    const templates = templatesOf(sequences, node);
    for (const template of templates) counts[template]! += count;
    return templates.length + 1;
  });
  const fitting = quantile(Float64Array.from(lengths).sort(), FITTING_SHARE);
  const known = [...counts.keys()].filter((template) => counts[template]! > 0);
  known.sort((a, b) => counts[b]! - counts[a]! || a - b);
  return {
    vocabulary: known.slice(0, MAX_VOCABULARY).map((template) => sequences.templateIds[template]!),
    steps: Math.max(MIN_STEPS, Math.min(MAX_STEPS, Math.ceil(fitting))),
  };
}

/** A different sequence and how many units have it. */
interface DistinctSequence {
  readonly node: number;
  readonly count: number;
}

/** The different sequences that are not empty, in the order of their nodes. */
function sequencesOf({ nodes, parents }: UnitSequences): DistinctSequence[] {
  const counts = new Int32Array(parents.length);
  for (const node of nodes) counts[node]!++;
  const found: DistinctSequence[] = [];
  for (let node = 1; node < counts.length; node++) if (counts[node]! > 0) found.push({ node, count: counts[node]! });
  return found;
}

/** Templates of a node's sequence in order. */
export function templatesOf({ parents, templates }: UnitSequences, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at !== 0; at = parents[at]!) path.push(templates[at]!);
  return path.reverse();
}

/** Coded sequences: those longer than the steps lie in several rows of the set, one after the other. */
export interface CodedSequences {
  readonly set: SequenceSet;
  /** Node of each different sequence. */
  readonly nodes: Int32Array;
  /** First row of each different sequence, and one past the last row. */
  readonly firstRows: Int32Array;
}

/** Codes the different sequences of a table. A row shorter than the steps begins with padding. */
export function codeSequences(sequences: UnitSequences, coding: SequenceCoding): CodedSequences {
  const symbolOf = new Map(coding.vocabulary.map((id, symbol) => [id, symbol]));
  const other = coding.vocabulary.length;
  const symbols = sequences.templateIds.map((id) => symbolOf.get(id) ?? other);
  const { steps } = coding;
  const distinct = sequencesOf(sequences);
  const coded = distinct.map(({ node }) => [...templatesOf(sequences, node).map((one) => symbols[one]!), other + 1]);
  const firstRows = new Int32Array(distinct.length + 1);
  coded.forEach(({ length }, i) => (firstRows[i + 1] = firstRows[i]! + Math.ceil(length / steps)));
  const rows = firstRows.at(-1)!;
  const tokens = sharedIntegers(rows * steps).fill(-1);
  const weights = sharedNumbers(rows);
  coded.forEach((symbolsOfOne, i) => {
    const first = firstRows[i]!;
    const last = firstRows[i + 1]!;
    // The padding is before the first row's symbols, so that every later row is full and the end is at the end.
    tokens.set(symbolsOfOne, last * steps - symbolsOfOne.length);
    weights.fill(distinct[i]!.count, first, last);
  });
  const starts = consecutiveStarts(rows, steps);
  const set = { count: rows, steps, width: symbolCount(coding), features: null, tokens, starts, weights };
  return { set, nodes: Int32Array.from(distinct, ({ node }) => node), firstRows };
}
