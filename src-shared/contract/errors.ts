import { z } from 'zod';
import {
  CancelledError,
  CatalogError,
  ContractError,
  type ErrorDetails,
  FeatureError,
  IngestError,
  LakeError,
  ModelError,
  NO_LOCATION,
  ParsingError,
  ReportError,
  SentinelError,
} from '../base/errors.ts';

/**
 * Errors across thread, process and HTTP borders, both directions.
 * Known errors (SentinelError) keep code, message, location, details and their chain of causes. Anything else is a
 * defect: it crosses as `internal.unexpected` with no stack, and without home paths, which stay in the engine's own log.
 */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly location: z.infer<typeof locationSchema>;
  readonly details: ErrorDetails;
  readonly cause: WireError | null;
}

const count = z.number().int().nonnegative().nullable();
const locationSchema = z.object({
  path: z.string().nullable(),
  member: z.string().nullable(),
  line: count,
  offset: count,
  decodedOffset: count,
});

export const wireErrorSchema: z.ZodType<WireError> = z.object({
  code: z.string(),
  message: z.string(),
  location: locationSchema,
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  get cause() {
    return wireErrorSchema.nullable();
  },
});

/** The code every oRPC error of ours carries; the real one is `data.code`. */
export const WIRE_CODE = 'SENTINEL';
/** Deepest cause kept; a longer or circular chain is cut there. */
const MAX_CAUSES = 8;

const CLASS_OF_AREA: Readonly<Record<string, typeof SentinelError>> = {
  ingest: IngestError,
  source: IngestError,
  parsing: ParsingError,
  feature: FeatureError,
  features: FeatureError,
  model: ModelError,
  lake: LakeError,
  sql: LakeError,
  catalog: CatalogError,
  case: CatalogError,
  report: ReportError,
  contract: ContractError,
  engine: ContractError,
};

const HTTP_STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'contract.bad-input': 400,
  'contract.not-found': 404,
  'contract.unauthorized': 401,
  'contract.forbidden': 403,
  'contract.too-large': 413,
  'contract.too-many': 429,
  'catalog.locked': 409,
  'job.cancelled': 499,
  'engine.unavailable': 503,
  'engine.stopped': 503,
  'internal.unexpected': 500,
};

/** HTTP status that goes with an error code; 422 for a known failure without one of its own, 404 for `*.not-found`. */
export function statusOfCode(code: string): number {
  return HTTP_STATUS_OF_CODE[code] ?? (code.endsWith('.not-found') ? 404 : 422);
}

/**
 * The body of a failed answer that no oRPC handler made: the wire error itself for plain readers, and the same in the
 * envelope in which an oRPC client looks for errors.
 */
export function wireErrorBody(wire: WireError): Record<string, unknown> {
  const json = { defined: false, code: WIRE_CODE, status: statusOfCode(wire.code), message: wire.message, data: wire };
  return { ...wire, json, meta: [] };
}

/** Plain data for any thrown value; never throws itself. */
export function toWireError(thrown: unknown, depth = 0): WireError {
  if (thrown instanceof SentinelError) {
    const hasCause = thrown.cause !== undefined && depth < MAX_CAUSES;
    return {
      code: thrown.code,
      message: thrown.message,
      location: thrown.location,
      details: thrown.details,
      cause: hasCause ? toWireError(thrown.cause, depth + 1) : null,
    };
  }
  const systemCode = depth > 0 ? systemCodeOf(thrown) : null;
  return {
    code: 'internal.unexpected',
    message:
      depth > 0 ? causeMessage(thrown, systemCode) : 'Something unexpected failed. The engine log has the details.',
    location: NO_LOCATION,
    details: systemCode === null ? {} : { systemCode },
    cause: null,
  };
}

/** Rebuilds the error of its area, with location, details and causes; unknown areas become a SentinelError. */
export function fromWireError(wire: WireError): SentinelError {
  const cause = wire.cause === null ? undefined : fromWireError(wire.cause);
  if (wire.code === 'job.cancelled') return new CancelledError(wire.message);
  const area = wire.code.slice(0, wire.code.indexOf('.'));
  const ErrorClass = CLASS_OF_AREA[area] ?? SentinelError;
  return new ErrorClass(wire.code, wire.message, { location: wire.location, details: wire.details, cause });
}

/** The wire error inside an oRPC error, an HTTP error body or a wire error itself; null when there is none. */
export function tryReadWireError(value: unknown): WireError | null {
  const candidate = isRecord(value) && isRecord(value['data']) ? value['data'] : value;
  const parsed = wireErrorSchema.safeParse(candidate);
  return parsed.success ? parsed.data : null;
}

/**
 * What a client throws for a failed call: the rebuilt error when the other side sent one, the value itself otherwise
 * (an abort, a broken connection).
 */
export function reviveError(thrown: unknown): unknown {
  const wire = tryReadWireError(thrown);
  return wire === null ? thrown : fromWireError(wire);
}

function systemCodeOf(thrown: unknown): string | null {
  const code = isRecord(thrown) ? thrown['code'] : undefined;
  return typeof code === 'string' ? code : null;
}

function causeMessage(thrown: unknown, systemCode: string | null): string {
  if (systemCode !== null) return `The system answered ${systemCode}.`;
  return thrown instanceof Error ? `${thrown.name}.` : 'Unknown cause.';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
