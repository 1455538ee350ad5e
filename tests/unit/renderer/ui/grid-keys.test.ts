import { describe, expect, it } from 'vitest';
import { rowAfterKey } from '../../../../src-renderer/ui/grid-keys.ts';

const press = (key: string, modifiers: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('grid keys', () => {
  it('moves by rows, pages and to the ends, never past them', () => {
    expect(rowAfterKey(press('ArrowDown'), 3, 10, 4)).toBe(4);
    expect(rowAfterKey(press('j'), 9, 10, 4)).toBe(9);
    expect(rowAfterKey(press('k'), 0, 10, 4)).toBe(0);
    expect(rowAfterKey(press('PageDown'), 3, 10, 4)).toBe(7);
    expect(rowAfterKey(press('PageUp'), 3, 10, 4)).toBe(0);
    expect(rowAfterKey(press('End'), 3, 10, 4)).toBe(9);
    expect(rowAfterKey(press('Home'), 3, 10, 4)).toBe(0);
  });

  it('starts at the first row when none is marked', () => {
    expect(rowAfterKey(press('ArrowDown'), -1, 10, 4)).toBe(0);
    expect(rowAfterKey(press('ArrowUp'), -1, 10, 4)).toBe(0);
  });

  it('leaves other keys, chords and empty lists alone', () => {
    expect(rowAfterKey(press('x'), 3, 10, 4)).toBeNull();
    expect(rowAfterKey(press('j', { ctrlKey: true }), 3, 10, 4)).toBeNull();
    expect(rowAfterKey(press('Home', { altKey: true }), 3, 10, 4)).toBeNull();
    expect(rowAfterKey(press('End'), -1, 0, 4)).toBeNull();
  });
});
