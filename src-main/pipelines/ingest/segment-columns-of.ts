import { shiftYears } from '../../ingest/formats/index.ts';
import type { SegmentColumns } from '../../lake/segment-columns.ts';
import type { ParsedBlock } from './block-parser.ts';
import type { WriteInput } from './block-protocol.ts';
import { timeRange } from './block-tally.ts';

/** Completes a parsed block with what only its place in the source decides: line and event bases, years, last event's length. */
export function toSegmentColumns(
  block: ParsedBlock,
  sourceId: number,
  place: WriteInput,
): { columns: SegmentColumns; range: { minTimeNs: bigint | null; maxTimeNs: bigint | null } } {
  const { columns: from, lineOffset } = block;
  const { eventCount, eventLineCount, epochSeconds } = from;
  if (eventCount > 0) (eventLineCount[eventCount - 1] as number) += place.trailingContinuations;
  if (place.yearShift !== 0) {
    for (let i = 0; i < eventCount; i++) epochSeconds[i] = shiftYears(epochSeconds[i] as number, place.yearShift);
  }
  const { minTimeNs, maxTimeNs } = timeRange(from);
  return {
    range: { minTimeNs, maxTimeNs },
    columns: {
      sourceId,
      bytes: from.bytes,
      firstLine: place.firstLine,
      lineCount: from.lineCount,
      lineStart: from.lineStart,
      lineEnd: from.lineEnd,
      lineOffset,
      lineKind: from.lineKind,
      openEventId: place.openEventId,
      firstEventId: place.firstEventId,
      eventCount: eventCount,
      eventLine: from.eventLine,
      eventLineCount,
      epochSeconds,
      nanos: from.nanos,
      severity: from.severity,
      severityText: from.severityText,
      service: from.service,
      host: from.host,
      component: from.component,
      shapeIds: from.shapeIds,
      parameters: from.parameters,
      attributes: from.attributes,
    },
  };
}
