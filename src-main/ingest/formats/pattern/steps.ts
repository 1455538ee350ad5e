import { TimestampReader } from '../../timestamps/time-spec.ts';
import { AttributeKind, attributeName } from '../attributes-json.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';
import { StopSet } from './stop-set.ts';

export const Op = {
  literal: 0,
  blank: 1,
  time: 2,
  nanos: 3,
  word: 4,
  any: 5,
  int: 6,
  name: 7,
  quoted: 8,
  rest: 9,
  mark: 10,
  tail: 11,
  json: 12,
  level: 13,
  levelWord: 14,
  levelMark: 15,
  priority: 16,
  structuredData: 17,
  optional: 18,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

/** Where a field's range goes. */
export const Role = { none: 0, service: 1, host: 2, component: 3, message: 4, attribute: 5, level: 6 } as const;
export type Role = (typeof Role)[keyof typeof Role];

const NOTHING = new Uint8Array(0);
const NO_STOPS = new StopSet([]);

/** One instruction of a compiled pattern; every step has every field, so the matcher stays monomorphic. */
export class Step {
  readonly op: Op;
  role: Role = Role.none;
  attribute: Uint8Array = NOTHING;
  attributeKind: AttributeKind = AttributeKind.text;
  literal: Uint8Array = NOTHING;
  stops: StopSet = NO_STOPS;
  reader: TimestampReader | null = null;
  group: readonly Step[] = [];
  /** Blanks between the field and the literal after it are skipped (`[INFO ]`). */
  isPadded = false;

  constructor(op: Op) {
    this.op = op;
  }
}

/** More patterns than detection ever tries on one file. */
const MAX_COMPILED = 8192;
const compiled = new Map<string, readonly Step[]>();

/**
 * The steps of a pattern; they hold no state, so equal patterns share them.
 * @throws IngestError `ingest.pattern` | `ingest.time-spec`
 */
export function compilePattern(pattern: string): readonly Step[] {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const steps = compileNodes(parsePattern(pattern), []);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(pattern, steps);
  return steps;
}

function compileNodes(nodes: readonly PatternNode[], after: readonly PatternNode[]): Step[] {
  return nodes.map((node, index) => compileNode(node, [...nodes.slice(index + 1), ...after]));
}

function compileNode(node: PatternNode, following: readonly PatternNode[]): Step {
  switch (node.kind) {
    case 'literal': {
      const step = new Step(Op.literal);
      step.literal = new TextEncoder().encode(node.text);
      return step;
    }
    case 'blank':
      return new Step(Op.blank);
    case 'time': {
      const step = new Step(node.isNanosOnly ? Op.nanos : Op.time);
      step.reader = new TimestampReader(node.spec);
      return step;
    }
    case 'optional': {
      const step = new Step(Op.optional);
      step.group = compileNodes(node.nodes, following);
      return step;
    }
    default: {
      const step = new Step(fieldOp(node.name, node.class));
      step.role = roleOf(node.name);
      if (step.role === Role.attribute) step.attribute = attributeName(node.name);
      if (node.class === 'int') step.attributeKind = AttributeKind.number;
      if (node.class === 'json') step.attributeKind = AttributeKind.json;
      step.stops = new StopSet(following);
      step.isPadded = following[0]?.kind === 'literal';
      return step;
    }
  }
}

const CLASS_OPS: Readonly<Record<string, Op>> = {
  word: Op.word,
  any: Op.any,
  int: Op.int,
  name: Op.name,
  quoted: Op.quoted,
  tail: Op.tail,
  json: Op.json,
  mark: Op.word,
  start: Op.mark,
};

function fieldOp(name: string, fieldClass: string): Op {
  if (name === 'level') return fieldClass === 'mark' ? Op.levelMark : fieldClass === 'name' ? Op.level : Op.levelWord;
  if (name === 'pri') return Op.priority;
  if (name === 'sd') return Op.structuredData;
  if (name === 'message' && fieldClass === 'word') return Op.rest;
  return CLASS_OPS[fieldClass]!;
}

const ROLES: Readonly<Record<string, Role>> = {
  service: Role.service,
  host: Role.host,
  component: Role.component,
  message: Role.message,
  level: Role.level,
  pri: Role.level,
  _: Role.none,
};

function roleOf(name: string): Role {
  return ROLES[name] ?? Role.attribute;
}
