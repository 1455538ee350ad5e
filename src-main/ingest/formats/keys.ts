/** What a named field of a structured line (JSON, logfmt, table column) is to the event. */
export const FieldRole = { time: 0, level: 1, message: 2, service: 3, host: 4, component: 5 } as const;
export type FieldRole = (typeof FieldRole)[keyof typeof FieldRole];
export const FIELD_ROLES = 6;

/** Names of fields by role. */
export type RoleKeys = Readonly<Partial<Record<keyof typeof FieldRole, readonly string[]>>>;

/**
 * Names by role, the most telling first; the case of letters does not matter, and `a.b` is the key `a.b` as well as `b`
 * inside the object `a`.
 */
const ROLE_KEYS: Readonly<Record<keyof typeof FieldRole, readonly string[]>> = {
  time: [
    '@timestamp',
    'timestamp',
    'time',
    'ts',
    '@t',
    't.$date',
    '__realtime_timestamp',
    'eventtime',
    'event_time',
    'datetime',
    'date_time',
    'date',
    'asctime',
    'created_at',
    'createdat',
    'logtime',
    'log_time',
    'timecreated',
    'timegenerated',
    '_time',
    't',
    'instant.epochsecond',
    'fields.time',
    '@fields.timestamp',
    'start_time',
    'starttime',
    'receivetimestamp',
    '_source_realtime_timestamp',
    'unixtime',
    'epoch',
    '_source.@timestamp',
  ],
  level: [
    'level',
    'severity',
    'log.level',
    'loglevel',
    'log_level',
    'lvl',
    'levelname',
    'level_name',
    'severity_text',
    'severitytext',
    '@l',
    's',
    'priority',
    '@fields.lvl',
    '@fields.level',
    'fields.level',
    'leveldisplayname',
    'severitynumber',
    'syslog.severity.name',
    'err_level',
    '_source.level',
    '_source.log.level',
    'l',
  ],
  message: [
    'message',
    'msg',
    '@m',
    'short_message',
    'fields.message',
    '@fields.msg',
    '@fields.message',
    '@message',
    'log',
    'textpayload',
    'jsonpayload.message',
    'jsonpayload.msg',
    'body',
    'body.stringvalue',
    'event',
    'renderedmessage',
    '@mt',
    'text',
    'full_message',
    'description',
    'error.message',
    'err.message',
    'error',
    'err',
    'eventname',
    '_source.message',
    'operationname',
    'line',
  ],
  service: [
    'service.name',
    'service',
    'service_name',
    'servicename',
    'app',
    'application',
    'appname',
    'app_name',
    'program',
    'syslog_identifier',
    '_systemd_unit',
    'kubernetes.container_name',
    'kubernetes.labels.app',
    'container_name',
    'resource.labels.container_name',
    'eventsource',
  ],
  host: [
    'host',
    'host.name',
    'hostname',
    '_hostname',
    'host.hostname',
    'nodename',
    'node',
    'machine',
    'machinename',
    'computer',
    'computername',
    'kubernetes.pod_name',
    'kubernetes.host',
  ],
  component: [
    'component',
    'logger',
    'logger_name',
    'loggername',
    'log.logger',
    'target',
    'module',
    'c',
    'sourcecontext',
    'properties.sourcecontext',
    'class',
    'category',
    'subsystem',
    'providername',
    'source',
    'caller',
  ],
};

interface Key {
  readonly bytes: Uint8Array;
  readonly role: FieldRole;
  readonly rank: number;
}

const NO_KEY = -1;

/** Looks names up by their bytes, without strings. */
export class FieldKeys {
  private readonly slots: (Key | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  private readonly prefixes: Uint8Array[] = [];

  /** @param extra Further names by role; they rank before the common ones. */
  constructor(extra: RoleKeys = {}) {
    const roles = Object.keys(FieldRole) as (keyof typeof FieldRole)[];
    // A name the format gives a role keeps it, whatever the common tables say.
    for (const role of roles) extra[role]?.forEach((name, rank) => this.insert(name, FieldRole[role], rank));
    for (const role of roles) {
      const first = extra[role]?.length ?? 0;
      ROLE_KEYS[role].forEach((name, rank) => this.insert(name, FieldRole[role], first + rank));
    }
  }

  /** `role * 256 + rank` of the name in `[start, end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash, 31) + fold(bytes[i]!);
    for (let slot = hash & 1023; ; slot = (slot + 1) & 1023) {
      const key = this.slots[slot];
      if (key === undefined) return NO_KEY;
      if (isSame(key.bytes, bytes, start, end)) return key.role * 256 + key.rank;
    }
  }

  /** True when names of nested objects begin with this one (`log` of `log.level`). */
  isPrefix(bytes: Uint8Array, start: number, end: number): boolean {
    for (const prefix of this.prefixes) if (isSame(prefix, bytes, start, end)) return true;
    return false;
  }

  private insert(key: string, role: FieldRole, rank: number): void {
    const name = key.toLowerCase();
    const bytes = new TextEncoder().encode(name);
    let hash = bytes.length;
    for (const byte of bytes) hash = Math.imul(hash, 31) + fold(byte);
    let slot = hash & 1023;
    while (this.slots[slot] !== undefined) {
      if (isSame(this.slots[slot]!.bytes, bytes, 0, bytes.length)) return;
      slot = (slot + 1) & 1023;
    }
    this.slots[slot] = { bytes, role, rank };
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) this.addPrefix(name.slice(0, dot));
  }

  private addPrefix(prefix: string): void {
    const bytes = new TextEncoder().encode(prefix);
    if (!this.isPrefix(bytes, 0, bytes.length)) this.prefixes.push(bytes);
  }
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 32 : byte;
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== fold(bytes[start + i]!)) return false;
  return true;
}

let common: FieldKeys | null = null;

/** The names of a format; the common table is built once. */
export function fieldKeys(extra: RoleKeys): FieldKeys {
  if (Object.keys(extra).length > 0) return new FieldKeys(extra);
  common ??= new FieldKeys();
  return common;
}
