import { describe, expect, it } from 'vitest';
import { ALL_FORMATS } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import { detectFormat, LineVerdict } from '../../../../../src-main/ingest/formats/index.ts';
import { parseLines } from '../../../../helpers/parse-lines.ts';

/** On one line, control characters as JSON writes them. */
const visible = (text: string | null): string =>
  (text ?? '-').replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1)).slice(0, 160);

/** One sample as it is detected and read, without being told its format. */
function describeSample(name: string, text: string): string {
  const context = { path: 'x.log', modifiedMs: Date.UTC(2024, 11, 31) };
  const detection = detectFormat(new TextEncoder().encode(text), context);
  const read = parseLines(detection.spec, text).find(({ verdict }) => verdict === LineVerdict.event)?.fields;
  const level =
    read === undefined || read.severity === 0 ? '-' : `${read.severity} ${read.severityText ?? '(default)'}`;
  return [
    `${name}: ${visible(text)}`,
    `  detected  ${detection.format}, ${Math.round(detection.confidence * 100)} %`,
    `  time      ${visible(read?.time ?? null)}`,
    `  level     ${level}`,
    `  names     ${[read?.service, read?.host, read?.component].map((part) => visible(part ?? null)).join(' | ')}`,
    `  message   ${visible(read?.content ?? null)}`,
    `  further   ${visible(read?.attributes ?? null)}`,
  ].join('\n');
}

describe('the table of formats', () => {
  it('reads every sample as reviewed', async () => {
    const table = ALL_FORMATS.flatMap(({ name, samples }) => samples.map(({ line }) => describeSample(name, line)));
    await expect(`${table.join('\n\n')}\n`).toMatchFileSnapshot('../../../../golden/formats.txt');
  });
});
