// AssemblyScript. Sums path lengths of isolation trees over blocks of rows, in two passes. The first turns every value of
// a column into its rank among the thresholds that trees have for the column, one byte, kept less 128 because signed
// bytes compare in one instruction: value >= threshold is rank > place of the threshold. The second works out all splits
// of a tree for 128 rows at once: 16 rows a vector, no row waits for its own node, and nothing is gathered.
// Addresses and strides are bytes.

const ROWS: i32 = 128;
const REGISTER: usize = 16;
const STEP: usize = 8;

/** What the sides of a split are: both leaves, one leaf beside a subtree worked out just now, or two subtrees. */
const LEAVES: u32 = 0;
const LEAF_LEFT: u32 = 1;
const LEAF_RIGHT: u32 = 2;

/**
 * Adds to each row's sum the value of the leaf it ends in.
 * The eight registers are spelt out: in an array they would live in memory, which is what this kernel keeps off its path.
 * Leaves are numbered from left to right, so that the leaf of a split is the larger of its left one and, where the row
 * goes right, its right one; two leaves side by side are one apart.
 * @param steps Splits of the tree, children first, STEP bytes each: offset of the column's ranks within a block (u32),
 * place of the threshold less 128, number of the leaf, kind. @param ranks One byte a row, column after column.
 * @param count Rows, a multiple of ROWS. @param leaves One f64 a leaf. @param stack ROWS bytes for each value that waits.
 * @param sums One f64 a row.
 */
export function addTree(
  steps: usize,
  end: usize,
  ranks: usize,
  count: i32,
  leaves: usize,
  stack: usize,
  sums: usize,
): void {
  for (let row = 0; row < count; row += ROWS) {
    let a = i8x16.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let top = stack;
    for (let step = steps; step < end; step += STEP) {
      const x = ranks + <usize>load<u32>(step);
      const place = v128.load_splat<u8>(step, 4);
      const leaf = v128.load_splat<u8>(step, 5);
      const kind = <u32>load<u8>(step, 6);
      if (kind == LEAVES) {
        push(top, a, b, c, d, e, f, g, h);
        top += ROWS;
        a = i8x16.sub(leaf, goesRight(x, 0, place));
        b = i8x16.sub(leaf, goesRight(x, 1, place));
        c = i8x16.sub(leaf, goesRight(x, 2, place));
        d = i8x16.sub(leaf, goesRight(x, 3, place));
        e = i8x16.sub(leaf, goesRight(x, 4, place));
        f = i8x16.sub(leaf, goesRight(x, 5, place));
        g = i8x16.sub(leaf, goesRight(x, 6, place));
        h = i8x16.sub(leaf, goesRight(x, 7, place));
      } else if (kind == LEAF_LEFT) {
        a = chosen(x, 0, place, leaf, a);
        b = chosen(x, 1, place, leaf, b);
        c = chosen(x, 2, place, leaf, c);
        d = chosen(x, 3, place, leaf, d);
        e = chosen(x, 4, place, leaf, e);
        f = chosen(x, 5, place, leaf, f);
        g = chosen(x, 6, place, leaf, g);
        h = chosen(x, 7, place, leaf, h);
      } else if (kind == LEAF_RIGHT) {
        a = chosen(x, 0, place, a, leaf);
        b = chosen(x, 1, place, b, leaf);
        c = chosen(x, 2, place, c, leaf);
        d = chosen(x, 3, place, d, leaf);
        e = chosen(x, 4, place, e, leaf);
        f = chosen(x, 5, place, f, leaf);
        g = chosen(x, 6, place, g, leaf);
        h = chosen(x, 7, place, h, leaf);
      } else {
        top -= ROWS;
        a = chosen(x, 0, place, pushed(top, 0), a);
        b = chosen(x, 1, place, pushed(top, 1), b);
        c = chosen(x, 2, place, pushed(top, 2), c);
        d = chosen(x, 3, place, pushed(top, 3), d);
        e = chosen(x, 4, place, pushed(top, 4), e);
        f = chosen(x, 5, place, pushed(top, 5), f);
        g = chosen(x, 6, place, pushed(top, 6), g);
        h = chosen(x, 7, place, pushed(top, 7), h);
      }
    }
    push(stack, a, b, c, d, e, f, g, h);
    addLeaves(stack, leaves, sums);
    sums += <usize>ROWS << 3;
    ranks += ROWS;
  }
}

// @ts-ignore: decorator
@inline
function goesRight(ranks: usize, register: usize, place: v128): v128 {
  return i8x16.gt_s(v128.load(ranks + register * REGISTER), place);
}

/** The larger of the left number and, where the row goes right, the right one. */
// @ts-ignore: decorator
@inline
function chosen(ranks: usize, register: usize, place: v128, left: v128, right: v128): v128 {
  return i8x16.max_u(left, v128.and(right, goesRight(ranks, register, place)));
}

// @ts-ignore: decorator
@inline
function pushed(top: usize, register: usize): v128 {
  return v128.load(top + register * REGISTER);
}

// @ts-ignore: decorator
@inline
function push(top: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  v128.store(top, a);
  v128.store(top, b, 16);
  v128.store(top, c, 32);
  v128.store(top, d, 48);
  v128.store(top, e, 64);
  v128.store(top, f, 80);
  v128.store(top, g, 96);
  v128.store(top, h, 112);
}

// @ts-ignore: decorator
@inline
function addLeaves(ends: usize, leaves: usize, sums: usize): void {
  for (let row: usize = 0; row < <usize>ROWS; row += 4) {
    const sum = sums + (row << 3);
    const end = ends + row;
    store<f64>(sum, load<f64>(sum) + load<f64>(leaves + (<usize>load<u8>(end) << 3)));
    store<f64>(sum, load<f64>(sum, 8) + load<f64>(leaves + (<usize>load<u8>(end, 1) << 3)), 8);
    store<f64>(sum, load<f64>(sum, 16) + load<f64>(leaves + (<usize>load<u8>(end, 2) << 3)), 16);
    store<f64>(sum, load<f64>(sum, 24) + load<f64>(leaves + (<usize>load<u8>(end, 3) << 3)), 24);
  }
}

/**
 * Ranks the values of a column by a table: the range of the thresholds is cut into equal places, and each place knows the
 * rank before it and the thresholds within it, three at most.
 * @param values The column's value of the first row, `stride` bytes a row. @param count Rows, a multiple of 16.
 * @param last Number of the last place. @param places 16 bytes each: three thresholds (f32, NaN for none), rank less 128.
 */
export function rankByTable(
  values: usize,
  stride: usize,
  count: i32,
  low: f32,
  scale: f32,
  last: f32,
  places: usize,
  ranks: usize,
): void {
  const lows = f32x4.splat(low);
  const scales = f32x4.splat(scale);
  const lasts = f32x4.splat(last);
  const four = stride << 2;
  for (let row = 0; row < count; row += 16) {
    const a = rankFour(values, stride, lows, scales, lasts, places);
    const b = rankFour(values + four, stride, lows, scales, lasts, places);
    const c = rankFour(values + 2 * four, stride, lows, scales, lasts, places);
    const d = rankFour(values + 3 * four, stride, lows, scales, lasts, places);
    v128.store(ranks, i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    ranks += 16;
    values += stride << 4;
  }
}

// @ts-ignore: decorator
@inline
function rankFour(values: usize, stride: usize, lows: v128, scales: v128, lasts: v128, places: usize): v128 {
  let x = v128.load32_zero(values);
  x = v128.load_lane<f32>(values + stride, x, 1);
  x = v128.load_lane<f32>(values + 2 * stride, x, 2);
  x = v128.load_lane<f32>(values + 3 * stride, x, 3);
  const scaled = f32x4.mul(f32x4.sub(x, lows), scales);
  // In this order NaN comes to lie in the first place, where no threshold is below it.
  const clamped = f32x4.pmin(lasts, f32x4.pmax(f32x4.splat(0), scaled));
  const offsets = i32x4.shl(i32x4.relaxed_trunc_f32x4_s(clamped), 4);
  const first = i64x2.extract_lane(offsets, 0);
  const second = i64x2.extract_lane(offsets, 1);
  const a = v128.load(places + <usize>(<u32>first));
  const b = v128.load(places + <usize>(first >> 32));
  const c = v128.load(places + <usize>(<u32>second));
  const d = v128.load(places + <usize>(second >> 32));
  const abLow = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cdLow = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
  let rank = i64x2.shuffle(abHigh, cdHigh, 1, 3);
  rank = i32x4.sub(rank, f32x4.ge(x, i64x2.shuffle(abLow, cdLow, 0, 2)));
  rank = i32x4.sub(rank, f32x4.ge(x, i64x2.shuffle(abLow, cdLow, 1, 3)));
  return i32x4.sub(rank, f32x4.ge(x, i64x2.shuffle(abHigh, cdHigh, 0, 2)));
}

/** Ranks the values of a column by bisection. @param thresholds Ascending, 255 of them, NaN where there are fewer. */
export function rankBySearch(values: usize, stride: usize, count: i32, thresholds: usize, ranks: usize): void {
  for (let row = 0; row < count; row++) {
    const x = load<f32>(values);
    let rank: usize = 0;
    for (let step: usize = 128; step > 0; step >>= 1) {
      rank += step * <usize>(x >= load<f32>(thresholds + ((rank + step - 1) << 2)));
    }
    store<u8>(ranks, <u8>(rank ^ 128));
    ranks++;
    values += stride;
  }
}
