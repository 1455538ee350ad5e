import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SegmentWriter } from '../../../src-main/lake/segment-writer.ts';
import { buildSegment, type BuiltLine } from '../../helpers/segment-builder.ts';

const DAY = 86_400;
const NOON = 1_700_000_000;

let lakeDir: string;
let writer: SegmentWriter;

beforeEach(async () => {
  lakeDir = await mkdtemp(join(tmpdir(), 'lake-'));
  writer = await SegmentWriter.create(lakeDir);
});
afterEach(async () => {
  await rm(lakeDir, { recursive: true });
});

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await (await connection.run(sql)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const readBronze = () => query(`FROM '${lakeDir}/bronze/*/*.parquet' ORDER BY line`);
const readSilver = () => query(`FROM '${lakeDir}/silver/*/*.parquet' ORDER BY event_id`);

describe('SegmentWriter', () => {
  it('stores every line and event of a block with the values handed in', async () => {
    const files = await writer.write(
      's0001-b000000',
      buildSegment(
        [
          {
            text: '2023-11-14T22:13:20.5Z ERROR db: lost 7',
            events: [
              {
                epochSeconds: NOON,
                nanos: 500_000_000,
                severity: 17,
                severityText: 'ERROR',
                service: 'db',
                host: 'h1',
                shapeId: 0xffff_ffff_ffff_fffen,
                parameters: ['7'],
                attributes: '{"pid":1}',
              },
            ],
          },
          { text: '  at frame', kind: 'continuation' },
          { text: '', kind: 'blank' },
          {
            text: '2023-11-14T22:13:21Z INFO web: up',
            events: [{ epochSeconds: NOON + 1, severity: 9, severityText: 'INFO', service: 'web' }],
          },
        ],
        { sourceId: 3, firstLine: 11, firstEventId: 100, offset: 1000 },
      ),
    );

    expect(files.map((file) => [file.relativePath, file.rows])).toEqual([
      ['bronze/dt=2023-11-14/s0001-b000000.parquet', 4],
      ['silver/dt=2023-11-14/s0001-b000000.parquet', 2],
    ]);
    expect(files[1]).toMatchObject({
      minTimeNs: 1_700_000_000_500_000_000n,
      maxTimeNs: 1_700_000_001_000_000_000n,
      firstEventId: 100,
      lastEventId: 101,
      firstLine: 11,
      lastLine: 14,
      untimedRows: 0,
      isTimeOrdered: true,
    });
    const bronze = await readBronze();
    expect(
      bronze.map((row) => [row['line'], row['byte_offset'], row['kind'], row['event_id'], row['text'], row['raw']]),
    ).toEqual([
      [11n, 1000n, 0, 100n, '2023-11-14T22:13:20.5Z ERROR db: lost 7', null],
      [12n, 1040n, 1, 100n, '  at frame', null],
      [13n, 1051n, 2, null, '', null],
      [14n, 1052n, 0, 101n, '2023-11-14T22:13:21Z INFO web: up', null],
    ]);
    const [first, second] = await readSilver();
    expect(first).toMatchObject({
      event_id: 100n,
      source_id: 3,
      line: 11n,
      line_count: 2,
      byte_offset: 1000n,
      time_ns: 1_700_000_000_500_000_000n,
      severity: 17,
      severity_text: 'ERROR',
      service: 'db',
      host: 'h1',
      component: null,
      shape_id: 0xffff_ffff_ffff_fffen,
      parameters: '7',
      attributes: '{"pid":1}',
    });
    expect(second).toMatchObject({ event_id: 101n, host: null, service: 'web', parameters: '', attributes: null });
  });

  it('keeps the bytes of a line that is not UTF-8 beside its readable text', async () => {
    const bad = Uint8Array.of(0x61, 0xff, 0x62);
    await writer.write(
      'bad',
      buildSegment([{ text: bad, events: [{ parameters: [Uint8Array.of(0xff)] }] }, { text: 'nul\0 and é' }]),
    );
    const rows = await readBronze();
    expect(rows[0]?.['text']).toBe('a\u{fffd}b');
    expect(Buffer.from(rows[0]?.['raw'] as Uint8Array).equals(bad)).toBe(true);
    expect([rows[1]?.['text'], rows[1]?.['raw']]).toEqual(['nul\0 and é', null]);
    expect((await readSilver())[0]?.['parameters']).toBe('\u{fffd}');
  });

  it('gives leading continuation lines to the event left open by the block before', async () => {
    const lines: BuiltLine[] = [{ text: ' at x', kind: 'continuation' }, { text: 'next' }];
    await writer.write('open', buildSegment(lines, { firstEventId: 8, openEventId: 7 }));
    expect((await readBronze()).map((row) => row['event_id'])).toEqual([7n, 8n]);
    await writer.write('open', buildSegment(lines, { firstEventId: 8 }));
    expect((await readBronze()).map((row) => row['event_id'])).toEqual([null, 8n]);
  });

  it('splits events by UTC day and puts those without a storable time in the default partition', async () => {
    const at = (epochSeconds: number): BuiltLine => ({ text: 'x', events: [{ epochSeconds }] });
    const files = await writer.write(
      'days',
      buildSegment([at(NOON + DAY), at(NOON), at(-1), at(Number.NaN), at(1e15)]),
    );
    expect(files.filter((file) => file.layer === 'silver').map((file) => [file.relativePath, file.rows])).toEqual([
      ['silver/dt=1969-12-31/days.parquet', 1],
      ['silver/dt=2023-11-14/days.parquet', 1],
      ['silver/dt=2023-11-15/days.parquet', 1],
      ['silver/dt=__HIVE_DEFAULT_PARTITION__/days.parquet', 2],
    ]);
    expect(files.at(-1)).toMatchObject({ untimedRows: 2, minTimeNs: null, isTimeOrdered: false });
    const rows = await readSilver();
    expect(rows.map((row) => row['time_ns'])).toEqual([
      BigInt(NOON + DAY) * 1_000_000_000n,
      BigInt(NOON) * 1_000_000_000n,
      -1_000_000_000n,
      null,
      null,
    ]);
  });

  it('writes the same bytes for the same block and leaves nothing unfinished behind', async () => {
    const block = buildSegment(
      Array.from({ length: 5000 }, (_, i) => ({
        text: `line ${i}`,
        events: [{ epochSeconds: NOON + i, service: `s${i % 7}`, shapeId: BigInt(i % 3), parameters: [String(i)] }],
      })),
    );
    const [first] = [await writer.write('same', block)];
    const before = await Promise.all(first.map((file) => readFile(join(lakeDir, file.relativePath))));
    const again = await writer.write('same', block);
    const after = await Promise.all(again.map((file) => readFile(join(lakeDir, file.relativePath))));
    expect(again).toEqual(first);
    expect(after.every((bytes, index) => bytes.equals(before[index] as Buffer))).toBe(true);
    expect(await readdir(join(lakeDir, 'tmp'))).toEqual([]);
    expect((await readSilver()).map((row) => row['service'])).toEqual(
      Array.from({ length: 5000 }, (_, i) => `s${i % 7}`),
    );
  });

  it('keeps event order when every event has a value of its own', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => ({
      text: 'x',
      events: [{ component: `c${(i * 7919) % 3000}` }],
    }));
    await writer.write('distinct', buildSegment(lines));
    const stored = await query(`SELECT event_id, component FROM '${lakeDir}/silver/*/*.parquet'`);
    expect(stored.map((row) => Number(row['event_id']))).toEqual(Array.from({ length: 3000 }, (_, i) => i));
    expect(stored.map((row) => row['component'])).toEqual(lines.map((line) => line.events[0]?.component));
  });

  it('stores names as they are, however many a block has of them and whatever they hold', async () => {
    for (const [block, count] of [1, 255, 256, 257, 5000].entries()) {
      const service = (i: number): string => `näme-${i % count}`;
      const lines = Array.from({ length: 5100 }, (_, i) => ({
        text: 'x',
        events: [{ epochSeconds: NOON + i, service: service(i), host: i % 3 === 0 ? null : 'h', severityText: null }],
      }));
      await writer.write(`names-${block}`, buildSegment(lines));
      const stored = await query(`FROM '${lakeDir}/silver/*/names-${block}.parquet'`);
      expect(stored.map((row) => row['service'])).toEqual(lines.map((_, i) => service(i)));
      expect(stored.map((row) => row['host'])).toEqual(lines.map((_, i) => (i % 3 === 0 ? null : 'h')));
      expect(stored.every((row) => row['severity_text'] === null)).toBe(true);
    }
    const odd = ['', 'a\0b', 'a', '\ud800', '\ud801', "it's", null];
    await writer.write('odd', buildSegment(odd.map((component) => ({ text: 'x', events: [{ component }] }))));
    const stored = await query(`FROM '${lakeDir}/silver/*/odd.parquet'`);
    expect(stored.map((row) => row['component'])).toEqual(['', 'a\0b', 'a', '\u{fffd}', '\u{fffd}', "it's", null]);
    await writer.write('even', buildSegment(odd.slice(2).map((component) => ({ text: 'x', events: [{ component }] }))));
    const even = await query(`FROM '${lakeDir}/silver/*/even.parquet'`);
    expect(even.map((row) => row['component'])).toEqual(['a', '\u{fffd}', '\u{fffd}', "it's", null]);
  });

  it('splits a block by day with every value in its row', async () => {
    const lines = Array.from({ length: 600 }, (_, i) => ({
      text: `line ${i}`,
      events: [
        {
          epochSeconds: NOON + (i % 3) * DAY + i,
          nanos: i,
          severity: i % 20,
          service: `s${i % 3}-${i % 5}`,
          shapeId: BigInt(i),
          parameters: [`p${i}`],
          attributes: i % 2 === 0 ? '' : `{"n":${i}}`,
        },
      ],
    }));
    const files = await writer.write('split', buildSegment(lines, { firstEventId: 1000, firstLine: 50 }));
    expect(files.filter((file) => file.layer === 'silver').map((file) => file.rows)).toEqual([200, 200, 200]);
    const rows = await readSilver();
    expect(rows.map((row) => [row['event_id'], row['line'], row['time_ns'], row['severity'], row['service']])).toEqual(
      lines.map((_, i) => [
        BigInt(1000 + i),
        BigInt(50 + i),
        BigInt(NOON + (i % 3) * DAY + i) * 1_000_000_000n + BigInt(i),
        i % 20,
        `s${i % 3}-${i % 5}`,
      ]),
    );
    expect(rows.map((row) => [row['shape_id'], row['parameters'], row['attributes']])).toEqual(
      lines.map((_, i) => [BigInt(i), `p${i}`, i % 2 === 0 ? null : `{"n":${i}}`]),
    );
  });

  it('stores texts of every length around what a cell holds by itself', async () => {
    const text = 'äb€d😀fghijklmnopqrstuvwxyz0123456789';
    const characters = Array.from(text);
    const lines = Array.from({ length: 5000 }, (_, i) => {
      const from = i % 7;
      const own = characters.slice(from, from + (i % 29)).join('');
      return { text: own, events: [{ parameters: [own] }] };
    });
    await writer.write('lengths', buildSegment(lines));
    expect((await readBronze()).map((row) => row['text'])).toEqual(lines.map((line) => line.text));
    expect((await readSilver()).map((row) => row['parameters'])).toEqual(lines.map((line) => line.text));
  });

  it('writes a block that holds no events as lines only', async () => {
    const files = await writer.write('blank', buildSegment([{ text: '', kind: 'blank' }]));
    expect(files.map((file) => file.layer)).toEqual(['bronze']);
  });

  it('names the fault when the lake cannot be written', async () => {
    await rm(join(lakeDir, 'tmp'), { recursive: true });
    await expect(writer.write('x', buildSegment([{ text: 'x' }]))).rejects.toMatchObject({
      name: 'LakeError',
      code: 'lake.io',
    });
  });

  it('writes the same file of a block however many came before it', async () => {
    const block = (index: number) =>
      buildSegment(
        [{ text: `2023-11-14T22:13:20Z INFO web: up ${index}`, events: [{ epochSeconds: NOON + index, severity: 9 }] }],
        { sourceId: 1, firstLine: index + 1, firstEventId: index, offset: 0 },
      );
    const written = [];
    for (let index = 0; index < 36; index++) written.push(await writer.write(`s0001-b${index}`, block(index)));
    const fresh = await SegmentWriter.create(lakeDir);
    for (const index of [15, 16, 31, 32, 35]) {
      expect(await fresh.write(`s0001-b${index}`, block(index))).toEqual(written[index]);
    }
    expect((await readSilver()).map((row) => Number(row['event_id']))).toEqual(Array.from({ length: 36 }, (_, i) => i));
  });
});
