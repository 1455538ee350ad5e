// AssemblyScript. Matrices are kept in panels of 16 columns, [panel][row][16]: every inner loop reads and writes whole
// cache lines one after the other. Addresses and strides are bytes; a stride is the distance between two panels, so a few
// rows of a taller matrix are worked on where they lie. The inner loops keep 4 rows x 16 columns in sixteen accumulators, which
// is nearly what two 128-bit multiply-adds a cycle allow. `relaxed_madd` rounds once on machines with a fused multiply-add.

const WIDTH: i32 = 16;
const LINE: usize = 64;

/** c += a * w: a [rows, 16 * aPanels], w [16 * aPanels, 16 * cPanels], c [rows, 16 * cPanels]; rows a multiple of 4. */
export function multiplyAdd(
  a: usize,
  aStride: usize,
  aPanels: i32,
  w: usize,
  c: usize,
  cStride: usize,
  cPanels: i32,
  rows: i32,
): void {
  const height = <usize>rows * LINE;
  for (let n = 0; n < cPanels; n++) {
    for (let offset: usize = 0; offset < height; offset += 4 * LINE) {
      accumulateBlock(c + offset, a + offset, aStride, aPanels, LINE, 4, LINE, w);
    }
    w += <usize>(aPanels * WIDTH) * LINE;
    c += cStride;
  }
}

/**
 * c += a * w for 4 rows of c, whether a's numbers of one row lie beside or below each other.
 * @param a Next row `gap` bytes on, next column `step` bytes on as far as `end`, next panel `aStride` bytes on.
 * @param w One line a column of a, panel after panel.
 */
// @ts-ignore: decorator
@inline
function accumulateBlock(
  c: usize,
  a: usize,
  aStride: usize,
  aPanels: i32,
  end: usize,
  step: usize,
  gap: usize,
  w: usize,
): void {
  let c00 = v128.load(c, 0);
  let c01 = v128.load(c, 16);
  let c02 = v128.load(c, 32);
  let c03 = v128.load(c, 48);
  let c10 = v128.load(c, 64);
  let c11 = v128.load(c, 80);
  let c12 = v128.load(c, 96);
  let c13 = v128.load(c, 112);
  let c20 = v128.load(c, 128);
  let c21 = v128.load(c, 144);
  let c22 = v128.load(c, 160);
  let c23 = v128.load(c, 176);
  let c30 = v128.load(c, 192);
  let c31 = v128.load(c, 208);
  let c32 = v128.load(c, 224);
  let c33 = v128.load(c, 240);
  for (let panel = 0; panel < aPanels; panel++) {
    for (let k: usize = 0; k < end; k += step) {
      const w0 = v128.load(w, 0);
      const w1 = v128.load(w, 16);
      const w2 = v128.load(w, 32);
      const w3 = v128.load(w, 48);
      const a0 = v128.load_splat<f32>(a + k);
      c00 = f32x4.relaxed_madd(a0, w0, c00);
      c01 = f32x4.relaxed_madd(a0, w1, c01);
      c02 = f32x4.relaxed_madd(a0, w2, c02);
      c03 = f32x4.relaxed_madd(a0, w3, c03);
      const a1 = v128.load_splat<f32>(a + k + gap);
      c10 = f32x4.relaxed_madd(a1, w0, c10);
      c11 = f32x4.relaxed_madd(a1, w1, c11);
      c12 = f32x4.relaxed_madd(a1, w2, c12);
      c13 = f32x4.relaxed_madd(a1, w3, c13);
      const a2 = v128.load_splat<f32>(a + k + 2 * gap);
      c20 = f32x4.relaxed_madd(a2, w0, c20);
      c21 = f32x4.relaxed_madd(a2, w1, c21);
      c22 = f32x4.relaxed_madd(a2, w2, c22);
      c23 = f32x4.relaxed_madd(a2, w3, c23);
      const a3 = v128.load_splat<f32>(a + k + 3 * gap);
      c30 = f32x4.relaxed_madd(a3, w0, c30);
      c31 = f32x4.relaxed_madd(a3, w1, c31);
      c32 = f32x4.relaxed_madd(a3, w2, c32);
      c33 = f32x4.relaxed_madd(a3, w3, c33);
      w += LINE;
    }
    a += aStride;
  }
  v128.store(c, c00, 0);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(c, c10, 64);
  v128.store(c, c11, 80);
  v128.store(c, c12, 96);
  v128.store(c, c13, 112);
  v128.store(c, c20, 128);
  v128.store(c, c21, 144);
  v128.store(c, c22, 160);
  v128.store(c, c23, 176);
  v128.store(c, c30, 192);
  v128.store(c, c31, 208);
  v128.store(c, c32, 224);
  v128.store(c, c33, 240);
}

/** w += transpose(a) * g over the rows: a [rows, 16 * aPanels], g [rows, 16 * gPanels], w [16 * aPanels, 16 * gPanels]. */
export function accumulateOuter(
  a: usize,
  aStride: usize,
  aPanels: i32,
  g: usize,
  gStride: usize,
  gPanels: i32,
  w: usize,
  rows: i32,
): void {
  for (let n = 0; n < gPanels; n++) {
    for (let panel = 0; panel < aPanels; panel++) {
      const aPanel = a + <usize>panel * aStride;
      for (let k: usize = 0; k < LINE; k += 16) {
        accumulateBlock(w, aPanel + k, 0, 1, <usize>rows * LINE, LINE, 4, g);
        w += 4 * LINE;
      }
    }
    g += gStride;
  }
}

/** transposed = transpose(w), both in panels: w [16 * inPanels, 16 * outPanels]. */
export function transpose(w: usize, inPanels: i32, outPanels: i32, transposed: usize): void {
  const inputs = <usize>(inPanels * WIDTH);
  const outputs = <usize>(outPanels * WIDTH);
  for (let n: usize = 0; n < outputs; n++) {
    const from = w + (n >> 4) * inputs * LINE + (n & 15) * 4;
    for (let k: usize = 0; k < inputs; k++) {
      f32.store(transposed + (k >> 4) * outputs * LINE + n * LINE + (k & 15) * 4, f32.load(from + k * LINE));
    }
  }
}

/** Every row of c becomes the row vector `bias` of 16 * cPanels numbers. */
export function fillRows(bias: usize, c: usize, cStride: usize, cPanels: i32, rows: i32): void {
  for (let n = 0; n < cPanels; n++) {
    const b0 = v128.load(bias, 0);
    const b1 = v128.load(bias, 16);
    const b2 = v128.load(bias, 32);
    const b3 = v128.load(bias, 48);
    const end = c + <usize>rows * LINE;
    for (let at = c; at < end; at += LINE) {
      v128.store(at, b0, 0);
      v128.store(at, b1, 16);
      v128.store(at, b2, 32);
      v128.store(at, b3, 48);
    }
    bias += LINE;
    c += cStride;
  }
}

/** bias += the sum of the rows of g [rows, 16 * gPanels]. */
export function accumulateRows(g: usize, gStride: usize, gPanels: i32, bias: usize, rows: i32): void {
  for (let n = 0; n < gPanels; n++) {
    let b0 = v128.load(bias, 0);
    let b1 = v128.load(bias, 16);
    let b2 = v128.load(bias, 32);
    let b3 = v128.load(bias, 48);
    const end = g + <usize>rows * LINE;
    for (let at = g; at < end; at += LINE) {
      b0 = f32x4.add(b0, v128.load(at, 0));
      b1 = f32x4.add(b1, v128.load(at, 16));
      b2 = f32x4.add(b2, v128.load(at, 32));
      b3 = f32x4.add(b3, v128.load(at, 48));
    }
    v128.store(bias, b0, 0);
    v128.store(bias, b1, 16);
    v128.store(bias, b2, 32);
    v128.store(bias, b3, 48);
    bias += LINE;
    g += gStride;
  }
}

/** Copies `rows` rows of a into `steps` blocks of rows of c, one below the other. */
export function repeatRows(
  a: usize,
  aStride: usize,
  c: usize,
  cStride: usize,
  panels: i32,
  rows: i32,
  steps: i32,
): void {
  const height = <usize>rows * LINE;
  for (let n = 0; n < panels; n++) {
    for (let step = 0; step < steps; step++) memory.copy(c + <usize>step * height, a, height);
    a += aStride;
    c += cStride;
  }
}

/** a = the sum of the `steps` blocks of rows of c: the gradient of repeatRows. */
export function foldRows(a: usize, aStride: usize, c: usize, cStride: usize, panels: i32, rows: i32, steps: i32): void {
  const height = <usize>rows * LINE;
  for (let n = 0; n < panels; n++) {
    memory.copy(a, c, height);
    for (let step = 1; step < steps; step++) addTo(a, c + <usize>step * height, rows * WIDTH);
    a += aStride;
    c += cStride;
  }
}

/** sum += addend, elementwise over `count` numbers (a multiple of 16). */
export function addTo(sum: usize, addend: usize, count: i32): void {
  for (const end = sum + ((<usize>count) << 2); sum < end; sum += 32) {
    const low = f32x4.add(v128.load(sum, 0), v128.load(addend, 0));
    const high = f32x4.add(v128.load(sum, 16), v128.load(addend, 16));
    v128.store(sum, low, 0);
    v128.store(sum, high, 16);
    addend += 32;
  }
}
