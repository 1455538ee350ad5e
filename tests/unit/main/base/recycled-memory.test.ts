import { describe, expect, it } from 'vitest';
import { RecycledMemory } from '../../../../src-main/base/recycled-memory.ts';

describe('RecycledMemory', () => {
  it('gives the smallest buffer that has served and is large enough, each once', () => {
    const memory = new RecycledMemory();
    const [small, middle, large] = [100, 200, 350].map((bytes) => new ArrayBuffer(bytes));
    for (const buffer of [large!, small!, middle!]) memory.give(buffer);
    expect(memory.takeUsed(150)).toBe(middle);
    expect(memory.takeUsed(150)).toBe(large);
    expect(memory.takeUsed(150)).toBeNull();
    expect(memory.take(90)).toBe(small);
  });

  it('keeps a large buffer for large needs', () => {
    const memory = new RecycledMemory();
    memory.give(new ArrayBuffer(8_000_000));
    expect(memory.takeUsed(1000)).toBeNull();
    expect(memory.takeUsed(7_900_000)?.byteLength).toBe(8_000_000);
  });

  it('makes what it has not, in whole words, with room for a somewhat larger need', () => {
    const memory = new RecycledMemory();
    const made = memory.take(1001);
    expect(made.byteLength % 8).toBe(0);
    expect(made.byteLength).toBeGreaterThan(1001);
    memory.give(made);
    expect(memory.take(1100)).toBe(made);
  });

  it('does not hold more and more buffers: the smallest go first', () => {
    const memory = new RecycledMemory();
    memory.give(new ArrayBuffer(8_000_000));
    for (let i = 0; i < 1000; i++) memory.give(new ArrayBuffer(100));
    let held = 0;
    while (memory.takeUsed(100) !== null) held++;
    expect(held).toBeLessThan(1000);
    expect(memory.takeUsed(8_000_000)).not.toBeNull();
  });
});
