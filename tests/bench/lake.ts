/**
 * `node tests/bench/lake.ts [events]`: what writing and asking a case costs, in CPU time, which other programs on the
 * machine disturb least. Goal of the writer: at most 2 us a line for both layers on one thread.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCase } from '../../src-main/catalog/open.ts';
import { CaseReader } from '../../src-main/lake/case-reader.ts';
import type { SegmentColumns } from '../../src-main/lake/segment-columns.ts';
import { SegmentWriter } from '../../src-main/lake/segment-writer.ts';

const BLOCK = 40_000;
const SHAPES = 64;
const WORDS = ['connection', 'timeout', 'user', 'request', 'block', 'closed', 'opened', 'served'];
const events = Math.ceil(Number(process.argv[2] ?? 1_000_000) / BLOCK) * BLOCK;
const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-lake-'));

async function measure<T>(what: string, unit: number, work: () => Promise<T>): Promise<T> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const perEvent = unit === 0 ? '' : `  ${((user + system) / unit).toFixed(2)} us CPU an event`;
  const wallMs = (performance.now() - startedMs).toFixed(0);
  console.log(
    `${what.padEnd(36)} ${wallMs.padStart(7)} ms  ${((user + system) / 1000).toFixed(0).padStart(7)} ms CPU${perEvent}`,
  );
  return result;
}

/** Lines with a header and four parameters, about 110 bytes each. */
function makeBlock(): SegmentColumns {
  const numbers = Array.from({ length: BLOCK }, (_, i) => i);
  const parameters = numbers.map((n) => [
    String((n * 7919) % 1_000_003),
    String(n % 40),
    String(n % 997),
    String(n % 65_521),
  ]);
  const texts = numbers.map((n, i) => {
    const [a, b, c, d] = parameters[i] as string[];
    return `2026-03-05T00:00:00.000Z INFO [svc-${n % 12}] pool.Worker : ${WORDS[n % 8]} ${n % SHAPES} number ${a} from host-${b} took ${c} ms trace=${d}`;
  });
  const text = arena(texts.map((line) => `${line}\n`));
  const dictionary = (name: string, size: number) => ({
    ids: Int32Array.from(numbers, (n) => n % size),
    values: Array.from({ length: size }, (_, i) => `${name}-${i}`),
  });
  return {
    sourceId: 1,
    bytes: text.bytes,
    firstLine: 1,
    lineCount: BLOCK,
    lineStart: text.offsets.subarray(0, BLOCK),
    lineEnd: Uint32Array.from(text.offsets.subarray(1), (end) => end - 1),
    lineOffset: Float64Array.from(text.offsets),
    lineKind: new Uint8Array(BLOCK),
    firstEventId: 0,
    eventCount: BLOCK,
    eventLine: Uint32Array.from(numbers, (_, i) => i),
    eventLineCount: new Uint32Array(BLOCK).fill(1),
    epochSeconds: Float64Array.from(numbers, (n) => 1_772_668_800 + Math.floor(n / 50)),
    nanos: Int32Array.from(numbers, (n) => (n % 50) * 20_000_000),
    severity: Uint8Array.from(numbers, (n) => (n % 97 === 0 ? 17 : 9)),
    severityText: dictionary('LEVEL', 2),
    service: dictionary('svc', 12),
    host: dictionary('host', 40),
    component: dictionary('pool.Worker', 1),
    shapeIds: BigUint64Array.from(numbers, (n) => BigInt((n % SHAPES) + 1)),
    parameters: arena(parameters.map((list) => list.join('\u001F'))),
    attributes: arena(numbers.map(() => '')),
  };
}

function arena(texts: readonly string[]): { bytes: Uint8Array; offsets: Uint32Array } {
  const offsets = new Uint32Array(texts.length + 1);
  // All text here is ASCII: one byte a character.
  for (const [i, text] of texts.entries()) offsets[i + 1] = (offsets[i] as number) + text.length;
  return { bytes: new TextEncoder().encode(texts.join('')), offsets };
}

try {
  const catalog = await openCase(join(folder, 'bench.sentinel'), { mode: 'create' });
  const writer = await SegmentWriter.create(catalog.lakeDir);
  const place = { absolutePath: '/bench.log', pathHex: null, member: null, sizeBytes: null, modifiedMs: null };
  catalog.sources.add([{ ...place, jobId: null, path: 'bench.log', compression: 'none', status: 'pending' }]);
  const shapes = Array.from({ length: SHAPES }, (_, i) => {
    const parts = [`${WORDS[i % 8]} ${i} number `, ' from host-', ' took ', ' ms trace=', ''];
    return {
      shapeId: (i + 1).toString(16).padStart(16, '0'),
      parts,
      maskNames: ['number', 'number', 'number', 'number'],
    };
  });
  // One block again and again, later each time: garbage of the bench itself would be counted as the writer's.
  const first = makeBlock();
  let writeCpu = 0;
  for (let index = 0; index < events / BLOCK; index++) {
    const block = {
      ...first,
      firstLine: index * BLOCK + 1,
      firstEventId: index * BLOCK,
      epochSeconds: first.epochSeconds.map((seconds) => seconds + index * 800),
    };
    const cpu = process.cpuUsage();
    const segments = await writer.write(`b${String(index).padStart(6, '0')}`, block);
    const { user, system } = process.cpuUsage(cpu);
    writeCpu += user + system;
    const lines = (index + 1) * BLOCK;
    const none = { continuationLines: 0, blankLines: 0, rejectedLines: 0, bytesIn: 0, bytesOut: 0 };
    catalog.commitBlock({
      sourceId: 1,
      account: { ...none, lines, events: lines, eventLines: lines },
      resume: { index },
      segments,
      shapes: shapes.map((shape, i) => ({ ...shape, shape, count: BLOCK / SHAPES, firstEventId: index * BLOCK + i })),
    });
  }
  catalog.saveTemplates({
    templates: shapes.map(({ parts, maskNames }, i) => ({
      templateId: `t${i}`,
      text: parts.join('<*>'),
      parts,
      maskNames,
    })),
    alignments: shapes.map(({ shapeId, maskNames }, i) => ({
      shapeId,
      templateId: `t${i}`,
      wildcards: maskNames.map((_, at) => [{ index: at }]),
    })),
  });
  console.log(`write, both layers, one thread: ${(writeCpu / events).toFixed(2)} us CPU a line (goal <= 2)`);

  const reader = await measure('open', 0, () => CaseReader.open(catalog, catalog.lakeDir));
  const all = await measure('list of all events', 0, () => reader.eventIndex({}));
  await measure('jump into the middle, 60 rows', 0, () => reader.eventPage(all, events / 2, 60));
  await measure('jump again', 0, () => reader.eventPage(all, events / 3, 60));
  await measure('histogram, 500 buckets', events, () => reader.histogram({}, 500));
  await measure('list of one service', events, () => reader.eventIndex({ services: ['svc-3'] }));
  await measure('list by a word', events, () => reader.eventIndex({ query: 'timeout' }));
  await measure('templates', events, () => reader.templatesTable());
  await measure('facets', events, () => reader.facets({}, 20));
  await measure('content of every event', events, () => reader.query('SELECT sum(length(content)) FROM events'));
  await measure('checks of silver', events, () => reader.checkLayer('silver', catalog.sources.list()));
  reader.close();
  catalog.close();
} finally {
  rmSync(folder, { recursive: true });
}
