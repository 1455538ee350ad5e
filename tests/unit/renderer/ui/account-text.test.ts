import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AccountText } from '../../../../src-renderer/ui/account-text.tsx';

const account = {
  lines: 1204,
  events: 1180,
  eventLines: 1180,
  continuationLines: 20,
  blankLines: 4,
  rejectedLines: 0,
  bytesIn: 1,
  bytesOut: 1,
};

function textOf(props: Parameters<typeof AccountText>[0]): string {
  return renderToStaticMarkup(createElement(AccountText, props)).replaceAll(/<[^>]*>/g, '');
}

describe('AccountText', () => {
  it('adds the lines up, and says when they do not', () => {
    expect(textOf({ account })).toBe(
      '1,204 lines = 1,180 starting an event + 20 continuing one + 4 blank + 0 rejected',
    );
    expect(textOf({ account: { ...account, blankLines: 3 } })).toMatch(/rejected does not add up$/);
  });

  it('counts rows of a table, and tells what a time span left out beside the sum', () => {
    expect(textOf({ account: { ...account, unit: 'rows' } })).toMatch(/^1,204 rows = /);
    expect(textOf({ account: { ...account, skippedLines: 2_073_760 }, isShort: true })).toBe(
      '1,204 lines = 1,180 events + 20 cont. + 4 blank + 0 rejected · 2,073,760 left out',
    );
  });
});
