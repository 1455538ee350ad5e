import { describe, expect, it } from 'vitest';
import { specOf } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { ALL_FORMATS } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import type { FormatDefinition } from '../../../../../src-main/ingest/formats/format-definition.ts';
import { detectFormat, LineVerdict, type ParserSpec } from '../../../../../src-main/ingest/formats/index.ts';
import { patternSpecificity } from '../../../../../src-main/ingest/formats/pattern/specificity.ts';
import { parseLines } from '../../../../helpers/parse-lines.ts';

/** The same instant has one spelling: no zeros at the end of a fraction. */
const normal = (time: string | null): string | null => time?.replace(/(\.\d*?)0+Z$/, '$1Z').replace('.Z', 'Z') ?? null;

/** The format on this text, whatever it would be taken for; times as in a trial. */
function forcedSpec(definition: FormatDefinition, text: string): ParserSpec {
  const context = { path: 'x.log', modifiedMs: null, format: definition.name };
  const { spec } = detectFormat(new TextEncoder().encode(text), context);
  return { ...spec, time: specOf(definition).time };
}

describe.each(ALL_FORMATS.map((definition) => [definition.name, definition] as const))(
  'format %s',
  (name, definition) => {
    it.each(definition.samples.map((sample) => [sample.line, sample] as const))('takes %s apart', (line, sample) => {
      const result = parseLines(forcedSpec(definition, line), line).find(
        ({ verdict }) => verdict === LineVerdict.event,
      );
      const { time, severity, service, host, component, content } = result!.fields;
      expect({ time: normal(time), severity, service, host, component, content: content.trimEnd() }).toEqual({
        time: normal(sample.time),
        severity: sample.severity,
        service: sample.service ?? null,
        host: sample.host ?? null,
        component: sample.component ?? null,
        content: sample.content.trimEnd(),
      });
    });

    it.each(definition.samples.map(({ line }) => line))('is what %s is detected as', (line) => {
      const detection = detectFormat(new TextEncoder().encode(`${line}\n`), {
        path: 'x.log',
        modifiedMs: Date.UTC(2024, 11, 31),
      });
      expect(detection.format).toBe(name);
    });

    it('has attributes that are one valid JSON object', () => {
      for (const { line } of definition.samples) {
        for (const { fields } of parseLines(forcedSpec(definition, line), line)) {
          if (fields.attributes !== null) expect(JSON.parse(fields.attributes)).toBeTypeOf('object');
        }
      }
    });
  },
);

describe('format definitions', () => {
  it('have unique names and patterns that compile', () => {
    expect(new Set(ALL_FORMATS.map(({ name }) => name)).size).toBe(ALL_FORMATS.length);
    for (const { patterns } of ALL_FORMATS)
      for (const pattern of patterns) expect(patternSpecificity(pattern)).toBeGreaterThan(0);
  });
});
