import { plainSpec, specOf } from '../base-spec.ts';
import { findDefinition, TEXT_FORMATS } from '../definitions/all-formats.ts';
import { CONTAINER_FORMATS } from '../definitions/containers.ts';
import type { FormatDefinition } from '../format-definition.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { findCsvLayout } from './csv-layout.ts';
import { guessGenericFormat } from './generic-format.ts';
import { findJsonFlavour, fitsFlavour } from './json-flavour.ts';
import { looksLikeContinuation, type SampleLines } from './sample-lines.ts';
import { misreadTimes, type Trial, tryFormat, tryFormatAbove } from './trial.ts';
import { preferUserFormat } from './user-choice.ts';

/** A named format that explains this share needs no rival guess. */
const SURE_SHARE = 0.9;
/** Formats within this distance of the best share compete by how specific they are. */
const NEAR_SHARE = 0.05;
/** Lines that tell which formats to try first. */
const HEAD_LINES = 16;
/** Share a guess must gain over a named format to be taken instead. */
const GUESS_GAIN = 0.15;
/** Share of the lines a structured format (JSON, logfmt, table) must explain. */
const STRUCTURED_SHARE = 0.5;

export interface Choice {
  readonly trial: Trial;
  /** Share of the lines that are no evident continuations. */
  readonly share: number;
  readonly headerLines: number;
}

/**
 * The format that explains the sample best.
 * @param users Formats of the user; they come before built-in ones that do no better.
 */
export function chooseFormat(sample: SampleLines, users: readonly FormatDefinition[] = []): Choice {
  const builtIn = chooseBuiltIn(sample);
  if (users.length === 0) return builtIn;
  const rate = makeRating(sample);
  const fitting = users.filter((user) => user.engine !== 'json' || fitsFlavour(user, sample));
  return (
    preferUserFormat(
      builtIn,
      fitting.map((user) => rate(tryDefinition(user, sample))),
    ) ?? builtIn
  );
}

function chooseBuiltIn(sample: SampleLines): Choice {
  const rate = makeRating(sample);
  const structured = structuredSpecs(sample)
    .map(({ spec, title }) => rate(tryFormat(spec, title, false, sample)))
    .find(({ share, trial }) => share >= STRUCTURED_SHARE && trial.events > 0);
  if (structured !== undefined) return structured;
  const best = pickBest(rateNamed(sample));
  if (best !== null && best.share >= SURE_SHARE && !best.trial.isLoose) return best;
  const guess = guessGenericFormat(sample);
  const generic = guess === null ? null : rate(guess);
  if (generic !== null && isBetterGuess(generic, best)) return generic;
  return best ?? rate(tryFormat(plainSpec(), 'Plain text', true, sample));
}

/**
 * The plausible formats by name, in their order, but for those that cannot come near the best one: the formats that read
 * the sample's head are tried first, and the others only until they have missed too many lines.
 */
function rateNamed(sample: SampleLines): Choice[] {
  const rate = makeRating(sample);
  const isCounted = headerMask(sample);
  const headerLines = isCounted.reduce((sum, flag) => sum + flag, 0);
  const head = { ...sample, starts: sample.starts.slice(0, HEAD_LINES), ends: sample.ends.slice(0, HEAD_LINES) };
  const candidates = TEXT_FORMATS.filter(({ engine }) => engine !== 'logfmt').map((definition, place) => {
    const { title, isLoose = false } = definition;
    const spec = completeSpec(definition, sample);
    return { place, spec, title, isLoose, events: tryFormat(spec, title, isLoose, head).events };
  });
  const rated: { readonly place: number; readonly choice: Choice }[] = [];
  let top = 0;
  for (const { place, spec, title, isLoose } of candidates.toSorted((a, b) => b.events - a.events)) {
    const floor = { isCounted, least: Math.floor((top - NEAR_SHARE) * headerLines) };
    const trial = tryFormatAbove(spec, title, isLoose, sample, floor);
    const choice = trial === null ? null : rate(trial);
    if (choice === null || !isPlausible(choice)) continue;
    rated.push({ place, choice });
    top = Math.max(top, choice.share);
  }
  return rated.toSorted((a, b) => a.place - b.place).map(({ choice }) => choice);
}

/** A definition on the sample; JSON, CSV and the like are completed from it. */
export function tryDefinition(definition: FormatDefinition, sample: SampleLines): Trial {
  return tryFormat(completeSpec(definition, sample), definition.title, definition.isLoose === true, sample);
}

/** Rates trials by the share of header lines they explain. */
export function makeRating(sample: SampleLines): (trial: Trial) => Choice {
  const isHeader = headerMask(sample);
  const headerLines = Math.max(
    1,
    isHeader.reduce((sum, flag) => sum + flag, 0),
  );
  return (trial) => {
    let hits = 0;
    for (let i = 0; i < isHeader.length; i++) if (isHeader[i] === 1 && trial.isMatched[i] === 1) hits++;
    return { trial, headerLines, share: hits / headerLines };
  };
}

function completeSpec(definition: FormatDefinition, sample: SampleLines): ParserSpec {
  const spec = specOf(definition);
  if (definition.engine === 'json' || definition.engine === 'otlp') {
    const { levelScale, sample: json } = findJsonFlavour(sample);
    const isDocument = json.spansLines || json.batch.length > 0;
    const { batch, recordIndent } = json;
    const hasLongLines = sample.bytes.length > 0 && !sample.bytes.includes(0x0a);
    const document = isDocument ? { batch, recordIndent, spansLines: true } : {};
    return { ...spec, ...document, hasLongLines, levelScale: definition.levelScale ?? levelScale };
  }
  if (definition.engine !== 'csv' || definition.columns !== undefined) return spec;
  const layout = findCsvLayout(sample);
  if (layout === null) return spec;
  const { columns, separator, header, keys } = layout;
  return { ...spec, columns, separator, structural: [header], keys };
}

/** Structured and wrapped formats the sample may be, surest first. */
function structuredSpecs(sample: SampleLines): { spec: ParserSpec; title: string }[] {
  const definitions: FormatDefinition[] = [];
  const firstBytes = sample.starts.map((start) => sample.bytes[start]!);
  if (firstBytes.some((byte) => byte === 0x7b || byte === 0x5b)) definitions.push(findJsonFlavour(sample).definition);
  const directives = tableDirective(sample);
  if (directives !== null) definitions.push(findDefinition(directives)!);
  if (findCsvLayout(sample) !== null) definitions.push(findDefinition('csv')!);
  definitions.push(...CONTAINER_FORMATS, ...TEXT_FORMATS.filter(isKeyValue(sample)), findDefinition('logfmt')!);
  return definitions.map((definition) => ({ spec: completeSpec(definition, sample), title: definition.title }));
}

/** Formats that look like logfmt and whose keys the sample's lines have. */
function isKeyValue(sample: SampleLines): (definition: FormatDefinition) => boolean {
  const decoder = new TextDecoder();
  const lines = sample.starts.map((start, i) => decoder.decode(sample.bytes.subarray(start, sample.ends[i])));
  return ({ isKeyValue: isLike = false, requires = [] }) => {
    const has = (line: string): boolean => requires.every((key) => line.includes(`${key}=`));
    return isLike && lines.filter(has).length >= STRUCTURED_SHARE * lines.length;
  };
}

function tableDirective(sample: SampleLines): 'w3c' | 'zeek' | null {
  const decoder = new TextDecoder();
  for (let i = 0; i < Math.min(30, sample.starts.length); i++) {
    const head = decoder.decode(
      sample.bytes.subarray(sample.starts[i], Math.min(sample.ends[i]!, sample.starts[i]! + 9)),
    );
    if (head.startsWith('#fields\t')) return 'zeek';
    if (head.startsWith('#Fields:')) return 'w3c';
  }
  return null;
}

function isPlausible({ trial, share }: Choice): boolean {
  // Any text with commas has cells: a table without a header is known by its times.
  if (trial.spec.engine === 'csv' && (trial.times < trial.events || trial.badTimes > 0)) return false;
  return trial.events > 0 && share > 0 && misreadTimes(trial) * 2 <= trial.events;
}

/** A guess wins when it explains clearly more, or as much as a loose format and more of the levels. */
function isBetterGuess(generic: Choice, best: Choice | null): boolean {
  if (best === null || generic.share > best.share + GUESS_GAIN) return true;
  return best.trial.isLoose && generic.share >= best.share && generic.trial.levels > best.trial.levels;
}

function pickBest(choices: readonly Choice[]): Choice | null {
  const top = Math.max(0, ...choices.map(({ share }) => share));
  let best: Choice | null = null;
  for (const choice of choices) {
    if (choice.share < top - NEAR_SHARE) continue;
    if (best === null || strength(choice) > strength(best)) best = choice;
  }
  return best;
}

function strength({ trial, share }: Choice): number {
  return trial.specificity + (trial.isLoose ? -8 : 0) + share * 10;
}

function headerMask(sample: SampleLines): Uint8Array {
  const decoder = new TextDecoder();
  return Uint8Array.from(sample.starts, (start, i) =>
    looksLikeContinuation(decoder.decode(sample.bytes.subarray(start, Math.min(sample.ends[i]!, start + 200)))) ? 0 : 1,
  );
}
