import { SERVICE_NAMES, type ServiceName } from './topology.ts';

/**
 * A log statement: constant text with `{kind}` or `{kind:argument}` where a value goes. Text is printable ASCII without
 * quotes, backslashes, commas or semicolons, so that it is the same in JSON, logfmt, syslog and CSV.
 *
 * | kind | value |
 * |---|---|
 * | `req` `user` `sku` `order` `cart` `ip` `session` `amount` `quantity` `tx` `term` `mail` `job` | drawn once a flow, the same in all its lines |
 * | `ms:MEDIAN` | a latency, skewed; it is also the time the step takes |
 * | `elapsed` | milliseconds since the flow's first line |
 * | `near:MEDIAN` | a size or level, skewed |
 * | `int:LOW-HIGH` | even over the range, ends included |
 * | `pick:A|B|C` | one of the words |
 * | `uptime` | seconds since the process started |
 */
export interface MessageSpec {
  readonly service: ServiceName;
  readonly level: LevelName;
  readonly text: string;
}

export const LEVEL_NAMES = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LevelName = (typeof LEVEL_NAMES)[number];

export const FLOW_KINDS = [
  'req',
  'user',
  'sku',
  'order',
  'cart',
  'ip',
  'session',
  'amount',
  'quantity',
  'tx',
  'term',
  'mail',
  'job',
] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];
const STEP_KINDS = ['ms', 'elapsed', 'near', 'int', 'pick', 'uptime'] as const;
export type ParameterKind = FlowKind | (typeof STEP_KINDS)[number];

/** Numbers of the kinds: flow kinds first, so `number < FLOW_KINDS.length` tells them apart. */
export const KIND_NUMBERS: Readonly<Record<ParameterKind, number>> = Object.fromEntries(
  [...FLOW_KINDS, ...STEP_KINDS].map((kind, index) => [kind, index]),
) as Record<ParameterKind, number>;

export interface Parameter {
  readonly kind: number;
  /** Median, or the lower end; 0 when the kind takes no argument. */
  readonly low: number;
  /** Upper end of `int`; 0 elsewhere. */
  readonly high: number;
  readonly words: readonly string[];
}

export interface Message {
  readonly spec: MessageSpec;
  readonly serviceIndex: number;
  readonly levelIndex: number;
  /** One longer than `parameters`. */
  readonly literals: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The true template, `<*>` for each parameter. */
  readonly template: string;
  /** Median of the message's `ms` parameter; 0 without one. */
  readonly latencyMs: number;
}

const FORBIDDEN = /[^ -~]|["'\\,;<>|]/;

/** @throws Error when the text is not a valid statement: a mistake in the catalogue, found by its tests. */
export function compileMessage(spec: MessageSpec): Message {
  const pieces = spec.text.split(/\{([^}]*)\}/);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const parameters = pieces.filter((_, index) => index % 2 === 1).map(parseParameter);
  if (literals.some((literal) => FORBIDDEN.test(literal))) throw new Error(`Bad character in message: ${spec.text}`);
  const latency = parameters.find((parameter) => parameter.kind === KIND_NUMBERS.ms);
  return {
    spec,
    serviceIndex: SERVICE_NAMES.indexOf(spec.service),
    levelIndex: LEVEL_NAMES.indexOf(spec.level),
    literals,
    parameters,
    template: literals.join('<*>'),
    latencyMs: latency?.low ?? 0,
  };
}

function parseParameter(text: string): Parameter {
  const [name = '', argument = ''] = text.split(':');
  const kind = KIND_NUMBERS[name as ParameterKind];
  if (kind === undefined) throw new Error(`Unknown message parameter: {${text}}`);
  if (name === 'pick') return { kind, low: 0, high: 0, words: argument.split('|') };
  const [low = 0, high = 0] = argument.split('-').map(Number);
  if (Number.isNaN(low) || Number.isNaN(high)) throw new Error(`Bad argument of a message parameter: {${text}}`);
  return { kind, low, high, words: [] };
}
