/** Gaps that decide whether events come in a rhythm at all; most series are dismissed after so many. */
const LEARNING_GAPS = 12;
/** Of these gaps so many have to be of one beat, and all but one of whole beats. */
const SINGLE_GAPS = 7;
/** A beat may come this share of the period early or late. */
const TOLERANCE = 0.25;
/** Events closer than this belong together rather than to a rhythm, seconds. */
const SHORTEST_PERIOD = 1;
/** Beats that a rhythm has kept before missing one says anything. */
const MIN_BEATS = 20;
/** Beats out of time, and missed ones, that a rhythm may have as a share of those kept. */
const MAX_IRREGULAR = 0.05;
const MAX_MISSED = 0.25;
/** Slips that are forgiven before there are enough beats to have a share of. */
const FEW_SLIPS = 4;
/** How fast the period follows what is seen: clocks drift. */
const FOLLOW = 0.02;
/** Beats counted as missed at the end of a rhythm that does not come back. */
const MAX_STOPPED = 5;
/** Beats counted as missed in one outage; more of them are a rhythm that was off. */
const MAX_OUTAGE = 240;

/** Beats that were due one after the other and did not come in time; epoch seconds when they were due, ascending. */
export type Outage = readonly number[];

/** What is known of one series of events that come in a rhythm. */
export interface RhythmFacts {
  readonly periodSeconds: number;
  /** Beats that came in time. */
  readonly beats: number;
  readonly outages: readonly Outage[];
}

/**
 * Follows the times of one series of events, in order, and finds out whether they come in a rhythm (heartbeats, timetables)
 * and which beats are missing. Memory does not grow with the events, only with the beats missed.
 */
export class Rhythm {
  #first = Number.NaN;
  #last = Number.NaN;
  #learning: number[] | null = [];
  #period = 0;
  #beats = 0;
  #irregular = 0;
  #missed = 0;
  readonly #outages: number[][] = [];

  /** @returns False when the events have no rhythm: the series need not be followed any longer. */
  add(seconds: number): boolean {
    if (Number.isNaN(this.#last)) {
      this.#first = seconds;
      this.#last = seconds;
      return true;
    }
    if (this.#learning === null) return this.#judge(seconds);
    this.#learning.push(seconds - this.#last);
    this.#last = seconds;
    return this.#learning.length < LEARNING_GAPS || this.#learn(this.#learning);
  }

  /** @param endSeconds When the log ends: a beat due before is missed. @returns Null when there is no rhythm to speak of. */
  finish(endSeconds: number): RhythmFacts | null {
    if (this.#learning !== null) return null;
    const late = TOLERANCE * this.#period;
    const stopped: number[] = [];
    for (let due = this.#last + this.#period; due <= endSeconds - late && stopped.length < MAX_STOPPED; ) {
      stopped.push(due);
      due += this.#period;
    }
    const missed = this.#missed + stopped.length;
    const isRhythm =
      this.#beats >= MIN_BEATS &&
      this.#irregular <= MAX_IRREGULAR * this.#beats &&
      missed <= MAX_MISSED * (this.#beats + missed);
    if (!isRhythm) return null;
    const outages = stopped.length === 0 ? this.#outages : [...this.#outages, stopped];
    return { periodSeconds: this.#period, beats: this.#beats, outages };
  }

  #learn(gaps: readonly number[]): boolean {
    const period = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
    const beats = gaps.filter((gap) => Math.abs(gap - wholeBeats(gap, period) * period) <= TOLERANCE * period);
    const singles = beats.filter((gap) => wholeBeats(gap, period) === 1);
    if (period < SHORTEST_PERIOD || singles.length < SINGLE_GAPS || beats.length < gaps.length - 1) return false;
    this.#learning = null;
    this.#period = period;
    this.#last = this.#first;
    let seconds = this.#first;
    for (const gap of gaps) this.#judge((seconds += gap));
    return true;
  }

  #judge(seconds: number): boolean {
    const gap = seconds - this.#last;
    const period = this.#period;
    const late = TOLERANCE * period;
    const whole = wholeBeats(gap, period);
    if (Math.abs(gap - whole * period) <= late) {
      this.#beats++;
      if (whole > 1) this.#miss(whole - 1);
      this.#period += FOLLOW * (gap / whole - period);
    } else {
      this.#irregular++;
      // Out of time but not early: the beats before it were missed, and the rhythm starts anew here.
      if (gap > period) this.#miss(Math.floor((gap - late) / period));
      else if (gap < late) return this.#isBearable();
    }
    this.#last = seconds;
    return this.#isBearable();
  }

  #isBearable(): boolean {
    return this.#irregular <= FEW_SLIPS + 2 * MAX_IRREGULAR * this.#beats;
  }

  #miss(count: number): void {
    if (count < 1 || count > MAX_OUTAGE) return;
    this.#missed += count;
    this.#outages.push(Array.from({ length: count }, (_, i) => this.#last + (i + 1) * this.#period));
  }
}

/** Beats that a gap is nearest to, at least one. */
function wholeBeats(gap: number, period: number): number {
  return Math.max(1, Math.round(gap / period));
}
