/**
 * `write-lake.js FILE FOLDER`: writes a file's lines and events as Parquet on one thread. Prints, as JSON, seconds and CPU
 * seconds of the writing alone, the bytes written, and the highest memory of the process.
 */
import { openSync, readSync, statSync } from 'node:fs';
import { detectFormat } from '../../src-main/ingest/formats/index.ts';
import { SegmentWriter } from '../../src-main/lake/segment-writer.ts';
import { BlockParser } from '../../src-main/pipelines/ingest/block-parser.ts';
import { KernelEngine } from '../../src-main/pipelines/ingest/kernel-engine.ts';
import { KernelMemory } from '../../src-main/pipelines/ingest/kernel-memory.ts';
import { toSegmentColumns } from '../../src-main/pipelines/ingest/segment-columns-of.ts';

const BLOCK_BYTES = 8 * 2 ** 20;
const LF = 0x0a;
const [path = '', folder = ''] = process.argv.slice(2);

const memory = KernelMemory.open();
if (memory === null) throw new Error('The ingest kernel is not there: run `npm run build`.');
const file = openSync(path, 'r');
const size = statSync(path).size;
const head = readBlock(0).subarray(0, 200_000);
const { spec } = detectFormat(head.subarray(0, head.lastIndexOf(LF) + 1), { path, modifiedMs: statSync(path).mtimeMs });
const engine = new KernelEngine(memory);
const parser = new BlockParser(engine, spec);
const writer = await SegmentWriter.create(folder);
let events = 0;
let lines = 0;
let bytes = 0;
let seconds = 0;
let cpuSeconds = 0;
for (let position = 0, blockIndex = 0; position < size; blockIndex++) {
  const block = readBlock(position);
  const input = { blockIndex, bytes: block, decodedOffset: position, lineOffsets: null, isCoarse: false };
  const parsed = parser.parse(input, { hasOpenEvent: blockIndex > 0, parserState: '' });
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const { columns } = toSegmentColumns(parsed, 1, {
    blockIndex,
    segmentName: `b${blockIndex}`,
    firstLine: lines + 1,
    firstEventId: events,
    openEventId: -1,
    yearShift: 0,
    trailingContinuations: 0,
  });
  const files = await writer.write(`b${blockIndex}`, columns);
  const { user, system } = process.cpuUsage(cpu);
  seconds += (performance.now() - startedMs) / 1000;
  cpuSeconds += (user + system) / 1e6;
  bytes += files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  engine.release(parsed.columns);
  lines += columns.lineCount;
  events += columns.eventCount;
  position += block.length;
}
const peakRssBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ lines, events, seconds, cpuSeconds, bytes, peakRssBytes })}\n`);

/** Whole lines from `position` on. */
function readBlock(position: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK_BYTES);
  const read = readSync(file, block, 0, BLOCK_BYTES, position);
  return block.slice(0, position + read < size ? block.lastIndexOf(LF, read - 1) + 1 : read);
}
