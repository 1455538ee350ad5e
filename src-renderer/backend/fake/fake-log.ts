/** A made-up service log, computed line by line from its number, so ten million events cost nothing to hold. */

export interface FakeTemplate {
  readonly templateId: string;
  readonly text: string;
  readonly severity: number;
  readonly service: string;
  readonly weight: number;
  /** Fills one wildcard from a pseudo-random number. */
  readonly fill: (random: number, wildcard: number) => string;
}

export interface FakeEvent {
  readonly eventId: number;
  readonly timeNs: bigint;
  readonly template: FakeTemplate;
  readonly host: string;
  readonly line: number;
  readonly lineCount: number;
  readonly content: string;
  readonly parameters: readonly string[];
}

export const START_NS = 1_782_000_000_000_000_000n; // 2026-06-21T00:00:00Z
const DAY_NS = 86_400_000_000_000n;
const id = (random: number) =>
  Math.floor(random * 0xffffff)
    .toString(16)
    .padStart(6, '0');
const ip = (random: number) => `10.0.${Math.floor(random * 8)}.${Math.floor(random * 250) + 1}`;
const ms = (random: number) => String(Math.floor(4 + random * random * 380));

export const FAKE_TEMPLATES: readonly FakeTemplate[] = [
  {
    templateId: 'a1',
    text: 'GET /api/orders/<*> 200 in <*> ms',
    severity: 9,
    service: 'api-gateway',
    weight: 300,
    fill: (r, i) => (i === 0 ? id(r) : ms(r)),
  },
  {
    templateId: 'a2',
    text: 'POST /api/cart 201 in <*> ms user=<*>',
    severity: 9,
    service: 'api-gateway',
    weight: 160,
    fill: (r, i) => (i === 0 ? ms(r) : `u${Math.floor(r * 9000)}`),
  },
  {
    templateId: 'a3',
    text: 'select orders where id = <*> took <*> ms',
    severity: 5,
    service: 'orders-db',
    weight: 220,
    fill: (r, i) => (i === 0 ? id(r) : ms(r)),
  },
  {
    templateId: 'a4',
    text: 'session <*> opened from <*>',
    severity: 9,
    service: 'auth',
    weight: 90,
    fill: (r, i) => (i === 0 ? id(r) : ip(r)),
  },
  { templateId: 'a5', text: 'session <*> closed', severity: 9, service: 'auth', weight: 84, fill: (r) => id(r) },
  {
    templateId: 'a6',
    text: 'cache miss for key <*>',
    severity: 5,
    service: 'catalog',
    weight: 60,
    fill: (r) => `product:${Math.floor(r * 4000)}`,
  },
  {
    templateId: 'a7',
    text: 'slow query: <*> ms, plan <*>',
    severity: 13,
    service: 'orders-db',
    weight: 9,
    fill: (r, i) => (i === 0 ? String(900 + Math.floor(r * 2400)) : 'seq scan'),
  },
  {
    templateId: 'a8',
    text: 'retrying payment <*> after <*> s (attempt <*>)',
    severity: 13,
    service: 'payments',
    weight: 6,
    fill: (r, i) => (i === 0 ? id(r) : String(1 + Math.floor(r * 5))),
  },
  {
    templateId: 'a9',
    text: 'heartbeat from <*> ok',
    severity: 9,
    service: 'scheduler',
    weight: 24,
    fill: (r) => `node-${1 + Math.floor(r * 6)}`,
  },
  {
    templateId: 'b1',
    text: 'payment <*> refused by provider: status <*>',
    severity: 17,
    service: 'payments',
    weight: 1.2,
    fill: (r, i) => (i === 0 ? id(r) : '502'),
  },
  {
    templateId: 'b2',
    text: 'connection pool exhausted: <*> waiting, <*> in use',
    severity: 17,
    service: 'orders-db',
    weight: 0.15,
    fill: (r, i) => String(i === 0 ? Math.floor(r * 90) : 64),
  },
  {
    templateId: 'b3',
    text: 'java.lang.OutOfMemoryError: <*>',
    severity: 21,
    service: 'catalog',
    weight: 0.03,
    fill: () => 'Java heap space',
  },
  {
    templateId: 'b4',
    text: 'certificate of <*> expires in <*> days',
    severity: 13,
    service: 'api-gateway',
    weight: 0.06,
    fill: (_, i) => (i === 0 ? 'pay.example.net' : '6'),
  },
];

/** Spans of trouble, as shares of the log: the template whose weight is raised there. */
const TROUBLE: readonly {
  readonly from: number;
  readonly to: number;
  readonly templateId: string;
  readonly boost: number;
}[] = [
  { from: 0.62, to: 0.645, templateId: 'b1', boost: 260 },
  { from: 0.63, to: 0.65, templateId: 'b2', boost: 900 },
  { from: 0.31, to: 0.318, templateId: 'a7', boost: 26 },
  { from: 0.87, to: 0.8705, templateId: 'b3', boost: 4000 },
];

const TOTAL_WEIGHT = FAKE_TEMPLATES.reduce((sum, template) => sum + template.weight, 0);

/** Event number `at` of `count` over one day; the same for the same number, on every machine. */
export function fakeEvent(at: number, count: number): FakeEvent {
  const share = at / count;
  const template = pickTemplate(random(at, 1), share);
  const parameters: string[] = [];
  const content = template.text.replace(/<\*>/g, () => {
    const value = template.fill(random(at, 10 + parameters.length), parameters.length);
    parameters.push(value);
    return value;
  });
  return {
    eventId: at,
    timeNs: fakeTime(at, count),
    template,
    host: `node-${1 + Math.floor(random(at, 3) * 4)}`,
    line: at + 1,
    lineCount: template.templateId === 'b3' ? 14 : 1,
    content,
    parameters,
  };
}

/** Ascending times over a day with a silent half hour before the last fifth. */
export function fakeTime(at: number, count: number): bigint {
  const share = at / count;
  const withGap = share < 0.8 ? share * 0.78 : 0.8 + (share - 0.8);
  return START_NS + BigInt(Math.floor(withGap * Number(DAY_NS)));
}

function pickTemplate(roll: number, share: number): FakeTemplate {
  const boosts = TROUBLE.filter((trouble) => share >= trouble.from && share < trouble.to);
  const weightOf = (template: FakeTemplate) =>
    template.weight * (boosts.find((boost) => boost.templateId === template.templateId)?.boost ?? 1);
  const total =
    boosts.length === 0 ? TOTAL_WEIGHT : FAKE_TEMPLATES.reduce((sum, template) => sum + weightOf(template), 0);
  let rest = roll * total;
  for (const template of FAKE_TEMPLATES) {
    rest -= weightOf(template);
    if (rest < 0) return template;
  }
  return FAKE_TEMPLATES[0]!;
}

/** A number in [0, 1) from an event number and a purpose (32-bit finaliser of MurmurHash3). */
export function random(at: number, purpose: number): number {
  let hash = (Math.imul(at + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca6b)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
