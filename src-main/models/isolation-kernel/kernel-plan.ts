/**
 * What lies where in the kernel's memory, and what the kernel is called with for each block of rows: for every group of
 * trees the rankings of its columns, then its trees.
 */
import { PLACE_THRESHOLDS, type RankTable, tabulateRanks } from './rank-table.ts';
import { MAX_THRESHOLDS, type SplitStep, type TreeGroup, type TreeProgram } from './tree-program.ts';

export interface KernelFunctions {
  addTree(steps: number, end: number, ranks: number, count: number, leaves: number, stack: number, sums: number): void;
  rankByTable(
    values: number,
    stride: number,
    count: number,
    low: number,
    scale: number,
    last: number,
    places: number,
    ranks: number,
  ): void;
  rankBySearch(values: number, stride: number, count: number, thresholds: number, ranks: number): void;
}

export interface KernelPlan {
  readonly bytes: number;
  /** Addresses of what changes with every block. */
  readonly rows: number;
  readonly sums: number;
  /** Fills in what stays. */
  write(buffer: ArrayBuffer): void;
  /** Adds the path lengths of the first `count` rows to their sums; `count` is a multiple of ROWS_AT_ONCE. */
  run(kernel: KernelFunctions, count: number): void;
}

/** Rows the kernel works on at once. */
export const ROWS_AT_ONCE = 128;
const STEP_BYTES = 8;
const PLACE_BYTES = 16;
const ALIGNMENT = 64;
/** Ranks are kept less this: signed bytes compare in one instruction. */
const SIGNED = 128;

type Call = (kernel: KernelFunctions, count: number) => void;
type Write = (buffer: ArrayBuffer) => void;

class Layout {
  bytes = 0;
  readonly writes: Write[] = [];

  take(bytes: number): number {
    const at = this.bytes;
    this.bytes += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  put(bytes: number, write: (buffer: ArrayBuffer, at: number) => void): number {
    const at = this.take(bytes);
    this.writes.push((buffer) => write(buffer, at));
    return at;
  }
}

interface Places {
  readonly rows: number;
  readonly ranks: number;
  readonly sums: number;
  readonly stack: number;
  readonly width: number;
  readonly blockRows: number;
}

/** @param blockRows Rows of a block, a multiple of ROWS_AT_ONCE. @param width Columns of a row. */
export function planKernel(groups: readonly TreeGroup[], width: number, blockRows: number): KernelPlan {
  const layout = new Layout();
  const stackDepth = Math.max(...groups.flatMap(({ programs }) => programs.map((program) => program.stackDepth)));
  const places = {
    rows: layout.take(4 * width * blockRows),
    ranks: layout.take(width * blockRows),
    sums: layout.take(8 * blockRows),
    stack: layout.take(ROWS_AT_ONCE * stackDepth),
    width,
    blockRows,
  };
  const calls = groups.flatMap(({ thresholds, programs }) => [
    ...[...thresholds].map(([feature, values]) => planRanking(layout, places, feature, values)),
    ...programs.map((program) => planTree(layout, places, program, thresholds)),
  ]);
  return {
    bytes: layout.bytes,
    rows: places.rows,
    sums: places.sums,
    write: (buffer) => {
      for (const write of layout.writes) write(buffer);
    },
    run: (kernel, count) => {
      for (const call of calls) call(kernel, count);
    },
  };
}

function planRanking(layout: Layout, places: Places, feature: number, thresholds: Float32Array): Call {
  const values = places.rows + 4 * feature;
  const stride = 4 * places.width;
  const ranks = places.ranks + feature * places.blockRows;
  const table = tabulateRanks(thresholds);
  if (table === null) {
    const at = layout.put(4 * MAX_THRESHOLDS, (buffer, address) => {
      new Float32Array(buffer, address, MAX_THRESHOLDS).fill(Number.NaN).set(thresholds);
    });
    return (kernel, count) => kernel.rankBySearch(values, stride, count, at, ranks);
  }
  const at = layout.put(PLACE_BYTES * table.placeCount, (buffer, address) => writeTable(table, buffer, address));
  const { low, scale, placeCount } = table;
  return (kernel, count) => kernel.rankByTable(values, stride, count, low, scale, placeCount - 1, at, ranks);
}

function writeTable({ thresholds, ranks, placeCount }: RankTable, buffer: ArrayBuffer, address: number): void {
  const numbers = new Float32Array(buffer, address, (PLACE_BYTES / 4) * placeCount);
  const integers = new Int32Array(buffer, address, numbers.length);
  for (let place = 0; place < placeCount; place++) {
    const at = place * (PLACE_BYTES / 4);
    for (let i = 0; i < PLACE_THRESHOLDS; i++) numbers[at + i] = thresholds[place * PLACE_THRESHOLDS + i]!;
    integers[at + PLACE_THRESHOLDS] = ranks[place]! - SIGNED;
  }
}

function planTree(
  layout: Layout,
  { ranks, blockRows, stack, sums }: Places,
  { steps, leaves }: TreeProgram,
  thresholds: TreeGroup['thresholds'],
): Call {
  const bytes = STEP_BYTES * steps.length;
  const from = layout.put(bytes, (buffer, address) => {
    const view = new DataView(buffer, address, bytes);
    steps.forEach((step, i) => writeStep(view, STEP_BYTES * i, step, { blockRows, thresholds }));
  });
  const ends = layout.put(8 * leaves.length, (buffer, address) => {
    new Float64Array(buffer, address, leaves.length).set(leaves);
  });
  return (kernel, count) => kernel.addTree(from, from + bytes, ranks, count, ends, stack, sums);
}

function writeStep(
  view: DataView,
  at: number,
  { feature, threshold, leaf, kind }: SplitStep,
  { blockRows, thresholds }: { readonly blockRows: number; readonly thresholds: TreeGroup['thresholds'] },
): void {
  view.setUint32(at, feature * blockRows, true);
  view.setInt8(at + 4, thresholds.get(feature)!.indexOf(threshold) - SIGNED);
  view.setUint8(at + 5, leaf);
  view.setUint8(at + 6, kind);
}
