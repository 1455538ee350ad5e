import type { FormatDefinition } from '../format-definition.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { type Choice, chooseFormat } from './choose-format.ts';
import type { SampleLines } from './sample-lines.ts';
import { tryFormat } from './trial.ts';

const MAX_OTHERS = 3;
/** Lines a further format must explain: two at least, and this share of the sample. */
const LEAST_SHARE = 0.01;

/**
 * Formats of the lines the main format leaves over, for files that several programs write to. Only formats that read a
 * time on every line count: anything less would tear stack traces apart.
 */
export function findOtherFormats(
  main: Choice,
  sample: SampleLines,
  users: readonly FormatDefinition[] = [],
): ParserSpec[] {
  const others: ParserSpec[] = [];
  const { spec } = main.trial;
  if (spec.engine === 'plain' || spec.isEnvelope || spec.spansLines) return others;
  let rest = leftOver(sample, main.trial.isMatched);
  while (others.length < MAX_OTHERS && rest.starts.length >= 2) {
    const { trial } = chooseFormat(rest, users);
    const isTimed = trial.times === trial.events && trial.spec.engine !== 'plain' && !trial.spec.isEnvelope;
    const least = Math.max(2, LEAST_SHARE * sample.starts.length);
    if (!isTimed || trial.events < least || trial.spec.format === main.trial.spec.format) break;
    others.push(trial.spec);
    rest = leftOver(rest, tryFormat(trial.spec, '', true, rest).isMatched);
  }
  return others;
}

function leftOver(sample: SampleLines, isMatched: Uint8Array): SampleLines {
  const keep = (_: number, i: number): boolean => isMatched[i] === 0;
  return { bytes: sample.bytes, starts: sample.starts.filter(keep), ends: sample.ends.filter(keep) };
}
