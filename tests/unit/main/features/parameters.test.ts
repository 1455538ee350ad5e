import { describe, expect, it } from 'vitest';
import type { ParameterSample } from '../../../../src-main/features/parameter-sample.ts';
import { parseQuantity } from '../../../../src-main/features/quantity.ts';
import { findSessionKeys, linkTemplates, proposeSession } from '../../../../src-main/features/session-proposal.ts';
import { planSlots } from '../../../../src-main/features/slot-planner.ts';

const sampleOf = (rows: readonly (readonly [number, readonly string[]])[]): ParameterSample => ({
  templates: rows.map(([template]) => template),
  parameters: rows.map(([, parameters]) => parameters),
});

const NO_HINT = (): string => '';

describe('parseQuantity', () => {
  it('brings units to the base of their kind', () => {
    expect(parseQuantity('12')).toEqual({ value: 12, unit: '' });
    expect(parseQuantity('1.5s')).toEqual({ value: 1500, unit: 'ms' });
    expect(parseQuantity('250us')).toEqual({ value: 0.25, unit: 'ms' });
    expect(parseQuantity('2 KiB')).toEqual({ value: 2048, unit: 'bytes' });
    expect(parseQuantity('97%')).toEqual({ value: 97, unit: '%' });
  });

  it('is null for anything else', () => {
    for (const text of ['', 'abc', '1.2.3', '12 apples', '0x1f', '10.0.0.1']) expect(parseQuantity(text)).toBeNull();
  });
});

describe('planSlots', () => {
  const rows = (make: (i: number) => readonly string[]) =>
    sampleOf(Array.from({ length: 200 }, (_, i) => [0, make(i)] as const));

  it('follows latencies as numbers and users as keys', () => {
    const plan = planSlots(
      rows((i) => [`${(i * 37) % 90}`, `usr-${i % 20}`]),
      (_, wildcard) => (wildcard === 0 ? 'ms' : ''),
    );
    expect(plan.numbers).toMatchObject([{ template: 0, wildcard: 0, column: 0, unit: 'ms', isMarked: false }]);
    expect(plan.keys).toMatchObject([{ template: 0, wildcard: 1, column: 0 }]);
  });

  it('takes long whole numbers that hardly repeat and small codes for keys', () => {
    const plan = planSlots(
      rows((i) => [`${100_000 + ((i * 7919) % 90_000)}`, ['200', '404', '500'][i % 3]!]),
      NO_HINT,
    );
    expect(plan.numbers).toEqual([]);
    expect(plan.keys.map(({ wildcard }) => wildcard).sort((a, b) => a - b)).toEqual([0, 1]);
  });

  it('leaves out constants and numbers that only grow', () => {
    const plan = planSlots(
      rows((i) => ['7', `${i * 60 + 1}.5`]),
      () => 's',
    );
    expect(plan.numbers).toEqual([]);
    expect(plan.keys.map(({ wildcard }) => wildcard)).not.toContain(0);
  });

  it('follows values that carry their unit', () => {
    const plan = planSlots(
      rows((i) => [i % 2 === 0 ? `${i}ms` : `${i}.5s`]),
      NO_HINT,
    );
    expect(plan.numbers).toMatchObject([{ unit: 'ms', isMarked: true }]);
  });

  it('prefers keys that repeat when there are more than it may follow', () => {
    const plan = planSlots(
      rows((i) => [`req-${i}`, 'a'.repeat(1 + (i % 3)), 'b'.repeat(1 + (i % 4)), 'c'.repeat(1 + (i % 5))]),
      NO_HINT,
    );
    expect(plan.keys.map(({ wildcard }) => wildcard)).toEqual([1, 2, 3]);
  });
});

describe('findSessionKeys', () => {
  const requests = sampleOf(
    Array.from({ length: 120 }, (_, i) => {
      const id = `a${(i >> 2).toString(16).padStart(7, '0')}`;
      return [i % 4, [id, `${i % 7}`]] as const;
    }),
  );
  const prefix = (_template: number, wildcard: number): string => (wildcard === 0 ? 'req-' : '');

  it('proposes the identifier that several statements share', () => {
    const keys = findSessionKeys(requests, prefix);
    const proposal = proposeSession(keys);
    expect(proposal).toMatchObject({ pattern: 'req-[0-9a-fA-F]+', coverage: 1 });
    expect(new RegExp(proposal!.pattern).exec('[req-a0000003] done')?.[0]).toBe('req-a0000003');
    expect(linkTemplates(keys).get(2)).toEqual([0, 0]);
  });

  it('proposes nothing when no value comes back in another statement', () => {
    const alone = sampleOf(
      Array.from({ length: 120 }, (_, i) => [0, [`b${i.toString(16).padStart(7, '0')}`]] as const),
    );
    expect(proposeSession(findSessionKeys(alone, prefix))).toBeNull();
    expect(proposeSession(findSessionKeys(sampleOf([]), prefix))).toBeNull();
  });

  it('finds a key of few statements that many others name once each time', () => {
    const mixed = sampleOf(
      Array.from({ length: 400 }, (_, i) => {
        const group = Math.floor(i / 10);
        // Two of ten events share a value, the other eight have one of their own.
        return [i % 10 < 2 ? i % 2 : 2, [`art-${i % 10 < 2 ? 50_000 + group : 60_000 + i}`]] as const;
      }),
    );
    const [key] = findSessionKeys(mixed, () => '');
    expect(key).toMatchObject({ pattern: String.raw`art--?\d+`, coverage: 0.2 });
    expect([...key!.wildcards.keys()]).toEqual([0, 1]);
  });

  it('writes signed numbers after a literal', () => {
    const blocks = sampleOf(
      Array.from(
        { length: 200 },
        (_, i) => [i % 3, [`blk_${(i / 3) % 2 < 1 ? '-' : ''}${90_000 + Math.floor(i / 3)}`]] as const,
      ),
    );
    expect(proposeSession(findSessionKeys(blocks, () => ''))?.pattern).toBe(String.raw`blk_-?\d+`);
  });
});
