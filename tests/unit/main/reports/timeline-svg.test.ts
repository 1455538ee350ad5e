import { describe, expect, it } from 'vitest';
import { timelineSvg } from '../../../../src-main/reports/timeline-svg.ts';
import { hostileReport } from './report-fixture.ts';

describe('the timeline of a report', () => {
  const [template] = hostileReport('x').incidents;
  const incident = (startNs: bigint | null, endNs: bigint | null) => ({ ...template!, startNs, endNs });
  const timeline = [{ startNs: 0n, endNs: 1000n, counts: [0, 0, 0, 4, 0, 0, 0] }];
  const drawn = (...incidents: ReturnType<typeof incident>[]) => {
    const svg = timelineSvg({ timeline, incidents }).text;
    const widths = (name: string) =>
      [...svg.matchAll(new RegExp(`<rect class="${name}" x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)"`, 'g'))].map(
        ([, x, width]) => [Number(x), Number(width)],
      );
    return { shades: widths('during'), bands: widths('band') };
  };

  it('draws a band an incident, and one shade where several lie at one time', () => {
    const { shades, bands } = drawn(incident(600n, 800n), incident(100n, 500n), incident(400n, 550n));
    expect(bands).toHaveLength(3);
    expect(shades).toEqual([
      [100, 450],
      [600, 200],
    ]);
  });

  it('keeps a short incident in sight, and leaves out one without a time', () => {
    expect(drawn(incident(500n, 500n), incident(null, null))).toEqual({ shades: [[500, 3]], bands: [[500, 3]] });
  });
});
