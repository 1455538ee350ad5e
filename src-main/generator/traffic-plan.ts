import { seasonAt } from './calendar.ts';
import type { Catalogue, Flow } from './catalogue.ts';
import type { Planting } from './effect.ts';
import { Random } from './random.ts';
import { INSTANCES } from './topology.ts';

export interface TrafficOptions {
  readonly catalogue: Catalogue;
  readonly plantings: readonly Planting[];
  readonly seed: number;
  readonly minutes: number;
  /** Lines of the whole log, exact. */
  readonly events: number;
}

/** What starts in one minute; filled anew by `TrafficPlan.countsAt`. */
export interface MinuteCounts {
  /** Flows to start, by position in the catalogue. */
  readonly flows: Int32Array;
  /** Lines of the novel statement. */
  novel: number;
  /** Heartbeats of each instance. */
  heartbeats: number;
  /** Lines of the minute, silenced ones left out. */
  lines: number;
  planting: Planting | null;
}

const COUNT_STREAM = 2;
/** Heartbeats of an instance per minute are the first of these that costs at most a tenth of all lines. */
const HEARTBEAT_RATES = [4, 2, 1, 0.2, 1 / 15, 0] as const;
/** Tries of a failing flow. */
const RETRIES = 1.5;
const JOB_EVERY = 15;
const JOB_MINUTE = 5;
/** The nightly batch window: jobs start every few minutes for two hours. */
const NIGHT_START = 60;
const NIGHT_END = 180;
const NIGHT_EVERY = 4;

/**
 * Decides how much starts in each minute: seasonal rates, noise, the timetable and the planted anomalies.
 * Every minute has a random sequence of its own, so minutes can be counted first and written later.
 */
export class TrafficPlan {
  readonly #options: TrafficOptions;
  readonly #random: Random;
  readonly #flows: readonly Flow[];
  readonly #heartbeatRate: number;
  /** Flows of weight 1 in a minute of season 1. */
  readonly #scale: number;
  #nextPlanting = 0;
  readonly #rates: Float64Array;

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#flows = options.catalogue.flows;
    this.#random = new Random(options.seed, COUNT_STREAM);
    this.#rates = new Float64Array(this.#flows.length);
    const budget = options.events / options.minutes / 10;
    this.#heartbeatRate = HEARTBEAT_RATES.find((rate) => rate * INSTANCES.length <= budget) ?? 0;
    this.#scale = this.#findScale();
  }

  /** Counts of one minute. Minutes are asked for in rising order; asking for minute 0 starts over. */
  countsAt(minute: number, into: MinuteCounts): void {
    const planting = this.#plantingAt(minute);
    const random = this.#random;
    random.reseed(this.#options.seed, COUNT_STREAM, minute);
    this.#ratesAt(minute, planting, this.#scale);
    const silenced = planting?.effect.kind === 'silence' ? planting.effect.serviceIndex : -1;
    const noise = 1 + 0.03 * random.normal();
    let lines = 0;
    for (const flow of this.#flows) {
      const steadyRate = flow.spec.perDay === undefined ? 1 : 1 / noise;
      const count = random.poisson((this.#rates[flow.index] ?? 0) * noise * steadyRate) + this.#jobsAt(flow, minute);
      into.flows[flow.index] = count;
      lines += count * linesOf(flow, silenced);
    }
    into.planting = planting;
    into.novel = planting?.effect.kind === 'newTemplate' ? 1 + random.poisson(planting.effect.perMinute - 1) : 0;
    into.heartbeats = this.#heartbeatsAt(minute);
    into.lines = lines + into.novel + into.heartbeats * speakingInstances(planting);
  }

  #plantingAt(minute: number): Planting | null {
    const { plantings } = this.#options;
    if (minute === 0) this.#nextPlanting = 0;
    while ((plantings[this.#nextPlanting]?.endMinute ?? Number.POSITIVE_INFINITY) <= minute) this.#nextPlanting++;
    const next = plantings[this.#nextPlanting];
    return next !== undefined && next.startMinute <= minute ? next : null;
  }

  #heartbeatsAt(minute: number): number {
    const rate = this.#heartbeatRate;
    if (rate >= 1 || rate === 0) return rate;
    return minute % Math.round(1 / rate) === 0 ? 1 : 0;
  }

  #jobsAt(flow: Flow, minute: number): number {
    if (flow !== this.#options.catalogue.job) return 0;
    const minuteOfDay = minute % 1440;
    const every = minuteOfDay >= NIGHT_START && minuteOfDay < NIGHT_END ? NIGHT_EVERY : JOB_EVERY;
    return minute % every === JOB_MINUTE % every ? 1 : 0;
  }

  /** Mean flows of each kind in a minute, anomaly included, into `#rates`. */
  #ratesAt(minute: number, planting: Planting | null, scale: number): void {
    const season = seasonAt(minute) * scale;
    for (const flow of this.#flows) {
      this.#rates[flow.index] = flow.spec.weight * season + (flow.spec.perDay ?? 0) / 1440;
    }
    const effect = planting?.effect;
    if (effect?.kind === 'spike' || effect?.kind === 'hotKey') {
      this.#rates[effect.flow] = (this.#rates[effect.flow] ?? 0) * effect.factor;
    }
    if (effect?.kind !== 'errors') return;
    const failure = this.#flows[effect.flow]?.failureIndex ?? -1;
    const failing = (this.#rates[effect.flow] ?? 0) * effect.share;
    this.#rates[effect.flow] = (this.#rates[effect.flow] ?? 0) - failing;
    this.#rates[failure] = (this.#rates[failure] ?? 0) + failing * RETRIES;
  }

  /** Solves for the scale that gives slightly fewer lines than asked for; filler lines make up the rest. */
  #findScale(): number {
    const perScale = this.#expectedLines(1) - this.#expectedLines(0);
    const { events } = this.#options;
    const target = events - 4 * Math.sqrt(events * 6) - this.#expectedLines(0);
    return Math.max(0, target / perScale);
  }

  #expectedLines(scale: number): number {
    let lines = 0;
    for (let minute = 0; minute < this.#options.minutes; minute++) {
      const planting = this.#plantingAt(minute);
      const silenced = planting?.effect.kind === 'silence' ? planting.effect.serviceIndex : -1;
      this.#ratesAt(minute, planting, scale);
      for (const flow of this.#flows) {
        lines += ((this.#rates[flow.index] ?? 0) + this.#jobsAt(flow, minute)) * linesOf(flow, silenced);
      }
      if (planting?.effect.kind === 'newTemplate') lines += planting.effect.perMinute;
      lines += this.#heartbeatsAt(minute) * speakingInstances(planting);
    }
    return lines;
  }
}

export function newMinuteCounts(catalogue: Catalogue): MinuteCounts {
  return { flows: new Int32Array(catalogue.flows.length), novel: 0, heartbeats: 0, lines: 0, planting: null };
}

/** Lines of a flow when one service is silenced; -1 silences none. */
function linesOf(flow: Flow, silenced: number): number {
  return flow.messages.length - (flow.linesOfService[silenced] ?? 0);
}

function speakingInstances(planting: Planting | null): number {
  if (planting?.effect.kind !== 'silence') return INSTANCES.length;
  return INSTANCES.filter((instance) => instance.service !== planting.services[0]).length;
}
