import type { FileWarning, WarningClass } from '#shared/domain/issue-class.ts';
import { IngestError } from '#shared/base/errors.ts';
import { inferBaseYear } from '../../timestamps/base-year.ts';
import { LocalZone } from '../../timestamps/local-zone.ts';
import { DEFAULT_TIME_CONTEXT, type TimeContext } from '../../timestamps/time-context.ts';
import { TimeFields } from '../../timestamps/time-fields.ts';
import type { TimeSurvey } from '../../timestamps/time-survey.ts';
import { parseOffsetText } from '../../timestamps/zone-names.ts';
import type { DetectionContext } from '../parser-spec.ts';

export interface TimeGuesses {
  readonly time: TimeContext;
  readonly warnings: readonly FileWarning[];
}

/**
 * Settles what the sample's timestamps leave open and says each guess.
 * @throws IngestError `ingest.timezone` for a zone nobody knows.
 */
export function guessTimeContext(survey: TimeSurvey, context: DetectionContext): TimeGuesses {
  const warnings: FileWarning[] = [];
  const warn = (name: WarningClass, message: string): void => {
    warnings.push({ class: name, count: 1, firstLine: 1, firstOffset: 0, message });
  };
  const zone = chooseZone(survey, context, warn);
  const dateOrder = chooseDateOrder(survey, context, warn);
  const { baseYear, basePeriodSeconds } = chooseBase(survey, context, warn);
  return { time: { baseYear, basePeriodSeconds, dateOrder, ...zone }, warnings };
}

type Warn = (name: WarningClass, message: string) => void;

function chooseZone(
  survey: TimeSurvey,
  context: DetectionContext,
  warn: Warn,
): Pick<TimeContext, 'zoneName' | 'zoneOffsetSeconds'> {
  if (survey.ambiguousZones > 0) {
    warn('W_TZ_AMBIGUOUS', 'A zone abbreviation has several meanings; the most common one is used.');
  }
  if (context.timezone !== undefined && context.timezone !== '') {
    const offset = parseOffsetText(context.timezone, new TimeFields());
    if (offset !== undefined) return { zoneName: null, zoneOffsetSeconds: offset };
    const zone = new LocalZone(context.timezone);
    return { zoneName: zone.name, zoneOffsetSeconds: 0 };
  }
  if (survey.withoutZone > 0) warn('W_TZ_ASSUMED', 'Timestamps name no zone; UTC is assumed. Set it with --timezone.');
  return { zoneName: null, zoneOffsetSeconds: 0 };
}

function chooseDateOrder(survey: TimeSurvey, context: DetectionContext, warn: Warn): 'dmy' | 'mdy' {
  if (context.dateOrder !== undefined) return context.dateOrder;
  if (survey.openDates === 0) return DEFAULT_TIME_CONTEXT.dateOrder;
  if (survey.dayFirst !== survey.monthFirst) return survey.dayFirst > survey.monthFirst ? 'dmy' : 'mdy';
  warn(
    'W_DATE_AMBIGUOUS',
    'Day and month cannot be told apart in the sample; month first is assumed. Set --date-order.',
  );
  return 'mdy';
}

function chooseBase(
  survey: TimeSurvey,
  context: DetectionContext,
  warn: Warn,
): Pick<TimeContext, 'baseYear' | 'basePeriodSeconds'> {
  const modifiedMs = context.modifiedMs ?? timeInPath(context.path);
  const base = { baseYear: context.year ?? DEFAULT_TIME_CONTEXT.baseYear, basePeriodSeconds: 0 };
  if (survey.yearlessDates.length > 0 && context.year === undefined) {
    base.baseYear =
      modifiedMs === null ? DEFAULT_TIME_CONTEXT.baseYear : inferBaseYear(survey.yearlessDates, modifiedMs);
    const source = modifiedMs === null ? 'nothing tells it' : 'inferred from the file date';
    warn(
      'W_YEAR_INFERRED',
      `Dates have no year; ${base.baseYear} is used for the first one (${source}). Set it with --year.`,
    );
  }
  if (survey.withoutDate > 0) {
    base.basePeriodSeconds = basePeriod(survey, modifiedMs);
    warn(
      'W_YEAR_INFERRED',
      `Times have no date; ${new Date(base.basePeriodSeconds * 1000).toISOString()} is used as the start.`,
    );
  }
  return base;
}

/** The last date-less time of the sample is put before the file date; roll-overs of the sample are counted back. */
function basePeriod(survey: TimeSurvey, modifiedMs: number | null): number {
  if (modifiedMs === null) return 0;
  const length = survey.withoutHour > 0 ? 3600 : 86_400;
  const modified = Math.floor(modifiedMs / 1000);
  let start = Math.floor(modified / length) * length;
  if (start + survey.lastPeriodSeconds > modified) start -= length;
  return start - survey.periodRolls * length;
}

const PATH_DATE = /(?:^|[^\d])((?:19|20)\d\d)(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)/;

/** End of the date a rotated file carries in its name (`syslog-20240501.gz`), or null. */
export function timeInPath(path: string): number | null {
  const found = PATH_DATE.exec(path.split(/[/\\]/).at(-1) ?? '');
  if (found === null) return null;
  const [, year, month = '12', day = '31'] = found;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), 23, 59, 59);
}

/** @throws IngestError `ingest.year` when a year the user gave is no year of a log. */
export function checkYear(year: number | undefined): void {
  if (year === undefined || (Number.isInteger(year) && year >= 1970 && year <= 2261)) return;
  throw new IngestError('ingest.year', `The year ${year} is out of range: give one from 1970 to 2261.`);
}
