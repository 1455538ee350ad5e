import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { IngestError } from '#shared/base/errors.ts';
import { ANOMALY_KINDS, type AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import { throwIfAborted } from '../base/abort.ts';
import { asidePath, syncFolder, writeFileAtomic } from '../base/atomic-write.ts';
import { toWriteError } from '../base/write-errors.ts';
import { MINUTES_PER_DAY } from './calendar.ts';
import { compileCatalogue } from './catalogue.ts';
import type { Planting } from './effect.ts';
import { formatLabels } from './labels.ts';
import { type LogFormat, makeLineFormat } from './line-format.ts';
import { MinuteWriter } from './minute-writer.ts';
import { plantAnomalies } from './plant-anomalies.ts';
import { newMinuteCounts, TrafficPlan } from './traffic-plan.ts';

export interface GenerateOptions {
  /** Lines of `app.log`, exact; default one million. */
  readonly events?: number;
  /** Span of the log, rounded to minutes; default one day for each 250,000 events, at least 1 and at most 4. */
  readonly days?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default all; empty for a log without anomalies. */
  readonly anomalies?: readonly AnomalyKind[];
  /** Default `text`. */
  readonly format?: LogFormat;
  /** Created when absent; `app.log` and `labels.csv` in it are replaced. */
  readonly outDir: string;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: GenerateProgress) => void;
}

export interface GenerateProgress {
  readonly events: number;
  readonly totalEvents: number;
  readonly bytes: number;
}

export interface GenerateResult {
  readonly logPath: string;
  readonly labelsPath: string;
  readonly events: number;
  readonly logBytes: number;
  readonly labelsBytes: number;
  readonly plantings: readonly Planting[];
}

const BUFFER_BYTES = 2 * 2 ** 20;
/** Lines joined into one string before they are copied into the buffer: far below the buffer at any line length. */
const LINES_AT_ONCE = 256;

/**
 * Writes a labelled synthetic log: `app.log` in non-decreasing time order and `labels.csv` (see `formatLabels`).
 * The same options give the same bytes on every machine. Memory does not grow with the number of events, only with the
 * busiest minute.
 * @throws IngestError `generator.too-few-events` (less than one a minute), `generator.span-too-short`,
 * `source.*` when the folder cannot be written, CancelledError. After a failure or a cancel no new file is visible and an older one is as it was.
 */
export async function generateLogs(options: GenerateOptions): Promise<GenerateResult> {
  const { outDir, signal } = options;
  const { events, minutes, seed, kinds } = resolveSize(options);
  const catalogue = compileCatalogue();
  const plantings = plantAnomalies({
    catalogue,
    seed,
    minutes,
    linesPerMinute: events / minutes,
    kinds,
    isStrict: options.anomalies !== undefined,
  });
  const plan = new TrafficPlan({ catalogue, plantings, seed, minutes, events });
  const writer = new MinuteWriter(seed, catalogue, makeLineFormat(options.format ?? 'text'));
  const logPath = join(outDir, 'app.log');
  const labelsPath = join(outDir, 'labels.csv');
  const aside = asidePath(logPath);
  try {
    await mkdir(outDir, { recursive: true });
    const handle = await open(aside, 'wx');
    let logBytes = 0;
    try {
      const sink = new LogSink(handle, signal, (bytes, lines) => {
        logBytes = bytes;
        options.progress?.({ events: lines, totalEvents: events, bytes });
      });
      await writeMinutes({ plan, writer, sink, minutes, events, counts: newMinuteCounts(catalogue), plantings });
      await handle.sync();
    } finally {
      await handle.close();
    }
    const labels = formatLabels(plantings);
    await writeFileAtomic(labelsPath, labels);
    await rename(aside, logPath);
    await syncFolder(outDir);
    return { logPath, labelsPath, events, logBytes, labelsBytes: labels.length, plantings };
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw toWriteError(logPath, cause);
  }
}

interface Size {
  readonly events: number;
  readonly minutes: number;
  readonly seed: number;
  readonly kinds: readonly AnomalyKind[];
}

function resolveSize(options: GenerateOptions): Size {
  const events = options.events ?? 1_000_000;
  const defaultDays = Math.min(Math.max(1, Math.ceil(events / 250_000)), 4, Math.max(1, events) / MINUTES_PER_DAY);
  const minutes = Math.max(1, Math.round((options.days ?? defaultDays) * MINUTES_PER_DAY));
  if (!Number.isSafeInteger(events) || events < minutes) {
    throw new IngestError(
      'generator.too-few-events',
      `${events} events are fewer than the ${minutes} minutes of the log: ask for more --events or fewer --days.`,
      { details: { events, minutes } },
    );
  }
  return { events, minutes, seed: options.seed ?? 1, kinds: [...new Set(options.anomalies ?? ANOMALY_KINDS)] };
}

interface WriteJob {
  readonly plan: TrafficPlan;
  readonly writer: MinuteWriter;
  readonly sink: LogSink;
  readonly minutes: number;
  readonly events: number;
  readonly counts: ReturnType<typeof newMinuteCounts>;
  readonly plantings: readonly Planting[];
}

/** Counts every minute, then writes every minute; the difference to the wanted number goes into quiet minutes, evenly. */
async function writeMinutes(job: WriteJob): Promise<void> {
  const { plan, writer, sink, counts, minutes, events } = job;
  let counted = 0;
  for (let minute = 0; minute < minutes; minute++) {
    plan.countsAt(minute, counts);
    counted += counts.lines;
  }
  const missing = events - counted;
  const planted = job.plantings.reduce((sum, one) => sum + one.endMinute - one.startMinute, 0);
  const calmMinutes = minutes - planted;
  let calm = 0;
  let owed = 0;
  for (let minute = 0; minute < minutes; minute++) {
    plan.countsAt(minute, counts);
    if (counts.planting === null) {
      owed += Math.floor(((calm + 1) * missing) / calmMinutes) - Math.floor((calm * missing) / calmMinutes);
      calm++;
    }
    const fillers = counts.planting === null ? owed : 0;
    const rendered = writer.render(minute, counts, fillers);
    owed -= rendered - counts.lines;
    await sink.write(writer, Math.min(rendered, events - sink.lines));
  }
  await sink.flush();
}

/** Copies rendered lines into one reused buffer and writes it out when it is nearly full. */
class LogSink {
  readonly #handle: FileHandle;
  readonly #signal: AbortSignal | undefined;
  readonly #written: (bytes: number, lines: number) => void;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  #bytes = 0;
  lines = 0;

  constructor(handle: FileHandle, signal: AbortSignal | undefined, written: (bytes: number, lines: number) => void) {
    this.#handle = handle;
    this.#signal = signal;
    this.#written = written;
  }

  async write(writer: MinuteWriter, lines: number): Promise<void> {
    for (let from = 0; from < lines; from += LINES_AT_ONCE) {
      const to = Math.min(lines, from + LINES_AT_ONCE);
      const text = writer.text(from, to);
      if (this.#used + text.length > BUFFER_BYTES) await this.flush();
      this.#used += this.#buffer.write(text, this.#used, 'latin1');
      this.lines += to - from;
    }
  }

  async flush(): Promise<void> {
    throwIfAborted(this.#signal);
    for (let done = 0; done < this.#used; ) {
      done += (await this.#handle.write(this.#buffer, done, this.#used - done)).bytesWritten;
    }
    this.#bytes += this.#used;
    this.#used = 0;
    this.#written(this.#bytes, this.lines);
  }
}
