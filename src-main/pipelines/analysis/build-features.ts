import type { FeaturePlan } from '#shared/domain/feature-plan.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { EventBatch, EventDimensions } from '../../features/event-batch.ts';
import { SessionAccumulator } from '../../features/session-accumulator.ts';
import { findSessionKeys, proposeSession, type SessionProposal } from '../../features/session-proposal.ts';
import type { ParameterSample } from '../../features/parameter-sample.ts';
import { planSlots, type SlotPlan } from '../../features/slot-planner.ts';
import { WindowAccumulator } from '../../features/window-accumulator.ts';
import { lengthsToCount, planWindows, type WindowPlan } from '../../features/window-plan.ts';
import { throwIfAborted } from '../../base/abort.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { describeDimensions, readNames } from './dimensions.ts';
import { type CasePlan, fromFeaturePlan } from './feature-plan.ts';
import { type EventRange, streamEvents } from './event-source.ts';
import { literalBefore, sampleParameters, unitAfter } from './sample-parameters.ts';
import { createSessionTable, SESSION_TABLE } from './session-table.ts';

export interface BuildFeaturesOptions {
  readonly reader: CaseReader;
  /** Regex or field; null = time windows. */
  readonly session: string | null;
  readonly windowSeconds: number | null;
  readonly stepSeconds: number | null;
  readonly range: EventRange;
  /** What windows follow besides counts, as a model learned it; null or absent: as found in this case. */
  readonly plan?: FeaturePlan | null;
  /** Called with the number of windows before any event is counted. */
  readonly onWindows?: (count: number) => void;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

export interface BuiltFeatures {
  readonly table: FeatureTable;
  readonly dimensions: EventDimensions;
  readonly slots: SlotPlan;
  /** Null for sessions. */
  readonly windows: WindowPlan | null;
  readonly proposedSession: SessionProposal | null;
  /** Keys that link events, strongest first. */
  readonly links: readonly SessionProposal[];
  /** Highest OpenTelemetry severity number among the events of each template, by its index. */
  readonly highestSeverity: Uint8Array;
  /** Events left out: without a time (windows) or without a session key. */
  readonly skippedEvents: number;
}

/**
 * Reads the case's events once and builds the features of its windows or sessions.
 * A case without timed events gives an empty table of windows.
 */
export async function buildFeatures(options: BuildFeaturesOptions): Promise<BuiltFeatures> {
  const { reader, signal, session } = options;
  const { templates } = reader.manifest;
  const sampling = sampleParameters(reader, signal);
  const findKeys = (sample: ParameterSample): SessionProposal[] =>
    findSessionKeys(sample, (template, wildcard) => literalBefore(templates[template]!, wildcard));
  const [keys, sample, names, windows] = await Promise.all([
    sampling.contiguous.then(findKeys),
    sampling.all,
    readNames(reader, signal),
    session === null ? planCaseWindows(options) : null,
  ]);
  if (windows !== null) options.onWindows?.(windows.count);
  const { slots, links } = choosePlan(options, sample, keys);
  return reader.engine.session(signal, async (connection) => {
    const sessions = session === null ? [] : await createSessionTable(connection, session, options.range);
    const dimensions = describeDimensions(templates, names, slots, sessions);
    const accumulator =
      windows === null ? new SessionAccumulator(dimensions) : new WindowAccumulator(windows, dimensions);
    const source = { reader, dimensions, slots, links, range: options.range, signal };
    let done = 0;
    let skipped = 0;
    const highestSeverity = new Uint8Array(templates.length);
    for await (const batch of streamEvents(connection, {
      ...source,
      sessionTable: session === null ? null : SESSION_TABLE,
    })) {
      throwIfAborted(signal);
      accumulator.add(batch);
      const places = session === null ? batch.timeSeconds : batch.session;
      for (let i = 0; i < batch.length; i++) if (!(places[i]! >= 0)) skipped++;
      raiseSeverity(highestSeverity, batch);
      done += batch.length;
      options.progress(done, reader.eventCount);
    }
    const proposedSession = session === null ? proposeSession(keys) : null;
    return {
      table: accumulator.finish(),
      dimensions,
      slots,
      windows,
      proposedSession,
      links,
      highestSeverity,
      skippedEvents: skipped,
    };
  });
}

function raiseSeverity(highest: Uint8Array, { length, template, severity }: EventBatch): void {
  for (let i = 0; i < length; i++) {
    const at = template[i]!;
    if (at >= 0 && severity[i]! > highest[at]!) highest[at] = severity[i]!;
  }
}

function choosePlan(
  { reader, session, plan }: BuildFeaturesOptions,
  sample: ParameterSample,
  keys: readonly SessionProposal[],
): CasePlan {
  const { templates } = reader.manifest;
  if (session !== null) return { slots: { numbers: [], keys: [] }, links: keys };
  if (plan !== undefined && plan !== null) {
    return fromFeaturePlan(
      plan,
      templates.map(({ templateId }) => templateId),
    );
  }
  return {
    slots: planSlots(sample, (template, wildcard) => unitAfter(templates[template]!, wildcard)),
    links: keys,
  };
}

/** Lays windows over the case as `buildFeatures` does; a case without timed events has none. */
export async function planCaseWindows(
  options: Pick<BuildFeaturesOptions, 'reader' | 'range' | 'windowSeconds' | 'stepSeconds' | 'signal'>,
): Promise<WindowPlan> {
  const { reader, range, windowSeconds, stepSeconds, signal } = options;
  const span = reader.timeRange;
  if (span === null)
    return {
      startSeconds: 0,
      windowSeconds: windowSeconds ?? 60,
      stepSeconds: windowSeconds ?? 60,
      count: 0,
      reason: null,
    };
  const firstNs = range.fromNs !== null && range.fromNs > span.fromNs ? range.fromNs : span.fromNs;
  const endNs = range.toNs !== null && range.toNs < span.toNs ? range.toNs : span.toNs;
  const request = {
    firstSeconds: Number(firstNs) / 1e9,
    lastSeconds: Number(endNs - 1n) / 1e9,
    events: reader.eventCount,
    windowSeconds,
    stepSeconds,
  };
  const occupied = await countOccupied(reader, lengthsToCount(request), { fromNs: firstNs, toNs: endNs }, signal);
  return planWindows({ ...request, occupied });
}

/** How many windows of each length hold an event; longer lengths are only counted while shorter ones are mostly empty. */
async function countOccupied(
  reader: CaseReader,
  lengths: readonly number[],
  { fromNs, toNs }: { readonly fromNs: bigint; readonly toNs: bigint },
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const seconds of lengths) {
    const [row] = await reader.query(
      // Neighbours mostly share their window: what differs from the row before, in whatever order, is little to count.
      `SELECT count(DISTINCT place) AS windows FROM (SELECT time_ns // ${seconds * 1_000_000_000} AS place, lag(place) OVER () AS before
       FROM silver WHERE time_ns >= ${fromNs} AND time_ns < ${toNs}) WHERE place IS DISTINCT FROM before`,
      { signal },
    );
    const windows = Number(row?.['windows'] ?? 0);
    counts.set(seconds, windows);
    if (windows * seconds * 1e9 * 2 > Number(toNs - fromNs)) break;
  }
  return counts;
}
