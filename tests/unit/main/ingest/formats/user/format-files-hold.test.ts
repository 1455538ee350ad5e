import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IngestError } from '#shared/base/errors.ts';
import { compileRegex } from '../../../../../../src-main/ingest/formats/regex/compile-regex.ts';
import { RegexMatcher } from '../../../../../../src-main/ingest/formats/regex/regex-matcher.ts';
import { offerFormats, previewFormat, readFormat } from '../../../../../../src-main/ingest/formats/user/index.ts';
import { FORMAT_PIECES } from '../../../../../helpers/format-pieces.ts';

const KINDS = ['pattern', 'layout', 'strptime', 'grok', 'regex'] as const;

describe('format files of any text', () => {
  it('are read or refused with a place, and what is read takes any line', () => {
    const line = fc.string({ unit: 'binary', maxLength: 60 });
    const way = fc.array(fc.constantFrom(...FORMAT_PIECES), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), way, fc.array(line, { maxLength: 4 }), (kind, text, lines) => {
        const { draft, issues } = readFormat(JSON.stringify({ name: 'x', [kind]: text }));
        if (draft === null) expect(issues.length).toBeGreaterThan(0);
        else expect(previewFormat(draft, lines).map((each) => each.line)).toEqual(lines);
      }),
      { numRuns: 3000 },
    );
  });

  it('that are no format files are refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
        expect(readFormat(text).definition).toBeNull();
        try {
          for (const { issues } of offerFormats(text)) expect(issues.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(IngestError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('search bytes that are no UTF-8 without leaving the line', () => {
    const matcher = new RegexMatcher(compileRegex('(?<a>[^ä]+)ä?(?<b>.*)(?<!.x)$'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, at) => {
        const start = Math.min(at, bytes.length);
        if (!matcher.search(bytes, start, bytes.length)) return;
        for (const slot of matcher.slots) expect(slot === -1 || (slot >= start && slot <= bytes.length)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
