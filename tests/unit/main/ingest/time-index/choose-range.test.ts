import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../../../src-main/ingest/formats/index.ts';
import type { PlainBytes } from '../../../../../src-main/ingest/sources/index.ts';
import { chooseRange, type TimeSpan } from '../../../../../src-main/ingest/time-index/choose-range.ts';
import { countLines } from '../../../../../src-main/ingest/time-index/skipped-lines.ts';

const never = new AbortController().signal;
const SECOND = 1_000_000_000n;
const START_MS = Date.UTC(2024, 2, 1, 10);

/** Bytes in memory that count how many of them were read. */
class CountedBytes implements PlainBytes {
  readonly start = 0;
  readonly end: number;
  bytesRead = 0;
  readonly bytes: Buffer;

  constructor(text: string) {
    this.bytes = Buffer.from(text);
    this.end = this.bytes.length;
  }

  async readAt(target: Uint8Array, position: number): Promise<number> {
    const length = Math.max(0, Math.min(target.length, this.end - position));
    this.bytes.copy(target, 0, position, position + length);
    this.bytesRead += length;
    return length;
  }
}

function choose(plain: CountedBytes, span: TimeSpan, path = 'app.log') {
  const sample = plain.bytes.subarray(0, plain.bytes.indexOf(0x0a, Math.min(20_000, plain.end - 1)) + 1 || plain.end);
  const { spec } = detectFormat(sample, { path, modifiedMs: Date.UTC(2024, 5, 1) });
  return chooseRange({ plain, sample, spec }, span, never);
}

function spanOf(sinceSecond: number | null, untilSecond: number | null): TimeSpan {
  const at = (second: number | null) =>
    second === null ? null : BigInt(START_MS) * 1_000_000n + BigInt(second) * SECOND;
  return { sinceNs: at(sinceSecond), untilNs: at(untilSecond) };
}

/** One event a second, each tenth with a trace of two lines. */
function makeLog(seconds: readonly number[]): string {
  return seconds
    .map((second, index) => {
      const time = new Date(START_MS + second * 1000).toISOString();
      const trace = index % 10 === 0 ? '\njava.io.IOException: gone\n\tat app.Store.read(Store.java:7)' : '';
      return `${time} INFO worker-${index % 7} job ${second} finished in ${index % 400} ms${trace}\n`;
    })
    .join('');
}

const ordered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('chooseRange', () => {
  it('finds exactly the lines of the span, traces included, and reads a small part for it', async () => {
    const plain = new CountedBytes(makeLog(ordered(200_000)));
    const choice = await choose(plain, spanOf(120_001, 120_051));
    if (choice.kind !== 'part') throw new Error(choice.reason);
    const lines = plain.bytes.toString('latin1', choice.range.start, choice.range.end).split('\n').slice(0, -1);
    expect(lines.filter((line) => line.startsWith('2024'))).toHaveLength(50);
    expect(lines[0]).toContain('job 120001 ');
    expect(lines.at(-1)).toContain('app.Store.read');
    expect(lines).toHaveLength(50 + 2 * 5);
    expect(plain.bytesRead).toBeLessThan(plain.end * 0.6);
    expect(await countLines(plain, 0, choice.range.start, never)).toBe(120_001 + 2 * 12_001);
  });

  it('is empty outside the file and whole around it', async () => {
    const plain = new CountedBytes(makeLog(ordered(5000)));
    expect(await choose(plain, spanOf(6000, null))).toMatchObject({ range: { start: plain.end, end: plain.end } });
    expect(await choose(plain, spanOf(null, 0))).toMatchObject({ range: { start: 0, end: 0 } });
    expect(await choose(plain, spanOf(-5, 9000))).toMatchObject({ range: { start: 0, end: plain.end } });
  });

  it('misses no event of the span however jitter moves events about', async () => {
    let state = 7;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    for (let round = 0; round < 20; round++) {
      const seconds = ordered(8000).map((second) => second + next(round * 3 + 1));
      const plain = new CountedBytes(makeLog(seconds));
      const from = next(8000);
      const to = from + next(500);
      const choice = await choose(plain, spanOf(from, to));
      if (choice.kind !== 'part') throw new Error(choice.reason);
      const text = plain.bytes.toString('latin1', choice.range.start, choice.range.end);
      const found = [...text.matchAll(/job (\d+) /g)].map((match) => Number(match[1]));
      const wanted = seconds.filter((second) => second >= from && second < to);
      expect(found.filter((second) => second >= from && second < to)).toEqual(wanted);
      expect(found.length).toBeLessThan(wanted.length + 6 * (round * 3 + 2));
    }
  });

  it('reads all of a file that is not in time order, and says why', async () => {
    const halves = [...ordered(20_000).slice(10_000), ...ordered(10_000)];
    const choice = await choose(new CountedBytes(makeLog(halves)), spanOf(100, 200));
    expect(choice).toEqual({ kind: 'whole', reason: 'its events are not in time order' });
  });

  it('reads all of a file without times, of joined records, and of one without plain bytes', async () => {
    const reasonOf = async (text: string, path?: string) => {
      const choice = await choose(new CountedBytes(text), spanOf(0, 1), path);
      return choice.kind === 'whole' ? choice.reason : null;
    };
    expect(await reasonOf('no time here\n'.repeat(1000))).toBe('its lines have no times');
    const csv = `time,level,message\n${ordered(500)
      .map((second) => `${new Date(START_MS + second * 1000).toISOString()},INFO,"job ${second}"\n`)
      .join('')}`;
    expect(await reasonOf(csv, 'app.csv')).toBe('its records reach over several lines');
    const sample = Buffer.from(makeLog(ordered(10)));
    const { spec } = detectFormat(sample, { path: 'a.log', modifiedMs: null });
    expect(await chooseRange({ plain: null, sample, spec }, spanOf(0, 1), never)).toMatchObject({ kind: 'whole' });
  });

  it('takes the columns in force along when a format names them inside the file', async () => {
    const row = (second: number, swapped: boolean): string => {
      const [day, time] = new Date(START_MS + second * 1000).toISOString().replace('.000Z', '').split('T');
      return swapped ? `${day} ${time} GET /a 200 10.0.0.1\n` : `${day} ${time} 10.0.0.1 GET /a 200\n`;
    };
    const head = '#Software: x\n#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n';
    const rows = (from: number, to: number, swapped: boolean): string =>
      ordered(to)
        .slice(from)
        .map((second) => row(second, swapped))
        .join('');
    const changed = '#Fields: date time cs-method cs-uri-stem sc-status c-ip\n';
    const plain = new CountedBytes(head + rows(0, 6000, false) + changed + rows(6000, 12_000, true));
    const choice = await choose(plain, spanOf(9000, 9010), 'u_ex240301.log');
    if (choice.kind !== 'part') throw new Error(choice.reason);
    expect(choice.range.parserState).toContain('cs-method cs-uri-stem sc-status c-ip');
    expect(plain.bytes.toString('latin1', choice.range.start, choice.range.end)).toBe(rows(9000, 9010, true));
  });
});
