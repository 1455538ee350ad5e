import { f1Score } from './confusion.ts';
import { normalizeLeniently, normalizeStrictly, unifyPlaceholders } from './template-text.ts';

/** One prediction a line, in the order of the true templates; null where the miner said nothing about a line. */
export interface TemplatePrediction {
  /** Group of each line (template id); null: the line counts as a group of its own, never right for PA. */
  readonly groupIds: readonly (string | null)[];
  /** Template text of each line; placeholders such as `<IP>` or `<num:int>` count as `<*>`. Null: only groups are scored. */
  readonly templates: readonly (string | null)[] | null;
}

export interface GroupingScores {
  /** GA: share of lines whose predicted group holds exactly the lines of its true group. */
  readonly groupingAccuracy: number;
  /** PGA, RGA, FGA: exactly right groups over predicted groups, over true groups, and their harmonic mean. */
  readonly precisionOfGroups: number;
  readonly recallOfGroups: number;
  readonly f1GroupingAccuracy: number;
  /** F1 over pairs of lines put together. */
  readonly pairF1: number;
  readonly trueGroups: number;
  readonly predictedGroups: number;
}

export interface TextScores {
  /** PA: share of lines whose predicted template text equals the true text. */
  readonly parsingAccuracy: number;
  /** FTA: F1 over templates; right means equal text, carried only by lines of that one true template. */
  readonly f1TemplateAccuracy: number;
}

export interface TemplateScores extends GroupingScores {
  readonly lines: number;
  /** Lines without a predicted group. */
  readonly missing: number;
  /** Null when no line has a predicted text. */
  readonly strict: TextScores | null;
  /** The same with numbers, adjacent wildcards and white space forgiven on both sides (PA*, FTA*). */
  readonly lenient: TextScores | null;
}

/**
 * Scores a template miner against the true template of every line.
 * @param truth True template text (or id) of each line; must not be empty.
 * @throws RangeError when the lengths differ or there is no line.
 * Sources: GA, Zhu et al., ICSE-SEIP 2019; PA, Dai et al., TSE 2020; FGA and FTA, Jiang et al., ISSTA 2024.
 */
export function scoreTemplates(truth: readonly string[], prediction: TemplatePrediction): TemplateScores {
  const { groupIds, templates } = prediction;
  if (truth.length === 0) throw new RangeError('Cannot score templates: there is no line.');
  if (groupIds.length !== truth.length || (templates !== null && templates.length !== truth.length)) {
    throw new RangeError(`Cannot score templates: ${truth.length} true lines, ${groupIds.length} predicted ones.`);
  }
  const groups = scoreGroups(toGroupNumbers(truth), toGroupNumbers(groupIds));
  const texts = templates?.some((text) => text !== null)
    ? templates.map((text) => (text === null ? null : unifyPlaceholders(text)))
    : null;
  return {
    ...groups,
    lines: truth.length,
    missing: groupIds.filter((id) => id === null).length,
    strict: texts && scoreTexts(truth, texts, normalizeStrictly),
    lenient: texts && scoreTexts(truth, texts, normalizeLeniently),
  };
}

/** Dense group numbers in order of first appearance; every null gets a number of its own. */
function toGroupNumbers(labels: readonly (string | null)[]): Int32Array {
  const numbers = new Map<string, number>();
  let next = 0;
  return Int32Array.from(labels, (label) => {
    if (label === null) return next++;
    const known = numbers.get(label);
    if (known !== undefined) return known;
    numbers.set(label, next);
    return next++;
  });
}

function scoreGroups(truth: Int32Array, predicted: Int32Array): GroupingScores {
  const trueSizes = countValues(truth);
  const predictedSizes = countValues(predicted);
  const shared = countValues(
    Float64Array.from(truth, (group, line) => group * predicted.length + (predicted[line] ?? 0)),
  );
  let rightLines = 0;
  let rightGroups = 0;
  for (const [key, size] of shared) {
    const trueGroup = Math.floor(key / predicted.length);
    if (size !== trueSizes.get(trueGroup) || size !== predictedSizes.get(key % predicted.length)) continue;
    rightLines += size;
    rightGroups++;
  }
  const precisionOfGroups = rightGroups / predictedSizes.size;
  const recallOfGroups = rightGroups / trueSizes.size;
  return {
    groupingAccuracy: rightLines / truth.length,
    precisionOfGroups,
    recallOfGroups,
    f1GroupingAccuracy: f1Score(precisionOfGroups, recallOfGroups),
    pairF1: pairF1(countPairs(shared), countPairs(predictedSizes), countPairs(trueSizes)),
    trueGroups: trueSizes.size,
    predictedGroups: predictedSizes.size,
  };
}

function countValues(values: Int32Array | Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function countPairs(sizes: ReadonlyMap<number, number>): number {
  let pairs = 0;
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2;
  return pairs;
}

function pairF1(shared: number, predicted: number, actual: number): number {
  return f1Score(predicted ? shared / predicted : 0, actual ? shared / actual : 0);
}

function scoreTexts(
  truth: readonly string[],
  predicted: readonly (string | null)[],
  normalize: (text: string) => string,
): TextScores {
  const normalizeOnce = memoize(normalize);
  const ownersOfText = new Map<string | null, Set<string>>();
  const trueTexts = new Set<string>();
  let rightLines = 0;
  for (const [line, text] of truth.entries()) {
    const trueText = normalizeOnce(text);
    const raw = predicted[line] ?? null;
    const predictedText = raw === null ? null : normalizeOnce(raw);
    if (trueText === predictedText) rightLines++;
    trueTexts.add(trueText);
    const owners = ownersOfText.get(predictedText);
    if (owners) owners.add(trueText);
    else ownersOfText.set(predictedText, new Set([trueText]));
  }
  let rightTexts = 0;
  for (const [text, owners] of ownersOfText) {
    if (text !== null && owners.size === 1 && owners.has(text)) rightTexts++;
  }
  return {
    parsingAccuracy: rightLines / truth.length,
    f1TemplateAccuracy: f1Score(rightTexts / ownersOfText.size, rightTexts / trueTexts.size),
  };
}

function memoize(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) known.set(text, (result = compute(text)));
    return result;
  };
}
