/**
 * `score-forest.js ROWS WIDTH OUT THREADS`: fits an isolation forest (100 trees of 256 rows) on a file of row-major 32-bit
 * floats and writes the score of every row, 64-bit floats, to OUT. The file is read part by part and never held as a whole.
 * Prints, as JSON, the highest memory.
 */
import { fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { growTrees } from '../../src-main/models/isolation-trees.ts';
import { Random } from '../../src-main/models/random.ts';
import { MemberScorer } from '../../src-main/models/table/member-scorer.ts';
import { RowThreads } from '../../src-main/models/table/row-threads.ts';

const MAX_SAMPLES = 256;
const PART_ROWS = 16_384;

const [path = '', columns = '', out = '', count = '1'] = process.argv.slice(2);
const width = Number(columns);
const threads = Number(count);
const rowBytes = 4 * width;
const file = openSync(path, 'r');
const rowCount = fstatSync(file).size / rowBytes;

// Threads start while trees grow.
const pool = threads > 1 ? new RowThreads(threads) : null;
const copyRow = (row: number, target: Float32Array, at: number): void => {
  readSync(file, target, 4 * at, rowBytes, row * rowBytes);
};
const options = { nEstimators: 100, maxSamples: MAX_SAMPLES, random: new Random(1) };
const trees = growTrees({ rowCount, copyRow }, width, options);
const members = [{ kind: 'forest', maxSamples: MAX_SAMPLES, trees }] as const;

const scores = new Float64Array(rowCount);
const buffers = Array.from(
  { length: pool?.lanes ?? 1 },
  () => new Float32Array(new SharedArrayBuffer(PART_ROWS * rowBytes)),
);
const read = (from: number, to: number, lane: number) => {
  const rows = buffers[lane]!.subarray(0, (to - from) * width);
  readSync(file, rows, 0, rows.byteLength, from * rowBytes);
  return { rows, firstRow: null };
};
const take = ([part]: readonly Float64Array[], from: number): void => scores.set(part!, from);

if (pool === null) {
  const scorer = new MemberScorer(members, width);
  for (let from = 0; from < rowCount; from += PART_ROWS) {
    const { rows } = read(from, Math.min(rowCount, from + PART_ROWS), 0);
    take(scorer.score(rows, null), from);
  }
} else {
  await pool.open(members, width);
  await pool.score(rowCount, PART_ROWS, read, take);
}
writeFileSync(out, new Uint8Array(scores.buffer));
process.stdout.write(JSON.stringify({ peakRssBytes: peakRssBytes() }));
await pool?.dispose();

/** Linux tells of a child at least what its parent held when it was started, unless its own memory is asked about. */
function peakRssBytes(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
  return 1024 * (kib === undefined ? process.resourceUsage().maxRSS : Number(kib));
}
