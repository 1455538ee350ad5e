import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampOffset,
  maxOffset,
  MAX_SPACER_PX,
  offsetOfScrollTop,
  offsetToReveal,
  rowWindow,
  rowsPerPage,
  scrollTopOfOffset,
  spacerHeight,
} from '../../../../src-renderer/ui/scaled-scroll.ts';

const TEN_MILLION = { rowCount: 10_000_000, rowHeight: 20, viewportHeight: 700 };

describe('scaled scroll', () => {
  it('keeps the spacer under the browser cap and shows the last of 10 M rows at its end', () => {
    expect(spacerHeight(TEN_MILLION)).toBe(MAX_SPACER_PX);
    const end = offsetOfScrollTop(TEN_MILLION, MAX_SPACER_PX - 700);
    const window = rowWindow(TEN_MILLION, end);
    expect(window.first + window.count).toBe(10_000_000);
    expect(end).toBe(10_000_000 * 20 - 700);
  });

  it('never renders more than 60 rows in a viewport of 1,100 px', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2e8, noNaN: true }), (offset) => {
        expect(rowWindow({ ...TEN_MILLION, viewportHeight: 1100 }, offset).count).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('covers the viewport whatever the offset', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 3e8, noNaN: true }), (offset) => {
        const window = rowWindow(TEN_MILLION, offset);
        expect(window.top).toBeLessThanOrEqual(0);
        expect(window.top + window.count * 20).toBeGreaterThanOrEqual(700);
      }),
    );
  });

  it('reaches every row: an offset survives the way to the scrollbar and back within one row', () => {
    const offset = 1_234_567 * 20;
    const back = offsetOfScrollTop(TEN_MILLION, scrollTopOfOffset(TEN_MILLION, offset));
    expect(Math.abs(back - offset)).toBeLessThan(1);
  });

  it('is one to one when the rows fit under the cap', () => {
    const small = { rowCount: 1000, rowHeight: 20, viewportHeight: 500 };
    expect(scrollTopOfOffset(small, 3000)).toBe(3000);
    expect(maxOffset(small)).toBe(19_500);
  });

  it('has nothing to scroll when all rows fit', () => {
    const tiny = { rowCount: 3, rowHeight: 20, viewportHeight: 500 };
    expect(maxOffset(tiny)).toBe(0);
    expect(clampOffset(tiny, 100)).toBe(0);
    expect(rowWindow(tiny, 0)).toEqual({ first: 0, count: 3, top: 0 });
    expect(rowWindow({ ...tiny, rowCount: 0 }, 0).count).toBe(0);
  });

  it('reveals a row by the smallest move, or centred for a jump', () => {
    expect(offsetToReveal(TEN_MILLION, 1000, 50)).toBe(1000);
    expect(offsetToReveal(TEN_MILLION, 1000, 49)).toBe(980);
    expect(offsetToReveal(TEN_MILLION, 0, 35)).toBe(20);
    expect(offsetToReveal(TEN_MILLION, 0, 5_000_000, 'center')).toBe((5_000_000 - 17) * 20);
    expect(offsetToReveal(TEN_MILLION, 0, 9_999_999)).toBe(maxOffset(TEN_MILLION));
  });

  it('pages by whole rows and always by at least one', () => {
    expect(rowsPerPage(TEN_MILLION)).toBe(35);
    expect(rowsPerPage({ ...TEN_MILLION, viewportHeight: 5 })).toBe(1);
  });
});
