import { scoreFromSurprise } from '../calibration.ts';

/** Rows in which only what exceeds them all is reported. */
const QUIET_ROWS = 100;

/**
 * Turns surprises into scores so that what follows an alarm is reported only when it exceeds everything of the last hundred rows;
 * otherwise its score stays below the threshold.
 */
export class QuietScores {
  readonly #threshold: number;
  readonly #highest = new RunningHighest(QUIET_ROWS);

  /** @param threshold Surprise above which a row is reported. */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /** @returns Score in [0, 1). */
  add(surprise: number): number {
    const isNews = surprise > this.#highest.highest();
    this.#highest.add(surprise);
    return scoreFromSurprise(isNews ? surprise : Math.min(surprise, this.#threshold / 2));
  }
}

/** Highest of the last numbers; 0 without any. */
class RunningHighest {
  readonly #size: number;
  /** Rows that are higher than all after them, oldest first. */
  readonly #peaks: { readonly row: number; readonly value: number }[] = [];
  #row = 0;

  constructor(size: number) {
    this.#size = size;
  }

  highest(): number {
    return this.#peaks[0]?.value ?? 0;
  }

  add(value: number): void {
    const row = this.#row++;
    while (this.#peaks.length > 0 && this.#peaks.at(-1)!.value <= value) this.#peaks.pop();
    this.#peaks.push({ row, value });
    if (this.#peaks[0]!.row <= row - this.#size) this.#peaks.shift();
  }
}
