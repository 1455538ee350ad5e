import { FLOW_KINDS, type FlowKind } from './message.ts';
import type { Random } from './random.ts';

const TERMS = [
  'lamp',
  'desk',
  'chair',
  'jacket',
  'boots',
  'kettle',
  'router',
  'cable',
  'tent',
  'rope',
  'mug',
  'notebook',
  'pen',
  'drill',
  'scarf',
  'skillet',
  'clock',
  'bench',
  'pillow',
  'bicycle',
  'helmet',
  'torch',
  'basket',
  'ladder',
];
const ENDINGS = ['', '-small', '-large', '-blue', '-black', '-steel', '-wood', '-kids', '-pro', '-outdoor'];
const JOBS = ['rollup-orders', 'expire-carts', 'rebuild-index', 'export-ledger', 'prune-sessions', 'refresh-prices'];

/** Every three-digit hexadecimal number: request ids are made of them without formatting. */
const HEX3 = Array.from({ length: 4096 }, (_, i) => i.toString(16).padStart(3, '0'));
const SKU_COUNT = 4000;
const USER_COUNT = 20_000;
const ADDRESS_COUNT = 6000;

const draw: Readonly<Record<FlowKind, (random: Random) => string>> = {
  req: (random) => `req-${hex(random, 4)}`,
  user: (random) => `usr-${10_000 + popular(random, USER_COUNT)}`,
  sku: (random) => `SKU-${20_000 + popular(random, SKU_COUNT)}`,
  order: (random) => `ORD-${random.between(1_000_000, 9_999_999)}`,
  cart: (random) => `crt-${hex(random, 3)}`,
  ip: drawAddress,
  session: (random) => `ses-${hex(random, 3)}`,
  amount: (random) => cents(32 * random.skewed() * random.skewed() * 100),
  quantity: (random) => `${1 + Math.floor(random.uniform() * random.uniform() * 8)}`,
  tx: (random) => `${random.between(100_000, 999_999)}`,
  term: (random) => `${random.pick(TERMS)}${random.pick(ENDINGS)}`,
  mail: (random) => `msg-${hex(random, 3)}`,
  job: (random) => random.pick(JOBS),
};

/** Draws a value of each flow kind, by position in FLOW_KINDS. */
export const FLOW_VALUE_DRAWERS = FLOW_KINDS.map((kind) => draw[kind]);

/** Popular first: the square of a uniform gives the first of n about 1/sqrt(n) of all draws. */
function popular(random: Random, count: number): number {
  const share = random.uniform();
  return Math.floor(share * share * count);
}

function hex(random: Random, groups: number): string {
  let text = '';
  for (let i = 0; i < groups; i++) text += HEX3[random.nextBits() & 4095];
  return text;
}

/** Private addresses, a fixed set of clients. */
function drawAddress(random: Random): string {
  const client = popular(random, ADDRESS_COUNT) * 7919 + 1;
  return `10.${(client >> 16) & 63}.${(client >> 8) & 255}.${(client & 253) + 1}`;
}

function cents(value: number): string {
  const whole = Math.max(100, Math.round(value));
  const rest = whole % 100;
  return `${Math.floor(whole / 100)}.${rest < 10 ? '0' : ''}${rest}`;
}
