import { IngestError } from '#shared/base/errors.ts';

const HOUR = 3600;

/**
 * Offsets of an IANA zone for local wall-clock times, cached by local hour.
 * A local hour that repeats takes the first occurrence; one that does not exist takes the offset before the gap.
 */
export class LocalZone {
  readonly name: string;
  private readonly format: Intl.DateTimeFormat;
  private readonly cache = new Map<number, number>();

  /** @throws IngestError `ingest.timezone` when the runtime does not know the zone. */
  constructor(name: string) {
    this.name = name;
    try {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (cause) {
      throw new IngestError('ingest.timezone', `Unknown time zone "${name}": use an IANA name or an offset.`, {
        cause,
      });
    }
  }

  /** Seconds east of UTC in force at a local time given as if it were UTC epoch seconds. */
  offsetAt(localSeconds: number): number {
    const quarter = Math.floor(localSeconds / (HOUR / 4));
    const known = this.cache.get(quarter);
    if (known !== undefined) return known;
    const offset = this.findOffset(localSeconds);
    if (this.cache.size > 50_000) this.cache.clear();
    this.cache.set(quarter, offset);
    return offset;
  }

  private findOffset(localSeconds: number): number {
    const before = this.utcOffset(localSeconds - 24 * HOUR);
    const after = this.utcOffset(localSeconds + 24 * HOUR);
    if (before === after) return before;
    return this.utcOffset(localSeconds - before) === before || this.utcOffset(localSeconds - after) !== after
      ? before
      : after;
  }

  private utcOffset(epochSeconds: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(epochSeconds * 1000)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - epochSeconds;
  }
}
