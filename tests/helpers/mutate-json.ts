import type { Random } from '../../src-main/models/random.ts';

const VALUES: readonly unknown[] = [null, -1, 0, 1e308, 4_294_967_296, 0.5, '', 'x', [], {}, true, [[[]]]];

/**
 * One random change of a JSON document: a value replaced, removed, doubled or exchanged for another of the document, or a
 * piece of text inside it changed. The same random numbers give the same change.
 */
export function mutateJson(json: string, random: Random): string {
  const document = JSON.parse(json) as unknown;
  const places: { parent: Record<string, unknown> | unknown[]; key: string | number }[] = [];
  collect(document, places);
  const pick = () => places[random.below(places.length)]!;
  const { parent, key } = pick();
  const holder = parent as Record<string | number, unknown>;
  switch (random.below(5)) {
    case 0:
      holder[key] = VALUES[random.below(VALUES.length)];
      break;
    case 1:
      if (Array.isArray(parent)) parent.splice(key as number, 1);
      else delete holder[key];
      break;
    case 2:
      if (Array.isArray(parent)) parent.splice(key as number, 0, parent[key as number]);
      else holder[`${key}2`] = holder[key];
      break;
    case 3: {
      const other = pick();
      holder[key] = structuredClone((other.parent as Record<string | number, unknown>)[other.key]);
      break;
    }
    default:
      holder[key] = scramble(holder[key], random);
  }
  return JSON.stringify(document);
}

function collect(
  value: unknown,
  places: { parent: Record<string, unknown> | unknown[]; key: string | number }[],
): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) value.forEach((item, key) => (places.push({ parent: value, key }), collect(item, places)));
  else {
    const parent = value as Record<string, unknown>;
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      collect(parent[key], places);
    }
  }
}

function scramble(value: unknown, random: Random): unknown {
  if (typeof value === 'number') return value * (random.below(2) === 0 ? -1e6 : 1e-9);
  if (typeof value !== 'string' || value === '') return VALUES[random.below(VALUES.length)];
  const at = random.below(value.length);
  return `${value.slice(0, at)}${'AZaz09+/'[random.below(8)]}${value.slice(at + 1)}`;
}
