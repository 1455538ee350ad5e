/** How an attribute's bytes become JSON. */
export const AttributeKind = { text: 0, number: 1, json: 2 } as const;
export type AttributeKind = (typeof AttributeKind)[keyof typeof AttributeKind];

/** Named byte ranges; the arrays may be longer than the count. */
export interface AttributeRanges {
  readonly attributeBytes: Uint8Array | null;
  readonly attributeCount: number;
  readonly attributeNames: readonly string[];
  readonly attributeStart: readonly number[];
  readonly attributeEnd: readonly number[];
  readonly attributeKind: readonly AttributeKind[];
}

const decoder = new TextDecoder();

/** The attribute ranges of a line as JSON object text; later duplicates of a name win. */
export function attributesToJson(line: AttributeRanges): string | null {
  const bytes = line.attributeBytes;
  if (bytes === null) return null;
  let text = '';
  for (let i = 0; i < line.attributeCount; i++) {
    const name = line.attributeNames[i]!;
    const later = line.attributeNames.indexOf(name, i + 1);
    if (later >= 0 && later < line.attributeCount) continue;
    const raw = decoder.decode(bytes.subarray(line.attributeStart[i], line.attributeEnd[i]));
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${valueToJson(raw, line.attributeKind[i]!)}`;
  }
  return text === '' ? null : `${text}}`;
}

function valueToJson(raw: string, kind: AttributeKind): string {
  if (kind === AttributeKind.number && raw.length < 16 && /^-?(?:0|[1-9]\d*)$/.test(raw)) return raw;
  if (kind === AttributeKind.json) {
    try {
      JSON.parse(raw);
      return raw;
    } catch {
      // Not JSON after all (a cut line): kept as text, nothing is lost.
    }
  }
  return JSON.stringify(raw);
}
