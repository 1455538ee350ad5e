import { describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../../src-main/generator/catalogue.ts';
import { ANOMALY_KINDS } from '#shared/domain/anomaly-kind.ts';
import { formatLabels } from '../../../../src-main/generator/labels.ts';
import { plantAnomalies } from '../../../../src-main/generator/plant-anomalies.ts';

const catalogue = compileCatalogue();
const base = { catalogue, linesPerMinute: 170, kinds: ANOMALY_KINDS, isStrict: true };

describe('plantAnomalies', () => {
  it.each([
    [1, 16],
    [4, 24],
    [30, 184],
  ])('plants several of each kind apart from one another in %s days', (days, count) => {
    for (const seed of [1, 2, 3]) {
      const minutes = days * 1440;
      const plantings = plantAnomalies({ ...base, seed, minutes });
      expect(plantings).toHaveLength(count);
      for (const kind of ANOMALY_KINDS) expect(plantings.filter((one) => one.kind === kind)).toHaveLength(count / 8);
      let end = 0;
      for (const planting of plantings) {
        const length = planting.endMinute - planting.startMinute;
        expect(planting.startMinute - end).toBeGreaterThanOrEqual(12);
        expect(length).toBeGreaterThanOrEqual(5);
        expect(length).toBeLessThanOrEqual(20);
        expect(planting.services.length).toBeGreaterThan(0);
        expect(planting.services.length).toBeLessThanOrEqual(2);
        expect(planting.templates.length).toBeGreaterThan(0);
        end = planting.endMinute;
      }
      expect(end).toBeLessThanOrEqual(minutes - 12);
    }
  });

  it('plants only the kinds asked for, and nothing when none is', () => {
    const plantings = plantAnomalies({ ...base, seed: 1, minutes: 1440, kinds: ['slow'] });
    expect(new Set(plantings.map((one) => one.kind))).toEqual(new Set(['slow']));
    expect(plantAnomalies({ ...base, seed: 1, minutes: 1440, kinds: [] })).toEqual([]);
  });

  it('says so when the span is too short for the kinds asked for', () => {
    const options = { ...base, seed: 1, minutes: 100 };
    expect(() => plantAnomalies(options)).toThrow(expect.objectContaining({ code: 'generator.span-too-short' }));
    expect(plantAnomalies({ ...options, isStrict: false }).length).toBeLessThan(8);
  });
});

describe('formatLabels', () => {
  it('writes one row an anomaly with RFC 3339 bounds', () => {
    const [planting] = plantAnomalies({ ...base, seed: 1, minutes: 1440, kinds: ['newTemplate'] });
    const labels = formatLabels(planting ? [planting] : []).split('\n');
    expect(labels[0]).toBe('start,end,kind,services,templates');
    expect(labels[1]).toMatch(/^2026-03-05T\d\d:\d\d:00Z,2026-03-05T\d\d:\d\d:00Z,newTemplate,[a-z]+,[A-Z]/);
    expect(labels.slice(2)).toEqual(['']);
  });
});
