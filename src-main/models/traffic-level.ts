/** Groups of windows with like traffic that a level is read from. */
const GROUPS = 12;
/** With fewer events the share of traffic in a count cannot be read: it is taken to be all of it. */
const MIN_EVENTS = 100;
/** Counts beyond so many times the mean of their group are cut: they may be an incident. */
const CUT = 4;

/**
 * The level of a count too thin for a level of its own: some of it follows the traffic of all events, some of it
 * (heartbeats, timetables) comes at any hour. Both parts are read from how the count grows with the traffic.
 * @param rate Usual events a window: what the level amounts to on average.
 * @param shape Relative traffic of all events, mean about 1. @returns Positive, one number a window.
 */
export function levelByTraffic(counts: Float64Array, rate: number, shape: Float64Array): Float64Array {
  const floor = 0.5 / counts.length;
  const { steady, following } = partsOf(counts, rate, shape);
  const level = new Float64Array(shape.length);
  for (let i = 0; i < shape.length; i++) level[i] = Math.max(floor, rate * (steady + following * shape[i]!));
  return level;
}

/** Shares of a count that do not follow traffic and that do; they sum to about 1. */
function partsOf(
  counts: Float64Array,
  rate: number,
  shape: Float64Array,
): { readonly steady: number; readonly following: number } {
  const allFollows = { steady: 0, following: 1 };
  if (rate * counts.length < MIN_EVENTS) return allFollows;
  const points = groupMeans(counts, shape);
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  let products = 0;
  let squares = 0;
  for (const [x, y] of points) {
    products += (x - meanX) * (y - meanY);
    squares += (x - meanX) ** 2;
  }
  if (!(meanY > 0) || squares === 0) return allFollows;
  const following = Math.max(0, Math.min(1, ((products / squares) * meanX) / meanY));
  return { steady: 1 - following, following: following / meanX };
}

/** Mean traffic and mean count of windows grouped by traffic; what stands far out in a group is cut. */
function groupMeans(counts: Float64Array, shape: Float64Array): (readonly [traffic: number, count: number])[] {
  const { groupOf, sizes, traffic } = groupsOf(shape);
  const plain = new Float64Array(sizes.length);
  for (let window = 0; window < counts.length; window++) plain[groupOf[window]!]! += counts[window]!;
  const most = plain.map((sum, group) => Math.max(1, (CUT * sum) / sizes[group]!));
  const cut = new Float64Array(sizes.length);
  for (let window = 0; window < counts.length; window++) {
    const group = groupOf[window]!;
    cut[group]! += Math.min(counts[window]!, most[group]!);
  }
  return Array.from(sizes, (size, group) => [traffic[group]! / size, cut[group]! / size]);
}

interface TrafficGroups {
  /** Group of each window. */
  readonly groupOf: Uint8Array;
  /** Windows and summed traffic of each group. */
  readonly sizes: Float64Array;
  readonly traffic: Float64Array;
}

const known = new WeakMap<Float64Array, TrafficGroups>();

/** Groups of equal size by traffic, made once for all counts of a table. */
function groupsOf(shape: Float64Array): TrafficGroups {
  const made = known.get(shape);
  if (made !== undefined) return made;
  const order = Int32Array.from(shape, (_, window) => window).sort((a, b) => shape[a]! - shape[b]! || a - b);
  const size = Math.ceil(order.length / GROUPS);
  const count = Math.ceil(order.length / size);
  const groups = {
    groupOf: new Uint8Array(order.length),
    sizes: new Float64Array(count),
    traffic: new Float64Array(count),
  };
  order.forEach((window, place) => {
    const group = Math.floor(place / size);
    groups.groupOf[window] = group;
    groups.sizes[group]!++;
    groups.traffic[group]! += shape[window]!;
  });
  known.set(shape, groups);
  return groups;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
