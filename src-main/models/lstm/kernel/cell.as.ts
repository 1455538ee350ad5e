// AssemblyScript. The element-wise half of an LSTM step over panels (matrix.as.ts). Gates lie one after the other in the
// order input, forget, candidate, output, each of `units` panels.

const LINE: usize = 64;

// Constants are read from memory: the engine would build each splat anew from an integer, which took three times as long.
const ONE: usize = memory.data<f32>([1]);
const HALF: usize = memory.data<f32>([0.5]);
/** tanh leaves f32 there. */
const LIMITS: usize = memory.data<f32>([8, -8]);
/** Coefficients of the tanh, highest power first. Own minimax fit (iterated reweighting) over [0, 8]. */
const NUMERATOR: usize = memory.data<f32>([1.14283483e-5, 0.00295101608, 0.129256554, 0.999999854]);
const DENOMINATOR: usize = memory.data<f32>([2.45918823e-7, 0.00023866813, 0.0238155216, 0.462588709, 1]);

/** x * P(x^2) / Q(x^2) after clamping; largest error 4.2e-7. */
function tanh(value: v128): v128 {
  const low = v128.load_splat<f32>(LIMITS, 4);
  const x = f32x4.relaxed_max(f32x4.relaxed_min(value, v128.load_splat<f32>(LIMITS)), low);
  const s = f32x4.mul(x, x);
  let p = f32x4.relaxed_madd(s, v128.load_splat<f32>(NUMERATOR), v128.load_splat<f32>(NUMERATOR, 4));
  p = f32x4.relaxed_madd(p, s, v128.load_splat<f32>(NUMERATOR, 8));
  p = f32x4.relaxed_madd(p, s, v128.load_splat<f32>(NUMERATOR, 12));
  let q = f32x4.relaxed_madd(s, v128.load_splat<f32>(DENOMINATOR), v128.load_splat<f32>(DENOMINATOR, 4));
  q = f32x4.relaxed_madd(q, s, v128.load_splat<f32>(DENOMINATOR, 8));
  q = f32x4.relaxed_madd(q, s, v128.load_splat<f32>(DENOMINATOR, 12));
  q = f32x4.relaxed_madd(q, s, v128.load_splat<f32>(DENOMINATOR, 16));
  return f32x4.div(f32x4.mul(x, p), q);
}

function sigmoid(x: v128): v128 {
  const half = v128.load_splat<f32>(HALF);
  return f32x4.relaxed_madd(tanh(f32x4.mul(x, half)), half, half);
}

/**
 * One step forward of `units` panels of hidden units. `gates` holds pre-activations and then activations; `squashed` is
 * the tanh of the new cells.
 */
export function stepForward(
  gates: usize,
  cellsBefore: usize,
  cells: usize,
  squashed: usize,
  hidden: usize,
  stride: usize,
  units: i32,
  rows: i32,
): void {
  const gate = <usize>units * stride;
  for (let unit = 0; unit < units; unit++) {
    const end = gates + <usize>rows * LINE;
    let at: usize = 0;
    for (let input = gates; input < end; input += 32) {
      const forget = input + gate;
      const candidate = forget + gate;
      const output = candidate + gate;
      const i0 = sigmoid(v128.load(input, 0));
      const i1 = sigmoid(v128.load(input, 16));
      const f0 = sigmoid(v128.load(forget, 0));
      const f1 = sigmoid(v128.load(forget, 16));
      const g0 = tanh(v128.load(candidate, 0));
      const g1 = tanh(v128.load(candidate, 16));
      const o0 = sigmoid(v128.load(output, 0));
      const o1 = sigmoid(v128.load(output, 16));
      const c0 = f32x4.relaxed_madd(f0, v128.load(cellsBefore + at, 0), f32x4.mul(i0, g0));
      const c1 = f32x4.relaxed_madd(f1, v128.load(cellsBefore + at, 16), f32x4.mul(i1, g1));
      const t0 = tanh(c0);
      const t1 = tanh(c1);
      v128.store(input, i0, 0);
      v128.store(input, i1, 16);
      v128.store(forget, f0, 0);
      v128.store(forget, f1, 16);
      v128.store(candidate, g0, 0);
      v128.store(candidate, g1, 16);
      v128.store(output, o0, 0);
      v128.store(output, o1, 16);
      v128.store(cells + at, c0, 0);
      v128.store(cells + at, c1, 16);
      v128.store(squashed + at, t0, 0);
      v128.store(squashed + at, t1, 16);
      v128.store(hidden + at, f32x4.mul(o0, t0), 0);
      v128.store(hidden + at, f32x4.mul(o1, t1), 16);
      at += 32;
    }
    gates += stride;
    cellsBefore += stride;
    cells += stride;
    squashed += stride;
    hidden += stride;
  }
}

/**
 * One step backward. `gates` holds activations and then gradients of the pre-activations; `dCells` comes in as the
 * gradient from the step after and leaves as that for the step before; its panels lie without gaps.
 */
export function stepBackward(
  gates: usize,
  cellsBefore: usize,
  squashed: usize,
  dHidden: usize,
  dCells: usize,
  stride: usize,
  units: i32,
  rows: i32,
): void {
  const gate = <usize>units * stride;
  const height = <usize>rows * LINE;
  for (let unit = 0; unit < units; unit++) {
    for (let at: usize = 0; at < height; at += 16) {
      backwardLane(gates + at, gate, cellsBefore + at, squashed + at, dHidden + at, dCells + at);
    }
    gates += stride;
    cellsBefore += stride;
    squashed += stride;
    dHidden += stride;
    dCells += height;
  }
}

function backwardLane(
  input: usize,
  gate: usize,
  cellsBefore: usize,
  squashed: usize,
  dHidden: usize,
  dCells: usize,
): void {
  const forget = input + gate;
  const candidate = forget + gate;
  const output = candidate + gate;
  const one = v128.load_splat<f32>(ONE);
  const i = v128.load(input);
  const f = v128.load(forget);
  const g = v128.load(candidate);
  const o = v128.load(output);
  const t = v128.load(squashed);
  const dh = v128.load(dHidden);
  const dc = f32x4.relaxed_madd(f32x4.mul(dh, o), f32x4.relaxed_nmadd(t, t, one), v128.load(dCells));
  const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
  const df = f32x4.mul(f32x4.mul(dc, v128.load(cellsBefore)), f32x4.mul(f, f32x4.sub(one, f)));
  const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.relaxed_nmadd(g, g, one));
  const dOut = f32x4.mul(f32x4.mul(dh, t), f32x4.mul(o, f32x4.sub(one, o)));
  v128.store(input, di);
  v128.store(forget, df);
  v128.store(candidate, dg);
  v128.store(output, dOut);
  v128.store(dCells, f32x4.mul(dc, f));
}
