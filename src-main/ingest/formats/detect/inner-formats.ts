import { createLineParser } from '../create-line-parser.ts';
import { LineVerdict } from '../line-parser.ts';
import { ParsedLine } from '../parsed-line.ts';
import type { FormatDefinition } from '../format-definition.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { chooseFormat } from './choose-format.ts';
import { pickSampleLines, type SampleLines } from './sample-lines.ts';

/** Share of a service's wrapped lines a format must explain to be used inside the envelope. */
const INNER_SHARE = 0.5;

/**
 * Formats of the text inside an envelope, one a service at most. Text without a header of its own gives none.
 * @param spec The envelope's spec, without inner formats.
 */
export function findInnerFormats(
  spec: ParserSpec,
  sample: SampleLines,
  users: readonly FormatDefinition[] = [],
): ParserSpec[] {
  const found = new Map<string, ParserSpec>();
  for (const text of wrappedTexts(spec, sample).values()) {
    const choice = chooseFormat(pickSampleLines(new TextEncoder().encode(text.join('\n'))), users);
    const { spec: inner, isLoose } = choice.trial;
    if (inner.engine === 'plain' || inner.isEnvelope || isLoose || choice.share < INNER_SHARE) continue;
    found.set(inner.format, inner);
  }
  return [...found.values()];
}

/** The wrapped lines of the sample, by service. */
function wrappedTexts(spec: ParserSpec, sample: SampleLines): Map<string, string[]> {
  const decoder = new TextDecoder();
  const parser = createLineParser({ ...spec, isEnvelope: false });
  const line = new ParsedLine();
  const texts = new Map<string, string[]>();
  parser.startBlock('');
  for (let i = 0; i < sample.starts.length; i++) {
    if (parser.parse(sample.bytes, sample.starts[i]!, sample.ends[i]!, line) !== LineVerdict.event) continue;
    const text = decoder.decode((line.content ?? sample.bytes).subarray(line.contentStart, line.contentEnd));
    const service =
      line.serviceStart < 0 ? '' : decoder.decode(sample.bytes.subarray(line.serviceStart, line.serviceEnd));
    const known = texts.get(service);
    if (known === undefined) texts.set(service, [text.trimEnd()]);
    else known.push(text.trimEnd());
  }
  return texts;
}
