import assert from 'node:assert/strict';
import { specOf } from '../../../src-main/ingest/formats/base-spec.ts';
import { ALL_FORMATS } from '../../../src-main/ingest/formats/definitions/all-formats.ts';
import { createLineParser, LineVerdict, ParsedLine } from '../../../src-main/ingest/formats/index.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { FORMAT_SEEDS, LOG_SEEDS } from '../seeds.ts';
import { LOG_TOKENS } from '../tokens.ts';

const MAX_RECORDS = 100_000;

const parsers = ALL_FORMATS.map((definition) => ({
  name: definition.name,
  parser: createLineParser(specOf(definition)),
}));
const line = new ParsedLine();

/** Every field lies inside the line, times are whole numbers, further fields are JSON. */
function checkLine(start: number, end: number, length: number): void {
  for (const [from, to] of [
    [line.severityStart, line.severityEnd],
    [line.serviceStart, line.serviceEnd],
    [line.hostStart, line.hostEnd],
    [line.componentStart, line.componentEnd],
  ] as const) {
    if (from >= 0) assert.ok(from <= to && to <= length, `range ${from}..${to} of ${length}`);
  }
  const { content, contentStart, contentEnd } = line;
  assert.ok(contentStart >= 0 && contentEnd >= contentStart && contentEnd <= (content?.length ?? length));
  if (content === null) assert.ok(contentStart >= start && contentStart <= Math.max(end, length));
  if (line.hasTime) {
    assert.ok(Number.isSafeInteger(line.epochSeconds) && Number.isInteger(line.nanos));
    assert.ok(line.nanos >= 0 && line.nanos < 1e9);
  }
  assert.ok(line.severity >= 0 && line.severity <= 24, `severity ${line.severity}`);
  if (line.attributes !== null) JSON.parse(line.attributes);
}

/** The line parser of every definition on lines of every other. */
export const lines: FuzzTarget = {
  name: 'lines',
  seeds: [...FORMAT_SEEDS, ...LOG_SEEDS.slice(FORMAT_SEEDS.length)].map((seed) => seed.subarray(0, 3000)),
  tokens: LOG_TOKENS,
  run(input) {
    const found: string[] = [];
    for (const { name, parser } of parsers) {
      parser.startBlock('');
      let events = 0;
      for (let start = 0; start < input.length; ) {
        const newline = input.indexOf(0x0a, start);
        const end = newline < 0 ? input.length : newline;
        let verdict = parser.parse(input, start, end, line);
        if (verdict === LineVerdict.noMatch && parser.parseAlone?.(input, start, end, line) === true) verdict = 0;
        if (verdict === LineVerdict.event) {
          do {
            checkLine(start, end, input.length);
            events++;
            assert.ok(events < MAX_RECORDS, 'records of a line come to an end');
          } while (parser.more(line));
        }
        start = end + 1;
      }
      assert.equal(typeof parser.state, 'string');
      parser.startBlock(parser.state);
      if (events > 0) found.push(name);
    }
    return found.slice(0, 6).join();
  },
};
