import { type AttributeKind, attributesToJson } from './attributes-json.ts';

/**
 * What a parser found on one line. One instance is reused for every line.
 *
 * Ranges are byte positions, -1 start = absent. They index the buffer given to `parse`; only the content may live in
 * another one (`content`). Where a value is no range of the buffer (decoded JSON text, say) the `...Text` twin holds it.
 */
export class ParsedLine {
  hasTime = false;
  /** Whole seconds since 1970 UTC; meaningless without `hasTime`. */
  epochSeconds = 0;
  /** 0..999_999_999. */
  nanos = 0;
  /** OpenTelemetry SeverityNumber, 0 when the line states none. */
  severity = 0;
  severityStart = -1;
  severityEnd = -1;
  serviceStart = -1;
  serviceEnd = -1;
  hostStart = -1;
  hostEnd = -1;
  componentStart = -1;
  componentEnd = -1;
  contentStart = -1;
  contentEnd = -1;
  /** Buffer the content range indexes; null = the buffer given to `parse`. Valid until the next `parse` or `more`. */
  content: Uint8Array | null = null;
  severityText: string | null = null;
  serviceText: string | null = null;
  hostText: string | null = null;
  componentText: string | null = null;
  /** The header matched but its time is no real instant (February 30, hour 25, out of the 64-bit range). */
  badTime = false;
  /** The line claims a structure (a JSON object, say) and breaks it; the content is then the raw line. */
  isMalformed = false;
  /** Ready JSON object text of the further fields; null when they are in the attribute ranges below, or absent. */
  attributesText: string | null = null;
  attributeCount = 0;
  readonly attributeNames: string[] = [];
  readonly attributeStart: number[] = [];
  readonly attributeEnd: number[] = [];
  readonly attributeKind: AttributeKind[] = [];
  /** Buffer the attribute ranges index; set by the parser together with them. */
  attributeBytes: Uint8Array | null = null;

  reset(): void {
    this.hasTime = false;
    this.epochSeconds = 0;
    this.nanos = 0;
    this.severity = 0;
    this.severityStart = this.severityEnd = -1;
    this.serviceStart = this.serviceEnd = -1;
    this.hostStart = this.hostEnd = -1;
    this.componentStart = this.componentEnd = -1;
    this.contentStart = this.contentEnd = -1;
    this.content = null;
    this.severityText = this.serviceText = this.hostText = this.componentText = null;
    this.badTime = false;
    this.isMalformed = false;
    this.attributesText = null;
    this.attributeCount = 0;
  }

  /** Further fields (pid, thread, client address, ...) as JSON object text, or null. Makes the string when first asked. */
  get attributes(): string | null {
    if (this.attributesText === null && this.attributeCount > 0) this.attributesText = attributesToJson(this);
    return this.attributesText;
  }

  addAttribute(name: string, start: number, end: number, kind: AttributeKind): void {
    const index = this.attributeCount++;
    this.attributeNames[index] = name;
    this.attributeStart[index] = start;
    this.attributeEnd[index] = end;
    this.attributeKind[index] = kind;
  }
}
