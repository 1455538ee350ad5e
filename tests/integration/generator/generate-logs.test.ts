import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Planting } from '../../../src-main/generator/effect.ts';
import { generateLogs, type GenerateOptions } from '../../../src-main/generator/generate-logs.ts';
import { INSTANCES, SERVICE_NAMES } from '../../../src-main/generator/topology.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-sentinel-generate-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let runs = 0;
async function generate(options: Omit<GenerateOptions, 'outDir'>) {
  const outDir = join(folder, `run-${runs++}`);
  const result = await generateLogs({ ...options, outDir });
  return {
    ...result,
    outDir,
    log: await readFile(result.logPath, 'utf8'),
    labels: await readFile(result.labelsPath, 'utf8'),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface JsonLine {
  readonly timestamp: string;
  readonly level: string;
  readonly service: string;
  readonly host: string;
  readonly message: string;
}

describe('generateLogs', () => {
  it('gives the same bytes for the same options and others for another seed', async () => {
    const options = { events: 20_000, days: 1, seed: 5 } as const;
    const [first, second, other] = [
      await generate(options),
      await generate(options),
      await generate({ ...options, seed: 6 }),
    ];
    expect(sha256(first.log)).toBe(sha256(second.log));
    expect(first.labels).toBe(second.labels);
    expect(sha256(first.log)).not.toBe(sha256(other.log));
    expect(first.labels).not.toBe(other.labels);
  });

  it.each(['json', 'logfmt', 'syslog', 'text'] as const)(
    'keeps its bytes from machine to machine as %s',
    async (format) => {
      const { log, labels } = await generate({ events: 5000, days: 0.5, seed: 7, format });
      expect({ log: sha256(log), labels: sha256(labels) }).toMatchSnapshot();
    },
  );

  it.each([1440, 1441, 7777, 40_000])('writes exactly %i events, in time order, within the span', async (events) => {
    const { log, outDir } = await generate({ events, days: 1, seed: 3, format: 'text' });
    const lines = log.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(events);
    const times = lines.map((line) => line.slice(0, 24));
    expect(times.every((time, i) => i === 0 || time >= (times[i - 1] ?? ''))).toBe(true);
    expect(times[0]?.startsWith('2026-03-05T')).toBe(true);
    expect(times.at(-1)?.startsWith('2026-03-05T23:')).toBe(true);
    expect((await readdir(outDir)).sort()).toEqual(['app.log', 'labels.csv']);
  });

  it('leaves the old files alone when it is cancelled', async () => {
    const outDir = join(folder, 'cancelled');
    await generateLogs({ events: 2000, days: 1, outDir });
    await writeFile(join(outDir, 'app.log'), 'old');
    const controller = new AbortController();
    const progress = () => controller.abort();
    const cancelled = generateLogs({ events: 200_000, days: 1, seed: 2, outDir, signal: controller.signal, progress });
    await expect(cancelled).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(await readFile(join(outDir, 'app.log'), 'utf8')).toBe('old');
    expect((await readdir(outDir)).sort()).toEqual(['app.log', 'labels.csv']);
  });

  it('refuses fewer events than minutes', async () => {
    const tooFew = generateLogs({ events: 1439, days: 1, outDir: join(folder, 'few') });
    await expect(tooFew).rejects.toMatchObject({ code: 'generator.too-few-events' });
  });
});

/** A true template as a pattern with a group a wildcard. */
function toPattern(template: string): RegExp {
  const parts = template.split('<*>').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.*?)')}$`);
}

describe('a generated log of four days', () => {
  let events: (JsonLine & { minute: number })[];
  let plantings: readonly Planting[];
  beforeAll(async () => {
    const result = await generate({ events: 400_000, days: 4, seed: 11, format: 'json' });
    plantings = result.plantings;
    const start = Date.UTC(2026, 2, 5);
    events = result.log
      .trimEnd()
      .split('\n')
      .map((line) => {
        const event = JSON.parse(line) as JsonLine;
        return { ...event, minute: Math.floor((Date.parse(event.timestamp) - start) / 60_000) };
      });
  });

  const count = (isCounted: (event: JsonLine) => boolean, from: number, to: number): number =>
    events.filter((event) => event.minute >= from && event.minute < to && isCounted(event)).length / (to - from);

  /** Rate a minute inside the planting and in the calm neighbourhood: up to 12 minutes before and after. */
  function rates(planting: Planting, isCounted: (event: JsonLine) => boolean) {
    const { startMinute, endMinute } = planting;
    const before = count(isCounted, startMinute - 12, startMinute);
    const after = count(isCounted, endMinute, endMinute + 12);
    return { inside: count(isCounted, startMinute, endMinute), around: (before + after) / 2 };
  }

  /** True templates as patterns over messages. */
  function matcher(planting: Planting): (event: JsonLine) => boolean {
    const patterns = planting.templates.map(toPattern);
    return (event) =>
      planting.services.includes(event.service) && patterns.some((pattern) => pattern.test(event.message));
  }

  function inside(planting: Planting): JsonLine[] {
    const isAffected = matcher(planting);
    return events.filter(
      (event) => event.minute >= planting.startMinute && event.minute < planting.endMinute && isAffected(event),
    );
  }

  const ofKind = (kind: Planting['kind']) => plantings.filter((one) => one.kind === kind);

  it('has every service on every host, peak hours and quieter weekends', () => {
    const seen = new Set(events.map((event) => `${event.service}@${event.host}`));
    expect(seen.size).toBe(INSTANCES.length);
    const perHour = Array.from({ length: 96 }, (_, hour) => count(() => true, hour * 60, hour * 60 + 60));
    expect((perHour[19] ?? 0) / (perHour[3] ?? 1)).toBeGreaterThan(3);
    const days = [0, 1, 2, 3].map((day) => perHour.slice(day * 24, day * 24 + 24).reduce((sum, one) => sum + one, 0));
    expect(Math.max(days[2] ?? 0, days[3] ?? 0)).toBeLessThan(Math.min(days[0] ?? 0, days[1] ?? 0));
  });

  it('has a few warnings and errors, and rare statements, in normal times', () => {
    const calm = events.filter(
      (event) => !plantings.some((p) => event.minute >= p.startMinute && event.minute < p.endMinute),
    );
    const share = (level: string) => calm.filter((event) => event.level === level).length / calm.length;
    expect(share('ERROR')).toBeGreaterThan(0.0003);
    expect(share('ERROR')).toBeLessThan(0.01);
    expect(share('WARN')).toBeGreaterThan(0.002);
    expect(share('WARN')).toBeLessThan(0.02);
    const elections = calm.filter((event) => event.message.startsWith('Leader election')).length;
    expect(elections).toBeGreaterThan(5);
    expect(elections).toBeLessThan(200);
  });

  it('keeps the steps of a request in order when nothing is planted', () => {
    const calm = events.filter(
      (event) => !plantings.some((p) => event.minute >= p.startMinute && event.minute < p.endMinute),
    );
    const orders = new Map<string, string[]>();
    for (const { message } of calm) {
      const [, id, rest] = /^\[(req-[0-9a-f]{12})\] (.*)$/.exec(message) ?? [];
      if (id && rest) orders.set(id, [...(orders.get(id) ?? []), rest]);
    }
    expect(orders.size).toBeGreaterThan(20_000);
    for (const steps of orders.values()) {
      expect(steps[0]).toMatch(/^(GET|POST|PUT) /);
      expect(steps.at(-1)).toMatch(/^completed with status/);
    }
  });

  it('plants three of each kind', () => {
    expect(plantings).toHaveLength(24);
    expect(new Set(plantings.map((one) => one.kind)).size).toBe(8);
  });

  it('multiplies the traffic of a flow in a spike', () => {
    for (const planting of ofKind('spike')) {
      const { inside: during, around } = rates(planting, matcher(planting));
      expect(during / around).toBeGreaterThan(1.8);
    }
  });

  it('raises the error rate of a service in an error burst', () => {
    for (const planting of ofKind('errors')) {
      const isFailure = matcher(planting);
      const { inside: during, around } = rates(planting, (event) => event.level === 'ERROR' && isFailure(event));
      expect(during).toBeGreaterThan(0.8);
      expect(during).toBeGreaterThan(8 * around);
    }
  });

  it('has not one line of a silent service', () => {
    for (const planting of ofKind('silence')) {
      const [service = ''] = planting.services;
      expect(SERVICE_NAMES).toContain(service);
      const { inside: during, around } = rates(planting, (event) => event.service === service);
      expect(during).toBe(0);
      expect(around).toBeGreaterThan(0.9);
    }
  });

  it('says something never said elsewhere in a new template', () => {
    for (const planting of ofKind('newTemplate')) {
      const isNovel = matcher(planting);
      const minutes = new Set(events.filter(isNovel).map((event) => event.minute));
      expect(Math.min(...minutes)).toBe(planting.startMinute);
      expect(Math.max(...minutes)).toBe(planting.endMinute - 1);
      expect(minutes.size).toBe(planting.endMinute - planting.startMinute);
    }
  });

  it('takes several times as long while a service is slow', () => {
    for (const planting of ofKind('slow')) {
      const service = planting.services.at(-1);
      const median = (from: number, to: number): number => {
        const isAffected = matcher(planting);
        const latencies = events
          .filter(
            (event) => event.minute >= from && event.minute < to && event.service === service && isAffected(event),
          )
          .map((event) => Number(/(\d+) ms/.exec(event.message)?.[1]))
          .sort((a, b) => a - b);
        return latencies[Math.floor(latencies.length / 2)] ?? 0;
      };
      const before = median(planting.startMinute - 60, planting.startMinute);
      expect(median(planting.startMinute, planting.endMinute) / before).toBeGreaterThan(3.5);
    }
  });

  it('turns the order of steps round while a flow is reordered', () => {
    for (const planting of ofKind('reorder')) {
      const { startMinute, endMinute, templates, services } = planting;
      const [earlier, later] = [templates[0] ?? '', templates.at(-1) ?? ''].map(toPattern);
      /** Share of the requests (orders, mails) whose later statement comes before its earlier one. */
      const turned = (from: number, to: number): number => {
        const firstSeen = new Map<string, { earlier?: number; later?: number }>();
        for (const [position, event] of events.entries()) {
          if (event.minute < from || event.minute >= to || !services.includes(event.service)) continue;
          const id = /req-[0-9a-f]+|ORD-\d+|SKU-\d+|msg-\w+/.exec(event.message)?.[0] ?? '';
          const seen = firstSeen.get(id) ?? {};
          if (earlier?.test(event.message)) seen.earlier ??= position;
          if (later?.test(event.message)) seen.later ??= position;
          firstSeen.set(id, seen);
        }
        const whole = [...firstSeen.values()].filter((one) => one.earlier !== undefined && one.later !== undefined);
        expect(whole.length).toBeGreaterThan(4);
        return whole.filter((one) => (one.later ?? 0) < (one.earlier ?? 0)).length / whole.length;
      };
      // A rare flow comes a handful of times, so its share is rough.
      expect(turned(startMinute, endMinute)).toBeGreaterThan(0.4);
      expect(turned(startMinute - 12, startMinute)).toBeLessThan(0.05);
    }
  });

  it('shifts one size by an order of magnitude', () => {
    for (const planting of ofKind('valueShift')) {
      const isAffected = matcher(planting);
      const { effect } = planting;
      if (effect.kind !== 'valueShift') throw new Error('unexpected effect');
      const [template = ''] = planting.templates;
      const pattern = toPattern(template);
      const average = (from: number, to: number): number => {
        const values = events
          .filter((event) => event.minute >= from && event.minute < to && isAffected(event))
          .map((event) => Number(pattern.exec(event.message)?.[effect.parameter + 1]));
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      };
      const around = average(planting.startMinute - 60, planting.startMinute);
      expect(average(planting.startMinute, planting.endMinute) / around).toBeGreaterThan(6);
    }
  });

  it('gives one value most of the flow while a key is hot', () => {
    for (const planting of ofKind('hotKey')) {
      const { effect } = planting;
      if (effect.kind !== 'hotKey') throw new Error('unexpected effect');
      const carrying = inside(planting);
      const hot = carrying.filter((event) => event.message.includes(effect.value)).length;
      expect(hot / carrying.length).toBeGreaterThan(0.35);
      const { around } = rates(planting, (event) => event.message.includes(effect.value));
      expect(hot / (planting.endMinute - planting.startMinute)).toBeGreaterThan(5 * around);
    }
  });
});
