// AssemblyScript. Losses over panels (matrix.as.ts): each leaves the error of every row and turns the output into its
// gradient in place.

const LINE: usize = 64;

/**
 * errors[row] = sum of squared differences; output = scales[row] * (output - target).
 * output and target [rows, 16 * panels]; scales and errors one f32 a row.
 */
export function squaredError(
  output: usize,
  target: usize,
  scales: usize,
  errors: usize,
  stride: usize,
  panels: i32,
  rows: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const scale = v128.load_splat<f32>(scales + ((<usize>row) << 2));
    let sum = f32x4.splat(0);
    let at = <usize>row * LINE;
    for (let panel = 0; panel < panels; panel++) {
      for (let column: usize = 0; column < LINE; column += 16) {
        const difference = f32x4.sub(v128.load(output + at + column), v128.load(target + at + column));
        sum = f32x4.relaxed_madd(difference, difference, sum);
        v128.store(output + at + column, f32x4.mul(difference, scale));
      }
      at += stride;
    }
    f32.store(errors + ((<usize>row) << 2), laneSum(sum));
  }
}

/**
 * errors[row] = -ln softmax(output)[target]; output = scales[row] * (softmax(output) - one-hot target).
 * A negative target is no step: no error, no gradient. targets is one i32 a row.
 */
export function crossEntropy(
  output: usize,
  targets: usize,
  scales: usize,
  errors: usize,
  stride: usize,
  panels: i32,
  rows: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const target = i32.load(targets + ((<usize>row) << 2));
    const first = output + <usize>row * LINE;
    if (target < 0) {
      f32.store(errors + ((<usize>row) << 2), 0);
      scaleRow(first, f32x4.splat(0), panels, stride);
      continue;
    }
    const highest = highestOf(first, panels, stride);
    const chosen = first + <usize>(target >> 4) * stride + <usize>((target & 15) << 2);
    const logit = f32.load(chosen);
    const total = exponentials(first, f32x4.splat(highest), panels, stride);
    f32.store(errors + ((<usize>row) << 2), Mathf.log(total) + highest - logit);
    const scale = f32.load(scales + ((<usize>row) << 2));
    scaleRow(first, f32x4.splat(scale / total), panels, stride);
    f32.store(chosen, f32.load(chosen) - scale);
  }
}

function highestOf(first: usize, panels: i32, stride: usize): f32 {
  let highest = v128.load(first);
  for (let panel = 0; panel < panels; panel++) {
    for (let column: usize = 0; column < LINE; column += 16) {
      highest = f32x4.relaxed_max(highest, v128.load(first + column));
    }
    first += stride;
  }
  const a = max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1));
  return max(a, max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3)));
}

/** Replaces each number by exp(number - highest) and returns their sum. */
function exponentials(first: usize, highest: v128, panels: i32, stride: usize): f32 {
  let sum = f32x4.splat(0);
  for (let panel = 0; panel < panels; panel++) {
    for (let column: usize = 0; column < LINE; column += 16) {
      const value = exponential(f32x4.sub(v128.load(first + column), highest));
      v128.store(first + column, value);
      sum = f32x4.add(sum, value);
    }
    first += stride;
  }
  return laneSum(sum);
}

function scaleRow(first: usize, scale: v128, panels: i32, stride: usize): void {
  for (let panel = 0; panel < panels; panel++) {
    for (let column: usize = 0; column < LINE; column += 16) {
      v128.store(first + column, f32x4.mul(v128.load(first + column), scale));
    }
    first += stride;
  }
}

/** Chances below e^-30 are none: their gradients would sink into denormal numbers, which take twenty times as long. */
const LOWEST: usize = memory.data<f32>([-30]);
const LOG2_E: usize = memory.data<f32>([1.4426950408889634]);
const BIAS: usize = memory.data<i32>([127]);
/** Taylor series of 2^f, highest power first. */
const POWERS: usize = memory.data<f32>([
  1.5403530393e-4, 1.3333558146e-3, 9.6181291076e-3, 5.5504108665e-2, 0.24022650696, 0.69314718056, 1,
]);

/** exp for x <= 0, 0 below e^-30: 2^n * 2^f with f in [-0.5, 0.5]; relative error below 3e-7. */
function exponential(value: v128): v128 {
  const lowest = v128.load_splat<f32>(LOWEST);
  const x = f32x4.mul(f32x4.relaxed_max(value, lowest), v128.load_splat<f32>(LOG2_E));
  const whole = f32x4.nearest(x);
  const f = f32x4.sub(x, whole);
  let p = f32x4.relaxed_madd(f, v128.load_splat<f32>(POWERS), v128.load_splat<f32>(POWERS, 4));
  p = f32x4.relaxed_madd(p, f, v128.load_splat<f32>(POWERS, 8));
  p = f32x4.relaxed_madd(p, f, v128.load_splat<f32>(POWERS, 12));
  p = f32x4.relaxed_madd(p, f, v128.load_splat<f32>(POWERS, 16));
  p = f32x4.relaxed_madd(p, f, v128.load_splat<f32>(POWERS, 20));
  p = f32x4.relaxed_madd(p, f, v128.load_splat<f32>(POWERS, 24));
  const exponent = i32x4.add(i32x4.relaxed_trunc_f32x4_s(whole), v128.load_splat<i32>(BIAS));
  return v128.and(f32x4.mul(p, i32x4.shl(exponent, 23)), f32x4.gt(value, lowest));
}

function laneSum(sum: v128): f32 {
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return low + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
