import { assertNever } from '#shared/base/assert-never.ts';
import { LEVEL_NAMES, type LevelName } from './message.ts';
import { INSTANCES, type Instance } from './topology.ts';

export const LOG_FORMATS = ['json', 'logfmt', 'syslog', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * A line is `beforeTime + time + afterTime[instance][level] + content + end`; content never needs escaping.
 * `syslog` is RFC 5424; `text` is the layout of Spring Boot, with the host in the thread's place.
 */
export interface LineFormat {
  /** By level: syslog puts the priority in front of the time. */
  readonly beforeTime: readonly string[];
  /** By instance, then by level. */
  readonly afterTime: readonly (readonly string[])[];
  /** With the LF. */
  readonly end: string;
}

export function makeLineFormat(format: LogFormat): LineFormat {
  return {
    beforeTime: LEVEL_NAMES.map((level) => beforeTime(format, level)),
    afterTime: INSTANCES.map((instance) => LEVEL_NAMES.map((level) => afterTime(format, instance, level))),
    end: format === 'json' ? '"}\n' : format === 'logfmt' ? '"\n' : '\n',
  };
}

/** Facility local0 of RFC 5424. */
const FACILITY = 16 * 8;
const SYSLOG_SEVERITY: Readonly<Record<LevelName, number>> = { DEBUG: 7, INFO: 6, WARN: 4, ERROR: 3 };

function beforeTime(format: LogFormat, level: LevelName): string {
  if (format === 'json') return '{"timestamp":"';
  if (format === 'logfmt') return 'time=';
  return format === 'syslog' ? `<${FACILITY + SYSLOG_SEVERITY[level]}>1 ` : '';
}

function afterTime(format: LogFormat, instance: Instance, level: LevelName): string {
  const { service, host, pid } = instance;
  switch (format) {
    case 'json':
      return `","level":"${level}","service":"${service}","host":"${host}","pid":${pid},"message":"`;
    case 'logfmt':
      return ` level=${level.toLowerCase()} service=${service} host=${host} pid=${pid} msg="`;
    case 'syslog':
      return ` ${host} ${service} ${pid} - - `;
    case 'text':
      return ` ${level.padStart(5)} ${pid} --- [${service}] [${host}] shop.${service} : `;
    default:
      return assertNever(format);
  }
}
