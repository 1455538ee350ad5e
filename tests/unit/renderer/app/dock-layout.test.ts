import { describe, expect, it } from 'vitest';
import { sideWidths } from '../../../../src-renderer/app/dock-layout.ts';

describe('default layout', () => {
  it('leaves the events list the widest column from 1024 to 2560 px', () => {
    for (const width of [1024, 1199, 1200, 1440, 1799, 1800, 2560]) {
      const { left, right } = sideWidths(width);
      expect(width - left - right).toBeGreaterThan(Math.max(left, right));
    }
  });
});
