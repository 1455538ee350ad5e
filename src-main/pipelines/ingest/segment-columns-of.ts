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
  const from = block.columns;
  const lineCounts = from.eventLineCount.view();
  if (lineCounts.length > 0)
    lineCounts[lineCounts.length - 1] = (lineCounts.at(-1) as number) + place.trailingContinuations;
  const seconds = from.epochSeconds.view();
  if (place.yearShift !== 0)
    for (let i = 0; i < seconds.length; i++) seconds[i] = shiftYears(seconds[i] as number, place.yearShift);
  const { minTimeNs, maxTimeNs } = timeRange(from);
  return {
    range: { minTimeNs, maxTimeNs },
    columns: {
      sourceId,
      bytes: from.bytes,
      firstLine: place.firstLine,
      lineCount: from.lineKind.length,
      lineStart: from.lineStart.view(),
      lineEnd: from.lineEnd.view(),
      lineOffset: from.lineOffset.view(),
      lineKind: from.lineKind.view(),
      openEventId: place.openEventId,
      firstEventId: place.firstEventId,
      eventCount: from.eventLine.length,
      eventLine: from.eventLine.view(),
      eventLineCount: lineCounts,
      epochSeconds: seconds,
      nanos: from.nanos.view(),
      severity: from.severity.view(),
      severityText: from.severityText.finish(),
      service: from.service.finish(),
      host: from.host.finish(),
      component: from.component.finish(),
      shapeIds: from.shapeIds.view(),
      parameters: { bytes: from.parameters.bytes.view(), offsets: from.parameters.offsets.view() },
      attributes: { bytes: from.attributes.bytes.view(), offsets: from.attributes.offsets.view() },
    },
  };
}
