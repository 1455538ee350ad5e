import { describe, expect, it } from 'vitest';
import {
  createLineParser,
  detectFormat,
  LineVerdict,
  ParsedLine,
} from '../../../../../src-main/ingest/formats/index.ts';

/** CPU time of reading every line of a text, in milliseconds; the best of three. */
function readingMs(text: string, format?: string): number {
  const bytes = new TextEncoder().encode(text);
  const sample = bytes.subarray(0, bytes.indexOf(0x0a, 20_000) + 1);
  const { spec } = detectFormat(sample, { path: '/x.log', modifiedMs: null, format });
  const times = Array.from({ length: 3 }, () => {
    const parser = createLineParser(spec);
    parser.startBlock('');
    const line = new ParsedLine();
    const { user } = process.cpuUsage();
    let events = 0;
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(0x0a, start);
      if (parser.parse(bytes, start, end, line) === LineVerdict.event) events++;
      start = end + 1;
    }
    expect(events).toBeGreaterThan(0);
    return (process.cpuUsage().user - user) / 1000;
  });
  return Math.min(...times);
}

/** Sixteen times the lines take 16 times as long, not 256. */
function expectLinear(make: (lines: number) => string, format?: string): void {
  const few = readingMs(make(2_000), format);
  expect(readingMs(make(32_000), format)).toBeLessThan(80 * Math.max(few, 1));
}

describe('reading a block', () => {
  it('takes time in proportion to its lines when its only escape is at its head', () => {
    const line = (i: number): string =>
      `2024-05-01 10:00:00,000 INFO [main] a.B: request ${i} was served from the store\n`;
    expectLinear((lines) => `\u001b[32m${line(0)}${Array.from({ length: lines }, (_, i) => line(i)).join('')}`);
  });

  it('takes time in proportion to its records when they are XML without references', () => {
    const record = (i: number): string =>
      `<Event><System><EventID>${i}</EventID><TimeCreated SystemTime="2024-05-01T10:00:00Z"/></System><EventData><Data Name="User">bob</Data></EventData></Event>\n`;
    expectLinear((lines) => Array.from({ length: lines }, (_, i) => record(i)).join(''));
  });
});
