import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { densify, type FeatureTable } from '#shared/domain/feature-table.ts';
import type { EventBatch, EventDimensions } from '../../../../src-main/features/event-batch.ts';
import { countWords, messageColumns } from '../../../../src-main/features/message-vectors.ts';
import { rollingColumns } from '../../../../src-main/features/rolling-columns.ts';
import { SessionAccumulator } from '../../../../src-main/features/session-accumulator.ts';
import { WindowAccumulator } from '../../../../src-main/features/window-accumulator.ts';
import { lengthsToCount, planWindows } from '../../../../src-main/features/window-plan.ts';

interface TestEvent {
  readonly time: number;
  readonly template: number;
  readonly severity?: number;
  readonly service?: number;
  readonly session?: number;
  readonly number?: number;
  readonly key?: number;
}

function batchOf(events: readonly TestEvent[]): EventBatch {
  return {
    length: events.length,
    timeSeconds: Float64Array.from(events, ({ time }) => time),
    template: Int32Array.from(events, ({ template }) => template),
    severity: Uint8Array.from(events, ({ severity = 9 }) => severity),
    service: Int32Array.from(events, ({ service = 0 }) => service),
    host: Int32Array.from(events, () => 0),
    session: Int32Array.from(events, ({ session = -1 }) => session),
    numbers: [Float64Array.from(events, ({ number = Number.NaN }) => number)],
    keys: [Uint32Array.from(events, ({ key = 0 }) => key)],
  };
}

const slot = { column: 0, name: '1', unit: 'ms', scale: 1, typical: 9 };
const DIMENSIONS: EventDimensions = {
  templateIds: ['ta', 'tb'],
  templateTexts: ['a <*>', 'b'],
  services: ['api', 'db'],
  hosts: ['h1'],
  numberSlots: [{ ...slot, template: 0 }],
  keySlots: [{ ...slot, template: 0, unit: '1', scale: 0, typical: 0 }],
  sessions: ['x', 'y'],
};

const PLAN = planWindows({ firstSeconds: 120, lastSeconds: 359, events: 6, windowSeconds: 60, stepSeconds: null });

const EVENTS: readonly TestEvent[] = [
  { time: 120, template: 0, number: 9, key: 5, session: 0 },
  { time: 125, template: 1, service: 1, severity: 17, session: 0 },
  { time: 130, template: 0, number: 99, key: 5, session: 1 },
  { time: 179.9, template: 0, key: 6, session: 1 },
  // Nothing from 180 to 300: windows 1 and 2 exist and are empty.
  { time: 300, template: 1, service: 1, session: 0 },
  { time: 359, template: 1, service: 1 },
];

function windowsOf(batches: readonly (readonly TestEvent[])[]): FeatureTable {
  const accumulator = new WindowAccumulator(PLAN, DIMENSIONS);
  for (const batch of batches) accumulator.add(batchOf(batch));
  return accumulator.finish();
}

function column(table: FeatureTable, name: string): number[] {
  const found = table.columns.find(({ spec }) => spec.name === name);
  if (found === undefined)
    throw new Error(`No column ${name} in ${table.columns.map(({ spec }) => spec.name).join('; ')}`);
  return [...densify(found, table.units.length, found.spec.measure === 'count' ? 0 : Number.NaN)];
}

describe('WindowAccumulator', () => {
  const table = windowsOf([EVENTS]);

  it('makes a window for every minute, empty ones too', () => {
    expect(table.units.length).toBe(4);
    expect([...table.units.startSeconds]).toEqual([120, 180, 240, 300]);
    expect([...table.units.events]).toEqual([4, 0, 0, 2]);
  });

  it('counts by service, host, template and severity', () => {
    expect(column(table, 'events service=api')).toEqual([3, 0, 0, 0]);
    expect(column(table, 'events service=db template=tb')).toEqual([1, 0, 0, 2]);
    expect(column(table, 'events service=db host=h1')).toEqual([1, 0, 0, 2]);
    expect(column(table, 'events service=db severity>=error')).toEqual([1, 0, 0, 0]);
    expect(column(table, 'events service=db severity>=warn')).toEqual([1, 0, 0, 0]);
  });

  it('counts what follows what within a session only, over empty windows', () => {
    expect(column(table, 'transitions service=db after=ta template=tb')).toEqual([1, 0, 0, 0]);
    expect(column(table, 'transitions service=api after=ta template=ta')).toEqual([1, 0, 0, 0]);
    expect(column(table, 'transitions service=db after=tb template=tb')).toEqual([0, 0, 0, 1]);
  });

  it('takes events of one session that are half an hour apart for strangers', () => {
    const plan = planWindows({ firstSeconds: 0, lastSeconds: 7199, events: 3, windowSeconds: 3600, stepSeconds: null });
    const accumulator = new WindowAccumulator(plan, DIMENSIONS);
    const times = [0, 1800, 3601, 7199];
    accumulator.add(batchOf(times.map((time, i) => ({ time, template: i % 2, session: 0 }))));
    const found = accumulator.finish();
    expect(column(found, 'transitions service=api after=ta template=tb')).toEqual([1, 0]);
    expect(found.columns.some(({ spec }) => spec.name === 'transitions service=api after=tb template=ta')).toBe(false);
  });

  it('tells which beats of a rhythm are overdue, and which requests nothing followed', () => {
    const span = { firstSeconds: 0, lastSeconds: 36_000, events: 3000, windowSeconds: 60, stepSeconds: null };
    const accumulator = new WindowAccumulator(planWindows(span), DIMENSIONS);
    const beats = Array.from({ length: 121 }, (_, i) => ({ time: 300 * i, template: 0, service: 1 })).filter(
      (_, i) => i !== 40 && i !== 41,
    );
    const requests = Array.from({ length: 200 }, (_, session) => [
      { time: 100 * session + 1, template: 0, session },
      { time: 100 * session + 2, template: 1, session },
    ])
      .flat()
      .filter((_, i) => i !== 241);
    accumulator.add(batchOf([...beats, ...requests].sort((a, b) => a.time - b.time)));
    const found = accumulator.finish();
    const overdue = found.columns.find(({ spec }) => spec.name.startsWith('overdue'))!;
    expect(overdue.spec.name).toBe('overdue service=db host=h1 template=ta parameter=every 300 s');
    expect([...overdue.rows!]).toEqual([200, 201, 202, 203, 204, 205]);
    expect([...overdue.values]).toEqual([1, 1, 1, 1, 1, 2]);
    const open = found.columns.find(({ spec }) => spec.name === 'unanswered service=api template=ta')!;
    expect([...open.rows!]).toEqual([200]);
    expect([...open.weights!]).toEqual([199]);
  });

  it('takes the mean logarithm of numbers and their ratio to what is typical', () => {
    // Values 9 and 99 with scale 1: (ln 10 + ln 100) / 2; relative to typical 9 + 1.
    expect(column(table, 'mean service=api template=ta parameter=1')[0]).toBeCloseTo(1.5 * Math.LN10, 12);
    expect(column(table, 'ratio service=api parameter=all ms')[0]).toBeCloseTo(0.5 * Math.LN10, 12);
    expect(column(table, 'mean service=api template=ta parameter=1')[1]).toBeNaN();
  });

  it('takes the share of the most frequent key', () => {
    expect(column(table, 'top share service=api template=ta parameter=1')[0]).toBeCloseTo(2 / 3, 12);
  });

  it('does not depend on how events are cut into batches', () => {
    expect(windowsOf(EVENTS.map((event) => [event]))).toEqual(table);
    expect(windowsOf([EVENTS.slice(0, 3), [], EVENTS.slice(3)])).toEqual(table);
  });

  it('leaves out events without a time or outside the plan', () => {
    const more = [{ time: Number.NaN, template: 0 }, { time: 60, template: 0 }, ...EVENTS, { time: 4000, template: 0 }];
    expect([...windowsOf([more]).units.events]).toEqual([4, 0, 0, 2]);
  });

  it('joins panes into overlapping windows', () => {
    const plan = planWindows({ firstSeconds: 120, lastSeconds: 359, events: 6, windowSeconds: 120, stepSeconds: 60 });
    const accumulator = new WindowAccumulator(plan, DIMENSIONS);
    accumulator.add(batchOf(EVENTS));
    const sliding = accumulator.finish();
    expect([...sliding.units.events]).toEqual([4, 0, 2, 2]);
    expect(column(sliding, 'events service=db')).toEqual([1, 0, 2, 2]);
  });

  it('gives every column a name of its own', () => {
    const names = table.columns.map(({ spec }) => spec.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('SessionAccumulator', () => {
  const accumulator = new SessionAccumulator(DIMENSIONS);
  accumulator.add(batchOf(EVENTS));
  const table = accumulator.finish();

  it('keeps keys, spans and events of sessions', () => {
    expect(table.units.keys).toEqual(['x', 'y']);
    expect([...table.units.events]).toEqual([3, 2]);
    expect([...table.units.startSeconds]).toEqual([120, 130]);
    expect([...table.units.endSeconds]).toEqual([300, 179.9]);
  });

  it('counts templates, transitions and errors, and measures duration and the longest gap', () => {
    expect(column(table, 'events template=tb')).toEqual([2, 0]);
    expect(column(table, 'transitions after=tb template=tb')).toEqual([1, 0]);
    expect(column(table, 'events severity>=error')).toEqual([1, 0]);
    expect(column(table, 'duration')).toEqual([180, 179.9 - 130]);
    expect(column(table, 'longest gap')).toEqual([175, 179.9 - 130]);
  });

  it('is empty without events', () => {
    const empty = new SessionAccumulator({ ...DIMENSIONS, sessions: [] }).finish();
    expect(empty.units.length).toBe(0);
  });
});

describe('planWindows', () => {
  const day = { firstSeconds: 0, lastSeconds: 86_399, events: 250_000, stepSeconds: null };

  it('takes longer windows where shorter ones would mostly be empty', () => {
    const hourly = { firstSeconds: 0, lastSeconds: 84 * 3600, events: 10_000, windowSeconds: null, stepSeconds: null };
    expect(planWindows(hourly).windowSeconds).toBe(300);
    expect(lengthsToCount(hourly)).toEqual([300, 600, 1800, 3600]);
    const occupied = new Map([300, 600, 1800, 3600].map((seconds) => [seconds, 84]));
    expect(planWindows({ ...hourly, occupied }).windowSeconds).toBe(3600);
    expect(planWindows({ ...hourly, occupied: new Map([[300, 900]]) }).windowSeconds).toBe(300);
  });

  it('chooses a minute for a busy day and says so', () => {
    expect(planWindows({ ...day, windowSeconds: null })).toMatchObject({
      windowSeconds: 60,
      stepSeconds: 60,
      count: 1440,
      reason: '60 s windows: 1440 of them, about 174 events each',
    });
  });

  it('chooses shorter windows for a short log and longer ones for a thin one', () => {
    expect(planWindows({ ...day, lastSeconds: 600, windowSeconds: null }).windowSeconds).toBeLessThan(60);
    expect(
      planWindows({ ...day, lastSeconds: 90 * 86_400, events: 50_000, windowSeconds: null }).windowSeconds,
    ).toBeGreaterThan(60);
  });

  it('begins on a multiple of the step, also before 1970, and ends with the last event', () => {
    const plan = planWindows({ firstSeconds: -61, lastSeconds: 60, events: 3, windowSeconds: 60, stepSeconds: null });
    expect(plan).toMatchObject({ startSeconds: -120, count: 4 });
  });

  it('rounds the step to a whole part of the window', () => {
    expect(planWindows({ ...day, windowSeconds: 60, stepSeconds: 25 }).stepSeconds).toBe(20);
    expect(planWindows({ ...day, windowSeconds: 60, stepSeconds: 90 }).stepSeconds).toBe(60);
  });

  it('refuses more windows than can be meant', () => {
    expect(() => planWindows({ ...day, lastSeconds: 1e9, windowSeconds: 1 })).toThrow(
      expect.objectContaining({ code: 'features.too-many-windows' }),
    );
  });
});

describe('features told from the others', () => {
  const TEXTS = new Map(DIMENSIONS.templateIds.map((id, at) => [id, ['request <*> refused', 'cache warmed'][at]!]));
  const EVENTS = fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 1799 }),
      template: fc.integer({ min: -1, max: 1 }),
      severity: fc.constantFrom(9, 13, 17),
      session: fc.integer({ min: -1, max: 1 }),
    }),
    { maxLength: 60 },
  );
  const derivedOf = (table: FeatureTable) => [
    ...rollingColumns(table),
    ...messageColumns(table, TEXTS, countWords(table, TEXTS)),
  ];

  it('are the same however batches are cut, for windows and for sessions', () => {
    fc.assert(
      fc.property(EVENTS, fc.array(fc.nat(59), { maxLength: 4 }), (events, cuts) => {
        const ordered = events.toSorted((a, b) => a.time - b.time);
        const places = [0, ...cuts.filter((cut) => cut < ordered.length).sort((a, b) => a - b), ordered.length];
        const plan = { startSeconds: 0, windowSeconds: 60, stepSeconds: 60, count: 30, reason: null };
        for (const make of [() => new WindowAccumulator(plan, DIMENSIONS), () => new SessionAccumulator(DIMENSIONS)]) {
          const whole = make();
          whole.add(batchOf(ordered));
          const cut = make();
          for (let i = 1; i < places.length; i++) cut.add(batchOf(ordered.slice(places[i - 1], places[i])));
          expect(derivedOf(cut.finish())).toEqual(derivedOf(whole.finish()));
        }
      }),
    );
  });
});
