import type { RereadOptions, SourceOverride } from '#shared/contract/analyze-options.ts';

/** What can be fixed in how sources are read; null is found in the data. */
export interface ReadingFields {
  readonly format: string | null;
  readonly encoding: string | null;
  readonly timezone: string | null;
  readonly offsetSeconds: number | null;
  readonly year: number | null;
  readonly dateOrder: 'dmy' | 'mdy' | null;
}

export const NOTHING_FIXED: ReadingFields = {
  format: null,
  encoding: null,
  timezone: null,
  offsetSeconds: null,
  year: null,
  dateOrder: null,
};

/** One file, or one member of an archive. */
export interface SourcePlace {
  /** Absolute. */
  readonly path: string;
  readonly member: string | null;
}

/** What is fixed now: for one source, or for all (`place` null). */
export function fixedFields(options: RereadOptions, place: SourcePlace | null): ReadingFields {
  const from = place === null ? options : options.sources?.find((one) => isOf(one, place));
  return {
    format: from?.format ?? null,
    encoding: from?.encoding ?? null,
    timezone: from?.timezone ?? null,
    offsetSeconds: from?.offsetSeconds ?? null,
    year: from?.year ?? null,
    dateOrder: from?.dateOrder ?? null,
  };
}

/** The options with other fields for one source or for all; a source with nothing fixed is not named any more. */
export function withFields(options: RereadOptions, place: SourcePlace | null, fields: ReadingFields): RereadOptions {
  const fixed = presentFields(fields);
  if (place === null) {
    const { format: _f, encoding: _e, timezone: _t, offsetSeconds: _o, year: _y, dateOrder: _d, ...rest } = options;
    return { ...rest, ...fixed };
  }
  const others = (options.sources ?? []).filter((one) => !isOf(one, place));
  const { path, member } = place;
  const own = { path, ...(member === null ? {} : { member }), ...fixed };
  const sources = Object.keys(fixed).length === 0 ? others : [...others, own];
  const { sources: _sources, ...rest } = options;
  return sources.length === 0 ? rest : { ...rest, sources };
}

/** The fields as options, those found in the data left out. */
export function presentFields(fields: ReadingFields): Omit<RereadOptions, 'sources'> {
  const { format, encoding, timezone, offsetSeconds, year, dateOrder } = fields;
  return {
    ...(format === null ? {} : { format }),
    ...(encoding === null ? {} : { encoding }),
    ...(timezone === null ? {} : { timezone }),
    ...(offsetSeconds === null || offsetSeconds === 0 ? {} : { offsetSeconds }),
    ...(year === null ? {} : { year }),
    ...(dateOrder === null ? {} : { dateOrder }),
  };
}

export function isSameReading(a: ReadingFields, b: ReadingFields): boolean {
  return JSON.stringify(presentFields(a)) === JSON.stringify(presentFields(b));
}

function isOf(override: SourceOverride, place: SourcePlace): boolean {
  return override.path === place.path && (override.member ?? null) === place.member;
}
