import { describe, expect, it } from 'vitest';
import { linkClaims } from '../../../../../src-renderer/panels/inspector/claim-links.ts';

const claim = (value: number) => ({ value, unit: 'events' });
const linked = (summary: string, values: readonly number[]) =>
  linkClaims(summary, values.map(claim))
    .filter((piece) => piece.claim !== null)
    .map((piece) => [piece.text, piece.claim]);

describe('numbers of a sentence', () => {
  it('become links to the claims they show', () => {
    expect(linked('payments refused 1,204 times against a usual 4.', [4, 1204])).toEqual([
      ['1,204', 1],
      ['4', 0],
    ]);
  });

  it('are matched as rounded in the text, a share also as a percentage', () => {
    expect(linked('took 3.2 s, 45 % of them', [3.18, 0.452])).toEqual([
      ['3.2', 0],
      ['45', 1],
    ]);
  });

  it('stay text without a claim, and each claim is used once', () => {
    expect(linked('4 of 4 hosts', [4])).toEqual([['4', 0]]);
    expect(linked('7 errors', [8])).toEqual([]);
    expect(linked('8.52x its usual 13.5, in 200ms', [8.52, 13.5, 200])).toEqual([
      ['8.52', 0],
      ['13.5', 1],
    ]);
  });

  it('are not cut out of names, addresses or times', () => {
    expect(linked('node-2 at 10.0.0.5 logged 2 errors', [2, 5, 10])).toEqual([['2', 0]]);
  });

  it('keep the punctuation behind them on their line', () => {
    expect(linkClaims('a usual 28.7, from 20:33', [claim(28.7)])).toEqual([
      { text: 'a usual ', claim: null, tail: '' },
      { text: '28.7', claim: 0, tail: ',' },
      { text: ' from 20:33', claim: null, tail: '' },
    ]);
  });

  it('leave the sentence as it was', () => {
    const summary = 'a 12 b 1,000.5 c';
    expect(
      linkClaims(summary, [claim(12), claim(1000.5)])
        .map((piece) => piece.text + piece.tail)
        .join(''),
    ).toBe(summary);
  });
});
