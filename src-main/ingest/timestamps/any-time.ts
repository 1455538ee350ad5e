import { TimeFields } from './time-fields.ts';
import { TimestampReader } from './time-spec.ts';

const SPECS = [
  '%+',
  '%Q',
  '%d/%b/%Y:%T%f %z',
  '%a, %d %b %Y %T%f %Z',
  '%a %b %d %T%f %Y',
  '%a %b %d %T%f %Z %Y',
  '%b %d %Y %T%f',
  '%b %d, %Y %T%f',
  '%d %b %Y %T%f %z',
  '%d %b %Y %T%f',
  '%d-%b-%Y %T%f',
  '%D %I:%M:%S%f %p',
  '%D %T%f',
  '%b %d %T%f',
  '%Y/%m/%d %T%f',
  '%F',
  '%m-%d %T%f',
  '%T%f',
  '%F %T%f %Z',
  '%F %T%f',
  '%b %d, %Y @ %T%f',
  '%d %b %Y, %T%f',
  '%b %d, %Y %I:%M:%S%f %p',
  '%b %d, %Y, %I:%M:%S%f %p',
  '%D, %I:%M:%S%f %p',
  '%D, %T%f',
  '%a %F %T%f %Z',
  '%Y-%m-%d %H:%i:%o%f',
  '%Y/%m/%d %H:%i:%o%f',
  '%D %H:%i:%o%f',
  '%y%m%d %H:%M:%S',
  '/Date(%Q)/',
  '\\/Date(%Q)\\/',
];

/** Reads a timestamp that fills a whole field (a JSON string, a table cell), however it is written. */
export class AnyTimeReader {
  readonly fields = new TimeFields();
  private readonly readers = SPECS.map((spec) => new TimestampReader(spec));
  private last = 0;

  /** True when all of `[start, end)` is one timestamp; `fields` then holds it. The last form seen is tried first. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.readers[this.last]!.read(bytes, start, end, this.fields) === end) return true;
    for (let i = 0; i < this.readers.length; i++) {
      if (i === this.last || this.readers[i]!.read(bytes, start, end, this.fields) !== end) continue;
      this.last = i;
      return true;
    }
    return false;
  }
}
