import { describe, expect, it } from 'vitest';
import { PLANTED_KINDS, type PlantedKind } from '#shared/domain/planted-fault.ts';
import { Random } from '../../../../../src-main/models/random.ts';
import { chooseSpans } from '../../../../../src-main/pipelines/honesty/choose-spans.ts';
import { batchOf, eventAt, type PlantableEvent } from '../../../../../src-main/pipelines/honesty/event-buffer.ts';
import { plantFault } from '../../../../../src-main/pipelines/honesty/plant-events.ts';

const NEW = 9;
const DIMENSIONS = {
  templateIds: ['a', 'b'],
  templateTexts: ['a', 'b'],
  services: ['api', 'db'],
  hosts: [],
  numberSlots: [{ template: 0, column: 0, name: '1', unit: 'ms', scale: 1, typical: 10 }],
  keySlots: [],
  sessions: [],
};

/** Twenty requests of two events each: template 0 of service 0 with a duration, then template 1 of service 1. */
const EVENTS: readonly PlantableEvent[] = Array.from({ length: 40 }, (_, i) => ({
  timeSeconds: i,
  template: i % 2,
  severity: 9,
  service: i % 4 === 3 ? 1 : 0,
  host: -1,
  session: 1 + (i >> 1),
  numbers: [i % 2 === 0 ? 10 : Number.NaN],
  keys: [i],
}));

const plant = (kind: PlantedKind, events = EVENTS, seed = 1) =>
  plantFault(kind, events, { dimensions: DIMENSIONS, newTemplate: NEW, random: new Random(seed) });
const count = (events: readonly PlantableEvent[] | null, template: number): number =>
  events?.filter((event) => event.template === template).length ?? -1;

describe('plantFault', () => {
  it('spikes one template eightfold and leaves the other alone', () => {
    const planted = plant('spike');
    expect([count(planted, 0), count(planted, 1)].sort((a, b) => a - b)).toEqual([20, 160]);
  });

  it('drops most events of one template', () => {
    const planted = plant('drop', [...EVENTS, ...EVENTS]);
    const [less, same] = [count(planted, 0), count(planted, 1)].sort((a, b) => a - b);
    expect(less).toBeLessThan(12);
    expect(same).toBe(40);
  });

  it('drops nothing that may be missing by chance', () => {
    expect(plant('drop')).toBeNull();
  });

  it('adds a template nobody had, from one service, without numbers of its own', () => {
    const planted = plant('newTemplate')!;
    const added = planted.filter(({ template }) => template === NEW);
    expect(added.length).toBe(8);
    expect(planted.length - added.length).toBe(EVENTS.length);
    expect(new Set(added.map(({ service }) => service)).size).toBe(1);
    expect(added.every(({ numbers }) => Number.isNaN(numbers[0]))).toBe(true);
  });

  it('turns the order within sessions around and moves no time', () => {
    const planted = plant('reorder')!;
    expect(planted.map(({ timeSeconds }) => timeSeconds)).toEqual(EVENTS.map(({ timeSeconds }) => timeSeconds));
    expect(planted.map(({ template }) => template)).toEqual(EVENTS.map((_, i) => 1 - (i % 2)));
    expect(planted.map(({ session }) => session)).toEqual(EVENTS.map(({ session }) => session));
  });

  it('lengthens durations and nothing else', () => {
    const planted = plant('slow')!;
    expect(planted[0]!.numbers).toEqual([80]);
    expect(planted.map(({ template }) => template)).toEqual(EVENTS.map(({ template }) => template));
  });

  it('silences the service that says most', () => {
    expect(new Set(plant('silence')!.map(({ service }) => service))).toEqual(new Set([1]));
  });

  it('is null where the log gives nothing to plant on, and the same for the same seed', () => {
    for (const kind of PLANTED_KINDS) {
      expect(plant(kind, EVENTS.slice(0, 3))).toBeNull();
      expect(plant(kind)).toEqual(plant(kind));
    }
    expect(
      plant(
        'reorder',
        EVENTS.map((event) => ({ ...event, session: 0 })),
      ),
    ).toBeNull();
  });
});

describe('chooseSpans', () => {
  const request = {
    kinds: PLANTED_KINDS,
    perKind: 3,
    events: new Float64Array(500).fill(10),
    isAlarm: (window: number) => window < 100,
    random: new Random(1),
  };

  it('deals one of each kind a round, apart from each other, in time order, off alarms and empty windows', () => {
    const rounds = chooseSpans(request);
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds[0]!.map(({ kind }) => kind).sort()).toEqual([...PLANTED_KINDS].sort());
    const all = rounds.flat().sort((a, b) => a.from - b.from);
    expect(all[0]!.from).toBeGreaterThanOrEqual(100);
    all.slice(1).forEach((span, i) => expect(span.from - all[i]!.to).toBeGreaterThanOrEqual(15));
    for (const round of rounds)
      expect(round.map(({ from }) => from)).toEqual(round.map(({ from }) => from).toSorted((a, b) => a - b));
  });

  it('has no room in a short log, nor in an empty one', () => {
    expect(chooseSpans({ ...request, events: new Float64Array(30).fill(10) })).toEqual([]);
    expect(chooseSpans({ ...request, events: new Float64Array(500) })).toEqual([]);
  });
});

describe('event buffer', () => {
  it('gives back the columns it was taken from', () => {
    const batch = batchOf(EVENTS);
    expect(Array.from({ length: batch.length }, (_, i) => eventAt(batch, i))).toEqual(EVENTS);
    expect(batchOf([]).length).toBe(0);
  });
});
