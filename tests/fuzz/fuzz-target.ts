import { createHash } from 'node:crypto';
import { Random } from '../../src-main/models/random.ts';

/** One part of reading, held against what must be true of it whatever it is given. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs to start from, and the tokens that its inputs are made of. */
  readonly seeds: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /**
   * Runs one input; depends on its bytes alone.
   * @returns What came of it, in few words: an input with an outcome not seen before is kept, to be changed further.
   * @throws where something that must hold does not.
   */
  run(input: Uint8Array<ArrayBuffer>): string | Promise<string>;
}

/** Random numbers for the choices a target makes besides its input: the same for the same bytes. */
export function randomOf(input: Uint8Array): Random {
  return new Random(createHash('sha256').update(input).digest().readUInt32LE());
}
