import { minutePrefix, START_EPOCH_SECONDS } from './calendar.ts';
import type { Catalogue, Flow } from './catalogue.ts';
import type { Effect } from './effect.ts';
import type { LineFormat } from './line-format.ts';
import { FLOW_KINDS, KIND_NUMBERS, type Message, type Parameter } from './message.ts';
import { Random } from './random.ts';
import { INSTANCES, INSTANCES_OF_SERVICE } from './topology.ts';
import type { MinuteCounts } from './traffic-plan.ts';
import { FLOW_VALUE_DRAWERS } from './vocabulary.ts';

const CONTENT_STREAM = 3;
/** Flows end inside their minute. */
const LAST_MS = 59_990;
const LONGEST_FLOW_MS = 55_000;
/** A sort key is microseconds in the minute times this, plus the line's number in the minute. */
const KEY_LINES = 2 ** 24;
/** Median pause before a step that does not say how long it took. */
const PAUSE_MS = 1.5;

const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => `.${String(ms).padStart(3, '0')}Z`);
const SECONDS = Array.from({ length: 60 }, (_, second) => String(second).padStart(2, '0'));

/** Renders the lines of one minute in time order; reused for all minutes, so nothing grows beyond the busiest one. */
export class MinuteWriter {
  readonly #seed: number;
  readonly #catalogue: Catalogue;
  readonly #format: LineFormat;
  readonly #random = new Random(0);
  readonly #values: string[] = FLOW_KINDS.map(() => '');
  #keys = new Float64Array(1024);
  readonly #lines: string[] = [];
  readonly #beforeTime: string[] = [];
  #count = 0;
  #minute = 0;
  #effect: Effect | null = null;
  #silenced = -1;
  /** Milliseconds since the flow's first line. */
  #clock = 0;

  constructor(seed: number, catalogue: Catalogue, format: LineFormat) {
    this.#seed = seed;
    this.#catalogue = catalogue;
    this.#format = format;
  }

  /**
   * Renders a minute.
   * @param fillers Extra single lines (negative: that many fewer where the minute has them).
   * @returns Lines rendered; read them with `line`, 0 first.
   */
  render(minute: number, counts: MinuteCounts, fillers: number): number {
    this.#minute = minute;
    this.#count = 0;
    this.#effect = counts.planting?.effect ?? null;
    this.#silenced = this.#effect?.kind === 'silence' ? this.#effect.serviceIndex : -1;
    this.#random.reseed(this.#seed, CONTENT_STREAM, minute);
    for (const flow of this.#catalogue.flows) {
      const extra = flow === this.#catalogue.filler ? fillers : 0;
      const wanted = (counts.flows[flow.index] ?? 0) + extra;
      for (let i = 0; i < wanted; i++) this.#addFlow(flow);
    }
    if (this.#effect?.kind === 'newTemplate') {
      for (let i = 0; i < counts.novel; i++) this.#addNovel(this.#effect.message);
    }
    this.#addHeartbeats(counts.heartbeats);
    this.#keys.subarray(0, this.#count).sort();
    return this.#count;
  }

  /** Appends lines `from` (inclusive) to `to` (exclusive) of the rendered minute, each with its LF. */
  text(from: number, to: number): string {
    const prefix = minutePrefix(this.#minute);
    let text = '';
    for (let i = from; i < to; i++) {
      const key = this.#keys[i] ?? 0;
      const micros = Math.floor(key / KEY_LINES);
      const line = key - micros * KEY_LINES;
      const millis = Math.floor(micros / 1000);
      const second = Math.floor(millis / 1000);
      text += this.#beforeTime[line];
      text += prefix;
      text += SECONDS[second];
      text += MILLISECONDS[millis - second * 1000];
      text += this.#lines[line];
    }
    return text;
  }

  #addFlow(flow: Flow): void {
    const random = this.#random;
    const effect = this.#effect;
    for (const kind of flow.kinds) this.#values[kind] = FLOW_VALUE_DRAWERS[kind]?.(random) ?? '';
    if (effect?.kind === 'hotKey' && effect.flow === flow.index && random.chance(effect.share)) {
      this.#values[effect.valueKind] = effect.value;
    }
    const isReordered = effect?.kind === 'reorder' && effect.flow === flow.index && random.chance(effect.share);
    const order = isReordered ? (flow.spec.reordered ?? flow.order) : flow.order;
    const replica = random.nextBits() >>> 0;
    const first = this.#count;
    this.#clock = 0;
    for (const position of order) {
      const message = flow.messages[position];
      if (message !== undefined) this.#addStep(message, replica);
    }
    this.#placeFlow(first);
  }

  /** Moves the lines added since `first` from flow time to a random place in the minute. */
  #placeFlow(first: number): void {
    const squeeze = this.#clock > LONGEST_FLOW_MS ? LONGEST_FLOW_MS / this.#clock : 1;
    const start = this.#random.uniform() * (LAST_MS - this.#clock * squeeze);
    for (let i = first; i < this.#count; i++) {
      const micros = Math.floor((start + (this.#keys[i] ?? 0) * squeeze) * 1000);
      this.#keys[i] = micros * KEY_LINES + i;
    }
  }

  #addStep(message: Message, replica: number): void {
    const isFirst = this.#clock === 0;
    let latency = 0;
    if (message.latencyMs > 0) {
      const slowness =
        this.#effect?.kind === 'slow' && this.#effect.serviceIndex === message.serviceIndex ? this.#effect.factor : 1;
      latency = Math.max(1, Math.round(message.latencyMs * this.#random.skewed() * slowness));
      this.#clock += latency;
    } else {
      this.#clock += isFirst ? 0.001 : PAUSE_MS * this.#random.skewed();
    }
    const content = this.#contentOf(message, latency);
    if (message.serviceIndex === this.#silenced) return;
    const instances = INSTANCES_OF_SERVICE[message.serviceIndex] ?? INSTANCES;
    const instance = instances[replica % instances.length];
    if (instance !== undefined) this.#push(this.#clock, instance.index, message.levelIndex, content);
  }

  #addNovel(message: Message): void {
    for (let kind = 0; kind < FLOW_KINDS.length; kind++) {
      if (message.parameters.some((parameter) => parameter.kind === kind)) {
        this.#values[kind] = FLOW_VALUE_DRAWERS[kind]?.(this.#random) ?? '';
      }
    }
    const first = this.#count;
    this.#clock = 0;
    this.#addStep(message, this.#random.nextBits() >>> 0);
    this.#placeFlow(first);
  }

  /** Evenly spaced in the minute, each instance with a phase of its own and a little jitter. */
  #addHeartbeats(perMinute: number): void {
    for (let beat = 0; beat < perMinute; beat++) {
      for (const instance of INSTANCES) {
        const message = this.#catalogue.heartbeats[instance.serviceIndex];
        const phase = ((instance.index * 37) % 60) / 60;
        const millis = (((beat + phase) / perMinute) * LAST_MS + this.#random.uniform() * 150) % LAST_MS;
        if (message === undefined) continue;
        const content = this.#contentOf(message, 0);
        if (message.serviceIndex === this.#silenced) continue;
        this.#push(0, instance.index, message.levelIndex, content);
        this.#keys[this.#count - 1] = Math.floor(millis * 1000) * KEY_LINES + (this.#count - 1);
      }
    }
  }

  #push(clock: number, instance: number, level: number, content: string): void {
    if (this.#count === this.#keys.length) {
      const larger = new Float64Array(this.#keys.length * 2);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    this.#keys[this.#count] = clock;
    this.#beforeTime[this.#count] = this.#format.beforeTime[level] ?? '';
    this.#lines[this.#count] = (this.#format.afterTime[instance]?.[level] ?? '') + content + this.#format.end;
    this.#count++;
  }

  #contentOf(message: Message, latency: number): string {
    const { literals, parameters } = message;
    const effect = this.#effect;
    const shifted =
      effect?.kind === 'valueShift' &&
      effect.serviceIndex === message.serviceIndex &&
      effect.template === message.template
        ? effect
        : null;
    let text = literals[0] ?? '';
    for (let i = 0; i < parameters.length; i++) {
      const parameter = parameters[i] as Parameter;
      if (parameter.kind < FLOW_KINDS.length) text += this.#values[parameter.kind];
      else text += this.#stepValue(parameter, latency, shifted?.parameter === i ? shifted.factor : 1);
      text += literals[i + 1];
    }
    return text;
  }

  #stepValue(parameter: Parameter, latency: number, factor: number): string | number {
    switch (parameter.kind) {
      case KIND_NUMBERS.ms:
        return latency;
      case KIND_NUMBERS.elapsed:
        return Math.max(1, Math.round(this.#clock));
      case KIND_NUMBERS.near:
        return Math.max(1, Math.round(parameter.low * this.#random.skewed() * factor));
      case KIND_NUMBERS.int:
        return this.#random.between(parameter.low, parameter.high);
      case KIND_NUMBERS.uptime:
        return START_EPOCH_SECONDS - 1_772_000_000 + this.#minute * 60;
      default:
        return this.#random.pick(parameter.words);
    }
  }
}
