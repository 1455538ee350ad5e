import type { ParameterSample } from './parameter-sample.ts';

/** A session key found in the data. */
export interface SessionProposal {
  /** Matches the key in a content; no capture group. */
  readonly pattern: string;
  /** An example of the key. */
  readonly example: string;
  /** Share of sampled events that carry it. */
  readonly coverage: number;
  readonly reason: string;
  /** Wildcards that hold the key: wildcard index by template index. */
  readonly wildcards: ReadonlyMap<number, number>;
}

interface Family {
  readonly prefix: string;
  readonly wildcards: Map<number, number>;
  /** Events seen with each value, by template. */
  readonly values: Map<string, Map<number, number>>;
}

const MIN_COVERAGE = 0.3;
const MIN_JOINED = 0.5;
const MIN_DISTINCT = 20;

/**
 * Finds identifiers that group events: values of one kind (same literal before them) that come in several different
 * templates, with many distinct values of few events each.
 * @param prefixOf Literal text right before a wildcard (letters, digits, `_`, `-`), '' when there is none.
 * @returns The strongest first; empty when nothing in the sample behaves like a session key.
 */
export function findSessionKeys(
  sample: ParameterSample,
  prefixOf: (template: number, wildcard: number) => string,
): SessionProposal[] {
  return collectFamilies(sample, prefixOf)
    .map((family) => judge(family, sample.templates.length) ?? judge(joinedPart(family), sample.templates.length))
    .filter((judged) => judged !== null)
    .sort((a, b) => b.value - a.value || compareText(a.proposal.pattern, b.proposal.pattern))
    .map(({ proposal }) => proposal);
}

/** The key to propose as session, when one covers enough of the events. */
export function proposeSession(keys: readonly SessionProposal[]): SessionProposal | null {
  return keys.find((key) => key.coverage >= MIN_COVERAGE) ?? null;
}

/**
 * The wildcard that links the events of each template to others: that of the strongest key the template carries.
 * @returns By template index: [key index, wildcard index].
 */
export function linkTemplates(keys: readonly SessionProposal[]): Map<number, readonly [key: number, wildcard: number]> {
  const links = new Map<number, readonly [number, number]>();
  keys.forEach((key, index) => {
    for (const [template, wildcard] of key.wildcards) if (!links.has(template)) links.set(template, [index, wildcard]);
  });
  return links;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function collectFamilies(sample: ParameterSample, prefixOf: (template: number, wildcard: number) => string): Family[] {
  const families = new Map<string, Family>();
  sample.templates.forEach((template, i) => {
    const inEvent = new Set<string>();
    sample.parameters[i]!.forEach((value, wildcard) => {
      const own = /^[A-Za-z]{2,}[-_:]/.exec(value)?.[0] ?? '';
      const key = `${prefixOf(template, wildcard)}${own}|${classOf(value.slice(own.length))}`;
      if (value.length < 4 || inEvent.has(key)) return;
      inEvent.add(key);
      const family = families.get(key) ?? {
        prefix: prefixOf(template, wildcard) + own,
        wildcards: new Map(),
        values: new Map(),
      };
      families.set(key, family);
      if (!family.wildcards.has(template)) family.wildcards.set(template, wildcard);
      const known = family.values.get(value) ?? new Map<number, number>();
      family.values.set(value, known);
      known.set(template, (known.get(template) ?? 0) + 1);
    });
  });
  return [...families.values()];
}

const CLASSES: readonly (readonly [name: string, shape: RegExp, pattern: string])[] = [
  ['uuid', /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i, '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}'],
  ['number', /^-?\d+$/, String.raw`-?\d+`],
  ['hex', /^[0-9a-f]{6,}$/i, '[0-9a-fA-F]+'],
  ['word', /^[\w-]+$/, String.raw`[\w-]+`],
];

/** Plain decimal values are hex too: a family of hex values must not be split by those without a letter. */
function classOf(text: string): string {
  const found = CLASSES.find(([, shape]) => shape.test(text))?.[0] ?? 'other';
  return found === 'number' && text.length >= 8 && !text.startsWith('-') ? 'hex' : found;
}

function judge(family: Family, events: number): { value: number; proposal: SessionProposal } | null {
  const entries = [...family.values.values()];
  const carried = entries.reduce((sum, byTemplate) => sum + eventsOf(byTemplate), 0);
  const joined = entries.filter((byTemplate) => byTemplate.size >= 2).length / Math.max(1, entries.length);
  const coverage = carried / Math.max(1, events);
  const example = family.values.keys().next().value ?? '';
  const pattern = patternOf(family, [...family.values.keys()]);
  if (entries.length < MIN_DISTINCT || joined < MIN_JOINED || pattern === null) return null;
  const perKey = carried / entries.length;
  const proposal: SessionProposal = {
    pattern,
    example: family.prefix.endsWith(example)
      ? example
      : family.prefix + example.slice(ownPrefix(family, example).length),
    coverage,
    reason: `in ${Math.round(coverage * 100)} % of events, ${perKey.toFixed(1)} events each, over several templates`,
    wildcards: family.wildcards,
  };
  return { value: coverage * joined * Math.log2(1 + entries.length), proposal };
}

function eventsOf(byTemplate: ReadonlyMap<number, number>): number {
  return [...byTemplate.values()].reduce((sum, events) => sum + events, 0);
}

/**
 * A family without the templates most of whose values come in no other one: a key that links a few templates may also be
 * named, once each time, by many others (an article number in requests and in stock updates).
 */
function joinedPart(family: Family): Family {
  const kept = new Set(family.wildcards.keys());
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    const tally = new Map<number, { values: number; joined: number }>();
    for (const byTemplate of family.values.values()) {
      const here = [...byTemplate.keys()].filter((template) => kept.has(template));
      for (const template of here) {
        const known = tally.get(template) ?? { values: 0, joined: 0 };
        tally.set(template, known);
        known.values++;
        if (here.length >= 2) known.joined++;
      }
    }
    for (const [template, { values, joined }] of tally) if (joined < MIN_JOINED * values) kept.delete(template);
  }
  const values = [...family.values].flatMap(([value, byTemplate]): [string, Map<number, number>][] => {
    const own = [...byTemplate].filter(([template]) => kept.has(template));
    return own.length === 0 ? [] : [[value, new Map(own)]];
  });
  const wildcards = [...family.wildcards].filter(([template]) => kept.has(template));
  return { prefix: family.prefix, wildcards: new Map(wildcards), values: new Map(values) };
}

function ownPrefix(family: Family, value: string): string {
  const own = /^[A-Za-z]{2,}[-_:]/.exec(value)?.[0] ?? '';
  return own !== '' && family.prefix.endsWith(own) ? own : '';
}

function patternOf(family: Family, values: readonly string[]): string | null {
  const rest = values.slice(0, 200).map((value) => value.slice(ownPrefix(family, value).length));
  const found = CLASSES.find(([, shape]) => rest.every((value) => shape.test(value)));
  if (found === undefined || (family.prefix === '' && (found[0] === 'number' || found[0] === 'word'))) return null;
  return escapeRegex(family.prefix) + found[2];
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
