import { IngestError } from '#shared/base/errors.ts';
import { ANY, type CharSet } from './char-set.ts';
import { parseRegex } from './parse-regex.ts';
import type { RegexNode } from './regex-node.ts';

/** Instructions of a program: an op and two numbers each. */
export const RegexOp = {
  /** a: set. */
  set: 0,
  /** Go on at a; when that fails, at b. */
  split: 1,
  /** Go on at a. */
  jump: 2,
  /** a: slot that keeps the position. */
  save: 3,
  /** As many characters of set a as there are; b: 1 when as few. */
  loop: 4,
  /** a: 0 start, 1 end, 2 word boundary, 3 none. */
  assert: 5,
  /** a: set; b: 1 behind + 2 negated + 4 or the edge. */
  look: 6,
  match: 7,
  /** a: number of a program of its own; b: 1 negated. */
  lookFar: 8,
} as const;

/** A compiled expression; holds no state. */
export interface RegexProgram {
  readonly source: string;
  /** Three numbers an instruction. */
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  /** Captures, the whole match first: slots are twice as many. */
  readonly captures: number;
  /** Names of captures from 1 on, null where there is none. */
  readonly names: readonly (string | null)[];
  /** Number of each instruction among those where ways part; -1 for others. */
  readonly choice: Int32Array;
  readonly choices: number;
  /** Programs of looks, and how many characters in front of the place they start. */
  readonly looks: readonly { readonly program: RegexProgram; readonly behind: number }[];
}

/** Largest program: a line then costs at most so many steps a byte. */
const MAX_INSTRUCTIONS = 4096;

/**
 * Compiles an expression that is searched for in a line; `^` ties it to the start.
 * @throws IngestError `ingest.regex-invalid`
 */
export function compileRegex(source: string): RegexProgram {
  const writer = new ProgramWriter(source);
  writer.emit(RegexOp.loop, writer.set(ANY), 1);
  return compileNode(writer, parseRegex(source));
}

function compileNode(writer: ProgramWriter, node: RegexNode): RegexProgram {
  writer.emit(RegexOp.save, 0, 0);
  writer.node(node);
  writer.emit(RegexOp.save, 1, 0);
  writer.emit(RegexOp.match, 0, 0);
  return writer.finish();
}

const ASSERTS = ['start', 'end', 'word', 'no-word'] as const;

class ProgramWriter {
  readonly #source: string;
  readonly #code: number[] = [];
  readonly #sets: CharSet[] = [];
  readonly #names: (string | null)[] = [];
  readonly #looks: { program: RegexProgram; behind: number }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  finish(): RegexProgram {
    const code = Int32Array.from(this.#code);
    const choice = new Int32Array(code.length / 3).fill(-1);
    let choices = 0;
    for (let i = 0; i < choice.length; i++) {
      const op = code[i * 3];
      if (op === RegexOp.split || op === RegexOp.loop) choice[i] = choices++;
    }
    return {
      source: this.#source,
      code,
      sets: this.#sets,
      captures: this.#names.length + 1,
      names: this.#names,
      choice,
      choices,
      looks: this.#looks,
    };
  }

  set(set: CharSet): number {
    return this.#sets.push(set) - 1;
  }

  emit(op: number, a: number, b: number): number {
    if (this.#code.length >= MAX_INSTRUCTIONS * 3) {
      throw new IngestError(
        'ingest.regex-invalid',
        'Bad regular expression: it is too large once its repeats are written out.',
        { details: { at: 0, problem: 'it is too large once its repeats are written out' } },
      );
    }
    this.#code.push(op, a, b);
    return this.#code.length / 3 - 1;
  }

  node(node: RegexNode): void {
    switch (node.kind) {
      case 'set':
        this.emit(RegexOp.set, this.set(node.set), 0);
        return;
      case 'sequence':
        for (const inner of node.nodes) this.node(inner);
        return;
      case 'either':
        this.#either(node.nodes);
        return;
      case 'repeat':
        this.#repeat(node);
        return;
      case 'capture':
        this.#capture(node.name, node.node);
        return;
      case 'assert':
        this.emit(RegexOp.assert, ASSERTS.indexOf(node.what), 0);
        return;
      case 'look-far': {
        const program = compileNode(new ProgramWriter(this.#source), node.node);
        this.emit(RegexOp.lookFar, this.#looks.push({ program, behind: node.behind }) - 1, node.isNegated ? 1 : 0);
        return;
      }
      default:
        this.emit(
          RegexOp.look,
          this.set(node.set),
          (node.isBehind ? 1 : 0) + (node.isNegated ? 2 : 0) + (node.orEdge ? 4 : 0),
        );
    }
  }

  get #here(): number {
    return this.#code.length / 3;
  }

  #either(nodes: readonly RegexNode[]): void {
    const jumps: number[] = [];
    nodes.forEach((node, i) => {
      const isLast = i === nodes.length - 1;
      const split = isLast ? -1 : this.emit(RegexOp.split, this.#here + 1, 0);
      this.node(node);
      if (isLast) return;
      jumps.push(this.emit(RegexOp.jump, 0, 0));
      this.#code[split * 3 + 2] = this.#here;
    });
    for (const jump of jumps) this.#code[jump * 3 + 1] = this.#here;
  }

  /** A capture that is repeated gets a slot for each copy, all of one name. */
  #capture(name: string | null, node: RegexNode): void {
    const slot = this.#names.push(name) * 2;
    this.emit(RegexOp.save, slot, 0);
    this.node(node);
    this.emit(RegexOp.save, slot + 1, 0);
  }

  #repeat({ node, least, most, isLazy }: Extract<RegexNode, { kind: 'repeat' }>): void {
    for (let i = 0; i < least; i++) this.node(node);
    if (most === null) {
      this.#star(node, isLazy);
      return;
    }
    const splits: number[] = [];
    for (let i = least; i < most; i++) {
      splits.push(this.emit(RegexOp.split, 0, 0));
      this.node(node);
    }
    for (const split of splits) this.#setSplit(split, split + 1, this.#here, isLazy);
  }

  #star(node: RegexNode, isLazy: boolean): void {
    if (node.kind === 'set') {
      this.emit(RegexOp.loop, this.set(node.set), isLazy ? 1 : 0);
      return;
    }
    const split = this.emit(RegexOp.split, 0, 0);
    this.node(node);
    this.emit(RegexOp.jump, split, 0);
    this.#setSplit(split, split + 1, this.#here, isLazy);
  }

  #setSplit(split: number, inside: number, behind: number, isLazy: boolean): void {
    this.#code[split * 3 + 1] = isLazy ? behind : inside;
    this.#code[split * 3 + 2] = isLazy ? inside : behind;
  }
}
