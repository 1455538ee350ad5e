import type { ErrorClass } from '../domain/issue-class.ts';

/**
 * The one table from stable error codes to the classes users see. A code (`area.reason`) is looked up whole, then by its
 * reason in any area, then by its area; a test finds codes that are in none of the three.
 */
const BY_CODE: Readonly<Record<string, ErrorClass>> = {
  'catalog.busy': 'E_LOCKED',
  'catalog.corrupt': 'E_CATALOG_CORRUPT',
  'catalog.locked': 'E_LOCKED',
  'catalog.read-only': 'E_READONLY',
  'contract.port-in-use': 'E_LOCKED',
  'features.too-many-windows': 'E_LIMIT_SIZE',
  'ingest.format-invalid': 'E_PARSE',
  'ingest.grok': 'E_PARSE',
  'ingest.layout': 'E_PARSE',
  'ingest.pattern': 'E_PARSE',
  'ingest.time-spec': 'E_PARSE',
  'job.cancelled': 'E_IO',
  'lake.closed': 'E_IO',
  'lake.missing-file': 'E_CORRUPT',
  'lake.out-of-memory': 'E_OOM',
  'model.bad-reference': 'E_UNSUPPORTED',
  'model.is-champion': 'E_UNSUPPORTED',
  'model.no-former-champion': 'E_UNSUPPORTED',
  'model.unknown-detector': 'E_UNSUPPORTED',
  'score.empty': 'E_EMPTY',
  'score.too-large': 'E_LIMIT_SIZE',
  'source.not-a-folder': 'E_NOT_REGULAR',
  'worker.died': 'E_OOM',
};

const BY_REASON: Readonly<Record<string, ErrorClass>> = {
  'bad-input': 'E_UNSUPPORTED',
  busy: 'E_LOCKED',
  corrupt: 'E_CORRUPT',
  'disk-full': 'E_DISK_FULL',
  forbidden: 'E_PERMISSION',
  'index-gone': 'E_NOT_FOUND',
  io: 'E_IO',
  newer: 'E_UNSUPPORTED',
  'not-found': 'E_NOT_FOUND',
  'not-regular': 'E_NOT_REGULAR',
  older: 'E_UNSUPPORTED',
  permission: 'E_PERMISSION',
  'read-only': 'E_READONLY',
  readonly: 'E_READONLY',
  'regex-invalid': 'E_REGEX_INVALID',
  'regex-timeout': 'E_REGEX_TIMEOUT',
  timeout: 'E_REGEX_TIMEOUT',
  'too-large': 'E_LIMIT_SIZE',
  'too-many': 'E_LIMIT_SIZE',
  unreadable: 'E_IO',
};

const BY_AREA: Readonly<Record<string, ErrorClass>> = {
  case: 'E_CATALOG_CORRUPT',
  catalog: 'E_CATALOG_CORRUPT',
  cli: 'E_UNSUPPORTED',
  contract: 'E_UNSUPPORTED',
  engine: 'E_IO',
  events: 'E_UNSUPPORTED',
  feature: 'E_UNSUPPORTED',
  features: 'E_UNSUPPORTED',
  formats: 'E_UNSUPPORTED',
  generator: 'E_UNSUPPORTED',
  incidents: 'E_UNSUPPORTED',
  ingest: 'E_UNSUPPORTED',
  internal: 'E_IO',
  job: 'E_IO',
  labels: 'E_PARSE',
  lake: 'E_CORRUPT',
  model: 'E_MODEL_INVALID',
  parsing: 'E_PARSE',
  replay: 'E_UNSUPPORTED',
  report: 'E_IO',
  score: 'E_PARSE',
  scores: 'E_UNSUPPORTED',
  source: 'E_IO',
  sql: 'E_PARSE',
  templates: 'E_UNSUPPORTED',
  worker: 'E_IO',
};

/** Class of a code; null for one the table does not know. */
export function tryClassOfCode(code: string): ErrorClass | null {
  const [area = '', reason = ''] = code.split('.');
  return BY_CODE[code] ?? BY_REASON[reason] ?? BY_AREA[area] ?? null;
}

/** Class of a code; `E_IO` for one the table does not know. */
export function classOfCode(code: string): ErrorClass {
  return tryClassOfCode(code) ?? 'E_IO';
}
