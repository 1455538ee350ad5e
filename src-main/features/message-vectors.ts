import type { WordCounts } from '#shared/domain/feature-plan.ts';
import { type FeatureColumn, type FeatureTable, isTemplateCount } from '#shared/domain/feature-table.ts';
import { describeFeature } from './feature-names.ts';
import { wordsOf } from './template-words.ts';

/** Dimensions that words are hashed into: the highest three bits of a hash tell which. */
export const MESSAGE_DIMENSIONS = 8;
const DIMENSION_SHIFT = 29;
/** Counts whose damped value is looked up. */
const KNOWN_COUNTS = 4096;

/** Templates' texts by their id. */
export type TemplateTexts = ReadonlyMap<string, string>;

/** In how many messages of a table each word occurs. */
export function countWords(table: FeatureTable, texts: TemplateTexts): WordCounts {
  const words = new Map<number, number>();
  let messages = 0;
  for (const { values, text } of messagesOf(table, texts)) {
    let count = 0;
    for (let i = 0; i < values.length; i++) count += values[i]!;
    messages += count;
    for (const word of new Set(wordsOf(text))) words.set(word, (words.get(word) ?? 0) + count);
  }
  return { messages, words: [...words] };
}

/**
 * Hashed TF-IDF of the messages of each unit, told by the words of their templates: content is not read again.
 * A message's vector adds the weight of each of its words, ln((1 + messages) / (1 + messages with the word)) + 1, to one of 8
 * dimensions, with a sign of the word's own. A unit's vector is the sum over its statements, each times 1 + ln(its count), brought
 * to length 1 (Euclidean).
 * @param known Of the training units: words it does not have count as never seen.
 * @returns Columns in single precision, sparse; units without words have no rows.
 * Source: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009, eq. 3; damping as in Salton and Buckley,
 * "Term-weighting approaches in automatic text retrieval", 1988. Deviations: parameters are no words; counts are damped by statement
 * (and service), not by word.
 */
export function messageColumns(table: FeatureTable, texts: TemplateTexts, known: WordCounts): FeatureColumn[] {
  const vectors = new Float64Array(table.units.length * MESSAGE_DIMENSIONS);
  const weigh = wordWeights(known);
  for (const { rows, values, text } of messagesOf(table, texts))
    addMessages(vectors, rows, values, vectorOf(text, weigh));
  normalise(vectors);
  return Array.from({ length: MESSAGE_DIMENSIONS }, (_, dimension) => toColumn(vectors, dimension)).filter(
    ({ values }) => values.length > 0,
  );
}

function messagesOf(
  table: FeatureTable,
  texts: TemplateTexts,
): (Pick<FeatureColumn, 'rows' | 'values'> & { readonly text: string })[] {
  return table.columns.flatMap(({ spec, rows, values }) => {
    const text = isTemplateCount(spec) ? texts.get(spec.lineage.templateId!) : undefined;
    return text === undefined ? [] : [{ rows, values, text }];
  });
}

function wordWeights({ messages, words }: WordCounts): (hash: number) => number {
  const counts = new Map(words);
  return (hash) => 1 + Math.log((1 + messages) / (1 + (counts.get(hash) ?? 0)));
}

/** Of one message. */
function vectorOf(text: string, weigh: (hash: number) => number): Float64Array {
  const vector = new Float64Array(MESSAGE_DIMENSIONS);
  for (const hash of wordsOf(text)) vector[hash >>> DIMENSION_SHIFT]! += hash % 2 === 0 ? weigh(hash) : -weigh(hash);
  return vector;
}

const DAMPED = Float64Array.from({ length: KNOWN_COUNTS }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)));

function addMessages(vectors: Float64Array, rows: Int32Array | null, values: Float64Array, vector: Float64Array): void {
  for (let at = 0; at < values.length; at++) {
    const count = values[at]!;
    if (count <= 0) continue;
    const damped = DAMPED[count] ?? 1 + Math.log(count);
    const base = (rows === null ? at : rows[at]!) * MESSAGE_DIMENSIONS;
    for (let i = 0; i < MESSAGE_DIMENSIONS; i++) vectors[base + i]! += damped * vector[i]!;
  }
}

function normalise(vectors: Float64Array): void {
  for (let base = 0; base < vectors.length; base += MESSAGE_DIMENSIONS) {
    let squares = 0;
    for (let i = base; i < base + MESSAGE_DIMENSIONS; i++) squares += vectors[i]! ** 2;
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let i = base; i < base + MESSAGE_DIMENSIONS; i++) vectors[i]! /= length;
  }
}

function toColumn(vectors: Float64Array, dimension: number): FeatureColumn {
  const units = vectors.length / MESSAGE_DIMENSIONS;
  const rows = new Int32Array(units);
  const values = new Float64Array(units);
  let filled = 0;
  for (let unit = 0; unit < units; unit++) {
    const value = Math.fround(vectors[unit * MESSAGE_DIMENSIONS + dimension]!);
    if (value === 0) continue;
    rows[filled] = unit;
    values[filled++] = value;
  }
  return {
    spec: describeFeature('message', `words of messages, part ${dimension + 1} of ${MESSAGE_DIMENSIONS}`, {}),
    rows: rows.slice(0, filled),
    values: values.slice(0, filled),
    weights: null,
  };
}
