import { plainSpec, specOf } from '../base-spec.ts';
import { TEXT_FORMATS } from '../definitions/all-formats.ts';
import { guessGenericFormat } from './generic-format.ts';
import { looksLikeContinuation, type SampleLines } from './sample-lines.ts';
import { type Trial, tryFormat } from './trial.ts';

/** A named format that explains this share needs no rival guess. */
const SURE_SHARE = 0.9;
/** Formats within this distance of the best share compete by how specific they are. */
const NEAR_SHARE = 0.05;
/** Share a guess must gain over a named format to be taken instead. */
const GUESS_GAIN = 0.15;

export interface Choice {
  readonly trial: Trial;
  /** Share of the lines that are no evident continuations. */
  readonly share: number;
  readonly headerLines: number;
}

/** The format that explains the sample best. */
export function chooseFormat(sample: SampleLines): Choice {
  const isHeader = headerMask(sample);
  const headerLines = Math.max(
    1,
    isHeader.reduce((sum, flag) => sum + flag, 0),
  );
  const rate = (trial: Trial): Choice => ({ trial, headerLines, share: shareOf(trial, isHeader, headerLines) });
  const named = TEXT_FORMATS.map((definition) =>
    rate(tryFormat(specOf(definition), definition.title, definition.isLoose === true, sample)),
  ).filter(({ trial, share }) => trial.events > 0 && share > 0 && trial.badTimes * 2 <= trial.events);
  const best = pickBest(named);
  if (best !== null && best.share >= SURE_SHARE && !best.trial.isLoose) return best;
  const guess = guessGenericFormat(sample);
  const generic = guess === null ? null : rate(guess);
  if (generic !== null && (best === null || generic.share > best.share + GUESS_GAIN || isBetterGuess(generic, best))) {
    return generic;
  }
  return best ?? rate(tryFormat(plainSpec(), 'Plain text', true, sample));
}

/** A loose named format yields to a guess that reads levels it does not. */
function isBetterGuess(generic: Choice, best: Choice): boolean {
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

function shareOf(trial: Trial, isHeader: Uint8Array, headerLines: number): number {
  let hits = 0;
  for (let i = 0; i < isHeader.length; i++) if (isHeader[i] === 1 && trial.isMatched[i] === 1) hits++;
  return hits / headerLines;
}

function headerMask(sample: SampleLines): Uint8Array {
  const decoder = new TextDecoder();
  return Uint8Array.from(sample.starts, (start, i) =>
    looksLikeContinuation(decoder.decode(sample.bytes.subarray(start, Math.min(sample.ends[i]!, start + 200)))) ? 0 : 1,
  );
}
