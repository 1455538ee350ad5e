import { describe, expect, it } from 'vitest';
import { Random } from '../../../../../src-main/models/random.ts';
import { forecastSeries } from '../../../../../src-main/models/series/forecast-series.ts';

const STEP = 1800;
const DAY = 48;

/** Half hours of so many days. */
const secondsOf = (rows: number) => Float64Array.from({ length: rows }, (_, i) => i * STEP);
const noise = (seed: number, rows: number) => {
  const random = new Random(seed);
  return Float64Array.from({ length: rows }, () => random.next() + random.next() + random.next() - 1.5);
};

/** Mean squared distance of the forecast from row `from` on. */
function error(values: Float64Array, typical: Float64Array, from: number): number {
  let sum = 0;
  for (let at = from; at < values.length; at++) sum += (values[at]! - typical[at]!) ** 2;
  return sum / (values.length - from);
}

describe('forecastSeries', () => {
  const rows = 40 * DAY;

  it('learns an autoregression to near its noise', () => {
    // AR(2): 0.6 and 0.3 of the last two values, noise of variance 1/4 (three uniforms).
    const shocks = noise(1, rows);
    const values = new Float64Array(rows);
    for (let at = 2; at < rows; at++) values[at] = 0.6 * values[at - 1]! + 0.3 * values[at - 2]! + shocks[at]!;
    const { typical } = forecastSeries({ seconds: secondsOf(rows), values, companions: [] });
    expect(error(values, typical, 500)).toBeLessThan(0.25 * 1.1);
  });

  it('goes by another series that leads', () => {
    const leader = noise(2, rows);
    const own = noise(3, rows);
    const values = Float64Array.from(own, (shock, at) => 0.2 * shock + (at > 0 ? leader[at - 1]! : 0));
    const alone = forecastSeries({ seconds: secondsOf(rows), values, companions: [] });
    const led = forecastSeries({ seconds: secondsOf(rows), values, companions: [leader] });
    expect(error(values, alone.typical, 500)).toBeGreaterThan(0.2);
    expect(error(values, led.typical, 500)).toBeLessThan(0.02);
  });

  it('knows weekends: a weekly course is no surprise once it was seen', () => {
    const values = Float64Array.from(noise(4, rows), (shock, at) => {
      const day = Math.floor(at / DAY) % 7;
      return (day >= 5 ? 10 : 40) + 10 * Math.sin((2 * Math.PI * at) / DAY) + shock;
    });
    const { typical } = forecastSeries({ seconds: secondsOf(rows), values, companions: [] });
    // The first half hour of the fifth weekend, when the row before it is still of a weekday.
    const saturday = (28 + 5) * DAY;
    expect(Math.abs(typical[saturday]! - values[saturday]!)).toBeLessThan(12);
    expect(Math.abs(values[saturday - 1]! - values[saturday]!)).toBeGreaterThan(25);
  });

  it('has intervals that 99 % of rows keep to, also after the noise has doubled', () => {
    const values = Float64Array.from(noise(5, rows), (shock, at) => (at > rows / 2 ? 2 : 1) * shock);
    const { low, high } = forecastSeries({ seconds: secondsOf(rows), values, companions: [] });
    let outside = 0;
    for (let at = 200; at < rows; at++) if (values[at]! < low[at]! || values[at]! > high[at]!) outside++;
    const share = outside / (rows - 200);
    expect(share).toBeGreaterThan(0.002);
    expect(share).toBeLessThan(0.025);
  });

  it('is causal, passes over what is missing and expects nothing at first', () => {
    const values = noise(6, 400);
    values[300] = Number.NaN;
    const whole = forecastSeries({ seconds: secondsOf(400), values, companions: [] });
    const changed = values.slice();
    changed.fill(1e9, 350);
    const other = forecastSeries({ seconds: secondsOf(400), values: changed, companions: [] });
    for (const column of ['typical', 'low', 'high', 'surprise'] as const) {
      expect(other[column].subarray(0, 350)).toEqual(whole[column].subarray(0, 350));
    }
    expect(whole.typical.subarray(0, 60).every((value) => Number.isNaN(value))).toBe(true);
    expect(whole.surprise[300]).toBe(0);
    expect(Number.isNaN(whole.typical[301]!)).toBe(false);
  });
});
