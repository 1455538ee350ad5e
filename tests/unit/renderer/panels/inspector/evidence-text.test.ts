import { describe, expect, it } from 'vitest';
import { evidenceText } from '../../../../../src-renderer/panels/inspector/evidence-text.ts';

const HEADER = '2026-03-05T20:33:22.399Z DEBUG 2296 --- [search] shop.search : ';
const PARSED = ['[req-', '] query ', ' parsed into ', ' terms'];

describe('the text of an evidence line', () => {
  it('begins where its statement does', () => {
    expect(evidenceText(`${HEADER}[req-1] query bike parsed into 3 terms`, [['other ', ''], PARSED])).toEqual({
      content: '[req-1] query bike parsed into 3 terms',
      parts: PARSED,
    });
  });

  it('passes by places that only look like the beginning', () => {
    expect(evidenceText('[req-x] [req-1] query bike parsed into 3 terms', [PARSED]).content).toBe(
      '[req-x] [req-1] query bike parsed into 3 terms',
    );
    expect(evidenceText('at b : started at b', [['at b']]).content).toBe('at b');
  });

  it('is the whole line where no statement fits', () => {
    expect(evidenceText(`${HEADER}something else`, [PARSED])).toEqual({
      content: `${HEADER}something else`,
      parts: null,
    });
    expect(evidenceText('', [PARSED, ['', ' x']])).toEqual({ content: '', parts: null });
  });
});
