import type { ByteArena, DictionaryColumn, SegmentColumns } from './segment-columns.ts';

/** The block's columns with only the events of these indexes, in that order. Lines and values stay as they are. */
export function pickEvents(c: SegmentColumns, indexes: Uint32Array): SegmentColumns {
  const [first = 0] = indexes;
  const end = first + indexes.length;
  // A day of a log in order is a piece of the block, and needs no copy.
  if (indexes.length > 0 && indexes.at(-1) === end - 1) return cutEvents(c, first, end);
  return {
    ...c,
    eventCount: indexes.length,
    eventLine: indexes.map((i) => c.eventLine[i] as number),
    eventLineCount: indexes.map((i) => c.eventLineCount[i] as number),
    epochSeconds: Float64Array.from(indexes, (i) => c.epochSeconds[i] as number),
    nanos: Int32Array.from(indexes, (i) => c.nanos[i] as number),
    severity: Uint8Array.from(indexes, (i) => c.severity[i] as number),
    severityText: pickWords(c.severityText, indexes),
    service: pickWords(c.service, indexes),
    host: pickWords(c.host, indexes),
    component: pickWords(c.component, indexes),
    shapeIds: BigUint64Array.from(indexes, (i) => c.shapeIds[i] as bigint),
    parameters: pickStrings(c.parameters, indexes),
    attributes: pickStrings(c.attributes, indexes),
  };
}

function cutEvents(c: SegmentColumns, from: number, to: number): SegmentColumns {
  const cutWords = ({ ids, values }: DictionaryColumn): DictionaryColumn => ({ values, ids: ids.subarray(from, to) });
  const cutStrings = ({ bytes, offsets }: ByteArena): ByteArena => ({ bytes, offsets: offsets.subarray(from, to + 1) });
  return {
    ...c,
    eventCount: to - from,
    eventLine: c.eventLine.subarray(from, to),
    eventLineCount: c.eventLineCount.subarray(from, to),
    epochSeconds: c.epochSeconds.subarray(from, to),
    nanos: c.nanos.subarray(from, to),
    severity: c.severity.subarray(from, to),
    severityText: cutWords(c.severityText),
    service: cutWords(c.service),
    host: cutWords(c.host),
    component: cutWords(c.component),
    shapeIds: c.shapeIds.subarray(from, to),
    parameters: cutStrings(c.parameters),
    attributes: cutStrings(c.attributes),
  };
}

function pickWords({ ids, values }: DictionaryColumn, indexes: Uint32Array): DictionaryColumn {
  return { values, ids: Int32Array.from(indexes, (i) => ids[i] as number) };
}

function pickStrings({ bytes, offsets }: ByteArena, indexes: Uint32Array): ByteArena {
  const picked = new Uint32Array(indexes.length + 1);
  indexes.forEach((i, row) => {
    picked[row + 1] = (picked[row] as number) + (offsets[i + 1] as number) - (offsets[i] as number);
  });
  const text = new Uint8Array(picked[indexes.length] as number);
  indexes.forEach((i, row) => text.set(bytes.subarray(offsets[i], offsets[i + 1]), picked[row]));
  return { bytes: text, offsets: picked };
}
