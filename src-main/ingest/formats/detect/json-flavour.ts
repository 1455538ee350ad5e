import { JSON_FORMATS } from '../definitions/json.ts';
import type { FormatDefinition } from '../format-definition.ts';
import { guessLevelScale } from '../level-scale.ts';
import type { LevelScale } from '../parser-spec.ts';
import type { SampleLines } from './sample-lines.ts';

/** Records looked at; a record lacking a name now and then does not matter. */
const MAX_RECORDS = 60;
const NEARLY_ALL = 0.8;

export interface JsonFlavour {
  readonly definition: FormatDefinition;
  /** Scale of numeric levels: the definition's, else what the numbers of the sample tell. */
  readonly levelScale: LevelScale;
}

/** The JSON format whose fields the sample's records have. */
export function findJsonFlavour(sample: SampleLines): JsonFlavour {
  const records = parseRecords(sample);
  const definition = JSON_FORMATS.find(({ requires = [] }) => hasNames(records, requires)) ?? JSON_FORMATS.at(-1)!;
  const levelScale = definition.levelScale ?? guessLevelScale(numericLevels(records));
  return { definition, levelScale };
}

function parseRecords(sample: SampleLines): ReadonlyMap<string, unknown>[] {
  const decoder = new TextDecoder();
  const records: ReadonlyMap<string, unknown>[] = [];
  for (let i = 0; i < sample.starts.length && records.length < MAX_RECORDS; i++) {
    const text = decoder
      .decode(sample.bytes.subarray(sample.starts[i], sample.ends[i]))
      .replace(/^[\s[,]+|[\s\],]+$/g, '');
    if (!text.startsWith('{')) continue;
    try {
      records.push(namesOf(JSON.parse(text)));
    } catch {
      // A broken record tells nothing about the names of the whole ones.
    }
  }
  return records;
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
