import type { PlannedParameter } from '#shared/domain/feature-plan.ts';
import { groupByWildcard, type ParameterSample, type SampledWildcard } from './parameter-sample.ts';
import { parseQuantity } from './quantity.ts';

/** A wildcard worth following as a number or as a key. */
export interface PlannedSlot extends Omit<PlannedParameter, 'templateId'> {
  readonly template: number;
}

export interface SlotPlan {
  readonly numbers: readonly PlannedSlot[];
  readonly keys: readonly PlannedSlot[];
}

/** Columns of each sort; a template with more wildcards has its first ones followed. */
export const MAX_SLOTS = 3;
const MIN_VALUES = 8;
const IDENTIFIER_DIGITS = 4;
const MAX_CODES = 6;
const MAX_LONG_CODES = 40;

/**
 * Decides which wildcards are quantities (latency, size, amount) and which are keys (user, product, path).
 * Numbers that are nearly all different and have no unit are identifiers: keys. Wildcards that never vary are left out;
 * keys whose values come again go before those that never do (request ids), which only a fault makes hot.
 */
export function planSlots(
  sample: ParameterSample,
  unitHints: (template: number, wildcard: number) => string,
): SlotPlan {
  const numbers: PlannedSlot[] = [];
  const keys: PlannedSlot[] = [];
  for (const [template, wildcards] of groupByTemplate(sample)) {
    const candidates: SampledWildcard[] = [];
    let used = 0;
    for (const wildcard of wildcards) {
      if (wildcard.values.length < MIN_VALUES) continue;
      const quantity = describeQuantity(wildcard, unitHints(template, wildcard.wildcard));
      if (quantity === null) candidates.push(wildcard);
      else if (used < MAX_SLOTS) numbers.push({ template, wildcard: wildcard.wildcard, column: used++, ...quantity });
    }
    keys.push(...chooseKeys(template, candidates));
  }
  return { numbers, keys };
}

function groupByTemplate(sample: ParameterSample): Map<number, SampledWildcard[]> {
  const byTemplate = new Map<number, SampledWildcard[]>();
  for (const wildcard of groupByWildcard(sample)) {
    byTemplate.set(wildcard.template, [...(byTemplate.get(wildcard.template) ?? []), wildcard]);
  }
  return byTemplate;
}

function chooseKeys(template: number, candidates: readonly SampledWildcard[]): PlannedSlot[] {
  const varying = candidates
    .map((candidate) => ({ candidate, distinct: new Set(candidate.values).size }))
    .filter(({ distinct }) => distinct > 1);
  const isRepeating = ({ candidate, distinct }: { candidate: SampledWildcard; distinct: number }): boolean =>
    distinct < candidate.values.length;
  return varying
    .toSorted((a, b) => Number(isRepeating(b)) - Number(isRepeating(a)) || a.candidate.wildcard - b.candidate.wildcard)
    .slice(0, MAX_SLOTS)
    .map(({ candidate: { wildcard } }, column) => ({
      template,
      wildcard,
      column,
      unit: '1',
      scale: 0,
      typical: 0,
      isMarked: false,
    }));
}

function describeQuantity(
  wildcard: SampledWildcard,
  hint: string,
): Pick<PlannedSlot, 'unit' | 'scale' | 'typical' | 'isMarked'> | null {
  const quantities = wildcard.values.map(parseQuantity);
  const known = quantities.filter((quantity) => quantity !== null);
  if (known.length < 0.95 * quantities.length) return null;
  const distinct = new Set(wildcard.values).size;
  if (distinct < 3 || (hint === '' && isCode(wildcard.values, distinct))) return null;
  const marked = known.find(({ unit }) => unit !== '')?.unit;
  const unit = marked ?? hint;
  const isWhole = known.every(({ value }) => Number.isInteger(value));
  const digits = String(Math.round(known[known.length >> 1]?.value ?? 0)).length;
  if (unit === '' && isWhole && digits >= IDENTIFIER_DIGITS && distinct > 0.5 * known.length) return null;
  if (isCounter(known.map(({ value }) => value))) return null;
  const sorted = known.map(({ value }) => value).sort((a, b) => a - b);
  const typical = sorted[sorted.length >> 1]!;
  return {
    unit: unit === '' ? '1' : unit,
    scale: typical > 0 ? typical / 20 : 0.5,
    typical,
    isMarked: marked !== undefined,
  };
}

/** A handful of whole numbers, or some of one length (status codes, shards, ports), are names rather than quantities. */
function isCode(values: readonly string[], distinct: number): boolean {
  if (values.length < 100 || !values.every((value) => /^\d+$/.test(value))) return false;
  if (distinct <= MAX_CODES) return true;
  const length = values[0]!.length;
  return distinct <= MAX_LONG_CODES && length >= 3 && values.every((value) => value.length === length);
}

/** Numbers that never fall from one event to the next (uptime, sequence numbers). */
function isCounter(values: readonly number[]): boolean {
  const falls = values.reduce((sum, value, i) => sum + +(i > 0 && value < values[i - 1]!), 0);
  return values.length >= 20 && falls <= 0.02 * values.length;
}
