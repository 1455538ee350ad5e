import { describe, expect, it } from 'vitest';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { DETECTORS } from '../../../../src-main/models/detectors.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { selectUnits } from '../../../../src-main/models/select-units.ts';
import { countColumn, overdueColumn, sequencesOf, sessionTable, windowTable } from '../../../helpers/feature-tables.ts';

const UNITS = 300;
const ODD = 123;

function values(seed: number, odd: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: UNITS }, (_, unit) => (unit === ODD ? odd : 2 + random.below(3)));
}

function columns() {
  const rare = Array.from({ length: UNITS }, (_, unit) => (unit === ODD ? 9 : 0));
  return [countColumn('a', values(1, 40)), countColumn('b', values(2, 0)), countColumn('rare', rare)];
}

/** As many of each template as the columns say, in order; the odd session begins with what nobody else has. */
function sessions(): FeatureTable {
  const [a, b, rare] = columns().map(({ values }) => values);
  const repeat = (template: number, count: number) => Array.from({ length: count }, () => template);
  const units = Array.from({ length: UNITS }, (_, unit) => [
    ...repeat(2, rare![unit]!),
    ...repeat(0, a![unit]!),
    ...repeat(1, b![unit]!),
  ]);
  return { ...sessionTable(columns()), sequences: sequencesOf(units, ['a', 'b', 'rare']) };
}

const allBut = (odd: number) => Int32Array.from({ length: UNITS - 1 }, (_, i) => (i < odd ? i : i + 1));

const TABLES: readonly (readonly [string, () => FeatureTable])[] = [
  ['windows', () => windowTable([...columns(), overdueColumn(new Map([[ODD, 1]]), 100)])],
  ['sessions', sessions],
];

/** Every detector keeps the same promises on both kinds of units. */
describe.each(DETECTORS)('detector $name', (definition) => {
  const useful = TABLES.filter(([name]) => definition.weight[name === 'windows' ? 'window' : 'usualSession'] > 0);
  describe.each(useful)('on %s', { timeout: 60_000 }, (_name, makeTable) => {
    const table = makeTable();
    const create = () => definition.create(table.units.kind);
    // Some learn whatever they are shown: they promise something only of sessions they were not fitted on.
    const isUsual = table.units.kind === 'session' && definition.weight.session < 1;
    const training = isUsual ? selectUnits(table, allBut(ODD)) : table;
    const fitted = async (randomState = 1) => {
      const model = create();
      await model.fit(training, { randomState, isUsual });
      return model;
    };

    it('scores every unit with a finite number, the odd one highest', async () => {
      const scores = (await fitted()).score(table);
      expect(scores.length).toBe(UNITS);
      expect([...scores].every((score) => Number.isFinite(score))).toBe(true);
      expect(scores[ODD]).toBe(Math.max(...scores));
    });

    it('gives the same scores for the same seed', async () => {
      expect((await fitted(5)).score(table)).toEqual((await fitted(5)).score(table));
    });

    it('explains the odd unit: shares sum to at most 1, strongest first', async () => {
      const contributions = (await fitted()).explain(table, ODD, 5);
      expect(contributions.length).toBeGreaterThan(0);
      const shares = contributions.map(({ share }) => share);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-12);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      for (const { actual, typical, low, high } of contributions) {
        expect(Number.isFinite(actual) && Number.isFinite(typical)).toBe(true);
        if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high);
      }
    });

    it('scores to the last bit as before after save and load through JSON', async () => {
      const model = await fitted();
      const state = JSON.parse(JSON.stringify(model.save(), plainArrays)) as ReturnType<typeof model.save>;
      const loaded = create();
      loaded.load(state);
      expect(loaded.score(table)).toEqual(model.score(table));
    });

    it('refuses to score before it was fitted, and a state of another model, version or with a broken number', async () => {
      expect(() => create().score(table)).toThrow(expect.objectContaining({ code: 'model.not-fitted' }));
      const state = (await fitted()).save();
      const refused = expect.objectContaining({ code: 'model.bad-state' });
      expect(() => create().load({ ...state, model: 'other' })).toThrow(refused);
      expect(() => create().load({ ...state, version: 99 })).toThrow(refused);
      expect(() => create().load({ ...state, parameters: {} })).toThrow(refused);
    });

    it('takes an empty table, one unit and constant columns without inventing an alarm', async () => {
      const small = (rows: number): FeatureTable => {
        const constant = [
          countColumn(
            'a',
            Array.from({ length: rows }, () => 3),
          ),
        ];
        return table.units.kind === 'window' ? windowTable(constant) : sessionTable(constant);
      };
      for (const rows of [0, 1, 50]) {
        const one = small(rows);
        const model = create();
        try {
          await model.fit(one, { randomState: 1, isUsual });
        } catch (error) {
          expect(error).toMatchObject({ code: 'model.cannot-fit' });
          continue;
        }
        const scores = model.score(one);
        expect(scores.length).toBe(rows);
        expect(new Set(scores).size).toBeLessThanOrEqual(1);
      }
    });
  });
});

/** Typed arrays as lists, the way a model file holds them. */
function plainArrays(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
}
