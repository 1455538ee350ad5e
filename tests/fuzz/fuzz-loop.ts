import { Random } from '../../src-main/models/random.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutate } from './mutate.ts';

/** CPU time of one input beyond which it counts as a hang; inputs are small. */
const MAX_INPUT_SECONDS = 4;
/** Kept inputs with new outcomes, besides the seeds. */
const MAX_KEPT = 2000;
const MAX_OUTCOMES = 20_000;
const MAX_SHRINK_RUNS = 400;
const MAX_MESSAGE = 1500;

/** An input for which something that must hold does not. */
export interface Finding {
  readonly target: string;
  /** What failed and where: equal for findings that are probably one bug. */
  readonly key: string;
  readonly message: string;
  readonly input: Uint8Array<ArrayBuffer>;
}

/** Runs one target on changed inputs, one after another; the same seed gives the same inputs. */
export class FuzzLoop {
  runs = 0;
  /** CPU seconds inside the target. */
  cpuSeconds = 0;
  readonly findings = new Map<string, Finding>();
  readonly target: FuzzTarget;
  readonly #random: Random;
  readonly #kept: Uint8Array[] = [];
  readonly #outcomes = new Set<string>();
  readonly #onInput: (input: Uint8Array) => void;
  #seedsDone = 0;

  /** @param onInput Told of every input before it is run, to have it should the process die. */
  constructor(target: FuzzTarget, seed: number, onInput: (input: Uint8Array) => void = () => {}) {
    this.target = target;
    this.#random = new Random(seed);
    this.#onInput = onInput;
  }

  get outcomes(): number {
    return this.#outcomes.size;
  }

  /** Every seed once as it is, then changed ones. */
  async step(): Promise<void> {
    const { seeds } = this.target;
    const isSeed = this.#seedsDone < seeds.length;
    const input = isSeed ? new Uint8Array(seeds[this.#seedsDone++] as Uint8Array) : this.#change();
    const { outcome, failure } = await this.#runOne(input);
    this.runs++;
    if (failure !== null) await this.#keepFinding(input, failure);
    else if (!this.#outcomes.has(outcome) && this.#outcomes.size < MAX_OUTCOMES) {
      this.#outcomes.add(outcome);
      if (!isSeed && this.#kept.length < MAX_KEPT) this.#kept.push(input);
    }
  }

  #change(): Uint8Array<ArrayBuffer> {
    const random = this.#random;
    const { seeds, tokens } = this.target;
    const pool = this.#kept.length > 0 && random.below(2) === 0 ? this.#kept : seeds;
    const parent = pool[random.below(pool.length)] ?? new Uint8Array(0);
    return mutate(parent, random, { others: seeds, tokens });
  }

  async #runOne(input: Uint8Array<ArrayBuffer>): Promise<{ outcome: string; failure: Error | null }> {
    this.#onInput(input);
    const before = process.cpuUsage();
    let outcome = '';
    let failure: Error | null = null;
    try {
      outcome = await this.target.run(input);
    } catch (cause) {
      failure = cause instanceof Error ? cause : new Error(`Thrown: ${String(cause)}`);
    }
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    this.cpuSeconds += seconds;
    if (failure === null && seconds > MAX_INPUT_SECONDS) {
      failure = new Error(`Took ${seconds.toFixed(1)} s of CPU time for ${input.length} bytes.`);
      failure.stack = 'slow';
    }
    return { outcome, failure };
  }

  async #keepFinding(input: Uint8Array<ArrayBuffer>, failure: Error): Promise<void> {
    const key = keyOf(failure);
    if (this.findings.has(key)) return;
    const isSlow = failure.stack === 'slow';
    const smallest = isSlow ? input : await this.#shrink(input, key);
    const whole = isSlow ? failure.message : (failure.stack ?? failure.message);
    const message =
      whole.length > MAX_MESSAGE * 2 ? `${whole.slice(0, MAX_MESSAGE)} ... ${whole.slice(-MAX_MESSAGE)}` : whole;
    this.findings.set(key, { target: this.target.name, key, message, input: smallest });
  }

  /** Takes pieces out for as long as the same thing fails. */
  async #shrink(input: Uint8Array<ArrayBuffer>, key: string): Promise<Uint8Array<ArrayBuffer>> {
    let best = input;
    let runs = 0;
    for (let size = best.length >> 1; size >= 1 && runs < MAX_SHRINK_RUNS; size >>= 1) {
      for (let at = 0; at < best.length && runs < MAX_SHRINK_RUNS; runs++) {
        const shorter = new Uint8Array([...best.subarray(0, at), ...best.subarray(at + size)]);
        const { failure } = await this.#runOne(shorter);
        if (failure !== null && keyOf(failure) === key) best = shorter;
        else at += size;
      }
    }
    return best;
  }
}

/** Where it failed: the first place in the project's own code, with the kind of error. */
function keyOf(failure: Error): string {
  if (failure.stack === 'slow') return 'slow';
  const places = (failure.stack ?? '').split('\n').filter((line) => /(?:src-main|src-shared|tests)\//.test(line));
  const place = places[0]?.replace(/^.*?((?:src-main|src-shared|tests)\/[^)]*).*$/, '$1') ?? 'nowhere';
  return `${failure.name} at ${place}`;
}
