import type { ByteArena, DictionaryColumn, SegmentColumns } from './segment-columns.ts';

/** The block's columns with only the events of these indexes, in that order. Lines and values stay as they are. */
export function pickEvents(c: SegmentColumns, indexes: Uint32Array): SegmentColumns {
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
