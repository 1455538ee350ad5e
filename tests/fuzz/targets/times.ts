import assert from 'node:assert/strict';
import { AnyTimeReader } from '../../../src-main/ingest/timestamps/any-time.ts';
import { Clock } from '../../../src-main/ingest/timestamps/clock.ts';
import { DEFAULT_TIME_CONTEXT } from '../../../src-main/ingest/timestamps/time-context.ts';
import { TimeFields } from '../../../src-main/ingest/timestamps/time-fields.ts';
import { TimestampReader } from '../../../src-main/ingest/timestamps/time-spec.ts';
import { type FuzzTarget, randomOf } from '../fuzz-target.ts';
import { LOG_TOKENS } from '../tokens.ts';

// biome-ignore format: a list
const SPECS = [
  '%+', '%Q', '%E', '%N', '%s', '%@', '%F %T%f', '%y%m%d %H:%M:%S', '%j %T', '%H%M%S%q', '%i:%o', '%T%L', '%T%f',
  '%d/%b/%Y:%T%f %z', '%a %b %d %T%f %Z %Y', '%D %I:%M:%S%f %p', '%b %d %T%f',
];
const readers = SPECS.map((spec) => new TimestampReader(spec));
const any = new AnyTimeReader();

const SEEDS = [
  '2024-05-01T10:00:00.123456789+02:00',
  '2024-05-01 10:00:00,5 UTC',
  '20240501T100000Z',
  '1714557600.123456',
  '1714557600123',
  '@400000004a32392b2aa21dac',
  '01/May/2024:10:00:00 +0200',
  'Wed May  1 10:00:00 CEST 2024',
  '05/04/24 10:00:00 PM',
  'Feb 29 23:59:60',
  '240229 23:59:59',
  '366 23:59:59',
  '1. Mai 2024 10:00:00',
  '/Date(1714557600123)/',
].map((text) => Buffer.from(text));

const clocks = (['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', null] as const).map(
  (zoneName, i) =>
    new Clock({
      ...DEFAULT_TIME_CONTEXT,
      zoneName,
      zoneOffsetSeconds: i * 3600,
      baseYear: 2023,
      dateOrder: i % 2 === 0 ? 'dmy' : 'mdy',
    }),
);

/** Timestamps of any spelling: readers stay in the range they are given, clocks tell whole instants or none. */
export const times: FuzzTarget = {
  name: 'times',
  seeds: SEEDS,
  tokens: LOG_TOKENS,
  run(input) {
    const random = randomOf(input);
    const start = random.below(Math.min(4, input.length) + 1);
    const end = input.length - random.below(Math.min(3, input.length - start) + 1);
    // What is behind the range must not matter.
    const inside = input.slice(0, end);
    const fields = new TimeFields();
    const told: string[] = [];
    for (const clock of clocks) clock.startBlock('');
    readers.forEach((reader, i) => {
      const position = reader.read(input, start, end, fields);
      assert.ok(position === -1 || (position >= start && position <= end), `${reader.spec} ends at ${position}`);
      assert.equal(reader.read(inside, start, end, new TimeFields()), position);
      if (position < 0) return;
      for (const clock of clocks) {
        const isInstant = clock.resolve(reuse(reader, input, start, end));
        if (isInstant) {
          assert.ok(Number.isSafeInteger(clock.epochSeconds) && Math.abs(clock.epochSeconds) < 9_223_372_037);
          assert.ok(Number.isInteger(clock.nanos) && clock.nanos >= 0 && clock.nanos < 1e9, `nanos ${clock.nanos}`);
        }
        told.push(`${i}${isInstant ? '+' : '-'}`);
      }
    });
    told.push(String(any.read(input, start, end)));
    return [...new Set(told)].join(' ');
  },
};

function reuse(reader: TimestampReader, input: Uint8Array, start: number, end: number): TimeFields {
  const fields = new TimeFields();
  reader.read(input, start, end, fields);
  return fields;
}
