/** What the values of a wildcard are; `user` and `host` by what stands before them or what the wildcard is called. */
export const PARAMETER_TYPES = [
  'number',
  'duration',
  'size',
  'timestamp',
  'ip',
  'uuid',
  'hex',
  'path',
  'user',
  'host',
  'text',
] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface ParameterKind {
  readonly type: ParameterType;
  /** Of values as numbers: base unit of units inside the values (`ms`, `bytes`, `%`), else the one in the text behind; null: none. */
  readonly unit: string | null;
  /** Units stand inside the values. */
  readonly hasUnits: boolean;
}

export interface ParameterContext {
  /** What the wildcard is called, by the miner or by a person. */
  readonly maskName: string;
  /** Constant text before and behind the wildcard. */
  readonly before: string;
  readonly after: string;
}

/** Share of the values, by events, that must be of a type. */
const TYPE_SHARE = 0.9;
const LONGEST_VALUE = 256;

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/;
const QUANTITY = /^[-+]?\d+(?:\.\d+)?\s?(ns|us|µs|ms|s|sec|m|min|h|b|kb|kib|mb|mib|gb|gib|%)$/i;
const TIME_UNIT = /^(?:ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|msecs?|milliseconds?|microseconds?)$/i;
const SIZE_UNIT = /^(?:b|bytes?|[kmgt]i?b)$/i;
const UNIT_BEHIND =
  /^\s?(ns|us|µs|ms|msecs?|milliseconds?|microseconds?|s|secs?|seconds?|mins?|minutes?|hours?|bytes?|[kmgt]i?b|b|%|percent)(?![\w-])/i;
const IPV4 = /^\/?\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$/;
const IPV6 = /^\[?(?=(?:[^:]*:){2})[0-9a-f:.]{3,45}(?:%\w+)?(?:\]:\d{1,5})?$/i;
const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const HEX = /^(?:0x[0-9a-f]+|[0-9a-f]{6,})$/i;
const TIMESTAMP =
  /^(?:\d{4}[-/]\d{2}[-/]\d{2}(?:[T ].{0,40})?|\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?|[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}.{0,12})$/;
const PATH = /^(?:\w{2,10}:\/\/|[~.]{0,2}\/|[A-Za-z]:\\|\\\\).*$|^[\w.-]+(?:\/[\w.-]+)+\/?$/;
const USER_BEFORE = /\b(?:user|username|login|account|uid|principal)\W{0,3}$/i;
const HOST_BEFORE = /\b(?:host|hostname|node|server|peer|rhost)\W{0,3}$/i;
const HOST_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+(?::\d{1,5})?$/i;

/**
 * Tells what a wildcard holds from a sample of its values.
 * @param values Distinct values with the events of each; empty ones say nothing.
 */
export function classifyParameter(
  values: readonly { readonly value: string; readonly count: number }[],
  context: ParameterContext,
): ParameterKind {
  const known = values.filter(({ value }) => value !== '' && value.length <= LONGEST_VALUE);
  const total = values.reduce((sum, { value, count }) => sum + (value === '' ? 0 : count), 0);
  const share = (pattern: RegExp): number =>
    known.reduce((sum, { value, count }) => sum + (pattern.test(value) ? count : 0), 0) / Math.max(1, total);
  if (known.length === 0) return plain('text');
  if (share(NUMBER) >= TYPE_SHARE) return numberKind(context);
  if (share(NUMBER) + share(QUANTITY) >= TYPE_SHARE) return quantityKind(known);
  for (const [type, pattern] of [
    ['ip', IPV4],
    ['uuid', UUID],
    ['timestamp', TIMESTAMP],
    ['ip', IPV6],
    ['hex', HEX],
    ['path', PATH],
  ] as const) {
    if (share(pattern) >= TYPE_SHARE) return plain(type);
  }
  if (share(IPV4) + share(IPV6) >= TYPE_SHARE) return plain('ip');
  if (context.maskName === 'user' || USER_BEFORE.test(context.before)) return plain('user');
  const isHost = context.maskName === 'host' || HOST_BEFORE.test(context.before);
  return plain(isHost || share(HOST_NAME) >= TYPE_SHARE ? 'host' : 'text');
}

/** Whether values of this kind are read as numbers. */
export function isNumeric({ type }: ParameterKind): boolean {
  return type === 'number' || type === 'duration' || type === 'size';
}

function plain(type: ParameterType): ParameterKind {
  return { type, unit: null, hasUnits: false };
}

function numberKind({ after }: ParameterContext): ParameterKind {
  const unit = UNIT_BEHIND.exec(after)?.[1]?.toLowerCase() ?? null;
  return { type: unit === null ? 'number' : typeOfUnit(unit), unit: unit === 'percent' ? '%' : unit, hasUnits: false };
}

/** The kind of quantity most events have. */
function quantityKind(values: readonly { readonly value: string; readonly count: number }[]): ParameterKind {
  const counts = new Map<ParameterType, number>();
  for (const { value, count } of values) {
    const unit = QUANTITY.exec(value)?.[1];
    if (unit !== undefined) counts.set(typeOfUnit(unit), (counts.get(typeOfUnit(unit)) ?? 0) + count);
  }
  const [type] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? ['number'];
  return { type, unit: type === 'duration' ? 'ms' : type === 'size' ? 'bytes' : '%', hasUnits: true };
}

function typeOfUnit(unit: string): ParameterType {
  if (TIME_UNIT.test(unit)) return 'duration';
  return SIZE_UNIT.test(unit) ? 'size' : 'number';
}
