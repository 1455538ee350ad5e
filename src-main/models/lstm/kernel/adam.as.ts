// AssemblyScript. The optimiser over flat arrays of `count` numbers, a multiple of 16.

/**
 * One step of Adam on gradients times `scale`. `rate` and `epsilon` come with the bias corrections of the step folded in.
 * Source: Kingma, Ba, "Adam", ICLR 2015, the reordering at the end of section 2.
 */
export function adamStep(
  weights: usize,
  gradients: usize,
  means: usize,
  squares: usize,
  count: i32,
  scale: f32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const end = weights + ((<usize>count) << 2);
  for (; weights < end; weights += 16) {
    const g = f32x4.mul(v128.load(gradients), f32x4.splat(scale));
    const m = v128.load(means);
    const s = v128.load(squares);
    const mean = f32x4.add(m, f32x4.mul(f32x4.splat(1 - beta1), f32x4.sub(g, m)));
    const square = f32x4.add(s, f32x4.mul(f32x4.splat(1 - beta2), f32x4.sub(f32x4.mul(g, g), s)));
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), mean), f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon)));
    v128.store(means, mean);
    v128.store(squares, square);
    v128.store(weights, f32x4.sub(v128.load(weights), step));
    gradients += 16;
    means += 16;
    squares += 16;
  }
}

/** Sum of squares, in an order that does not depend on the machine. */
export function sumSquares(values: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (const end = values + ((<usize>count) << 2); values < end; values += 16) {
    const value = v128.load(values);
    sum = f32x4.add(sum, f32x4.mul(value, value));
  }
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return low + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
