import { JSON_FORMATS } from '../definitions/json.ts';
import type { FormatDefinition } from '../format-definition.ts';
import { guessLevelScale } from '../level-scale.ts';
import type { LevelScale } from '../parser-spec.ts';
import { type JsonSample, readJsonSample } from './json-sample.ts';
import type { SampleLines } from './sample-lines.ts';

const NEARLY_ALL = 0.8;

export interface JsonFlavour {
  readonly definition: FormatDefinition;
  /** Scale of numeric levels: the definition's, else what the numbers of the sample tell. */
  readonly levelScale: LevelScale;
  readonly sample: JsonSample;
}

const known = new WeakMap<SampleLines, JsonFlavour>();

/** The JSON format whose fields the sample's records have. */
export function findJsonFlavour(sample: SampleLines): JsonFlavour {
  let flavour = known.get(sample);
  if (flavour === undefined) known.set(sample, (flavour = readFlavour(sample)));
  return flavour;
}

function readFlavour(sample: SampleLines): JsonFlavour {
  const json = readJsonSample(sample.bytes);
  const records = json.records.map(namesOf);
  const definition = JSON_FORMATS.find((format) => fits(format, json, records)) ?? JSON_FORMATS.at(-1)!;
  const levelScale = definition.levelScale ?? guessLevelScale(numericLevels(records));
  return { definition, levelScale, sample: json };
}

/** Whether nearly every record of the sample has the names a JSON format asks for. */
export function fitsFlavour(definition: FormatDefinition, sample: SampleLines): boolean {
  const json = findJsonFlavour(sample).sample;
  return json.records.length > 0 && fits(definition, json, json.records.map(namesOf));
}

function fits(
  { requires = [], document, isTuple = false }: FormatDefinition,
  json: JsonSample,
  records: readonly ReadonlyMap<string, unknown>[],
): boolean {
  const isOfTuples = json.records.some(Array.isArray);
  return (
    (document === undefined || document === json.batch[0]) && isTuple === isOfTuples && hasNames(records, requires)
  );
}

/** Names of a record and of the objects in it, dotted, lower case. */
function namesOf(record: unknown): ReadonlyMap<string, unknown> {
  const names = new Map<string, unknown>();
  const collect = (value: unknown, prefix: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 3) return;
    for (const [name, inner] of Object.entries(value)) {
      names.set(prefix + name.toLowerCase(), inner);
      collect(inner, `${prefix}${name.toLowerCase()}.`, depth + 1);
    }
  };
  collect(record, '', 0);
  return names;
}

function hasNames(records: readonly ReadonlyMap<string, unknown>[], names: readonly string[]): boolean {
  const least = Math.max(1, records.length * NEARLY_ALL);
  return names.every((name) => records.filter((record) => record.has(name.toLowerCase())).length >= least);
}

function numericLevels(records: readonly ReadonlyMap<string, unknown>[]): number[] {
  return records
    .map((record) => record.get('level') ?? record.get('lvl') ?? record.get('severity') ?? record.get('log.level'))
    .filter((level) => typeof level === 'number');
}
