import { AttributeRanges } from './attributes-json.ts';
import { Scratch } from './scratch.ts';

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
  /** Further fields as ranges (text formats); parsers with JSON at hand write `attributesBuffer` instead. */
  readonly ranges = new AttributeRanges();
  /** Further fields (pid, thread, client address, ...) as JSON object text, once `encodeAttributes` has run. */
  readonly attributesBuffer = new Scratch();

  private attributesText: string | null = null;

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
    this.ranges.count = 0;
    this.attributesBuffer.length = 0;
    this.attributesText = null;
  }

  /** Bytes of JSON object text in `attributesBuffer` (from 0); 0 when the line has no further fields. */
  encodeAttributes(): number {
    if (this.attributesBuffer.length === 0) this.ranges.write(this.attributesBuffer);
    return this.attributesBuffer.length;
  }

  /** The further fields as a string, or null; hot paths copy the bytes instead. */
  get attributes(): string | null {
    if (this.attributesText === null && this.encodeAttributes() > 0) this.attributesText = this.attributesBuffer.text();
    return this.attributesText;
  }

  /** Replaces the further fields by JSON object text. */
  setAttributes(text: string): void {
    this.attributesBuffer.setText(text);
    this.attributesText = text;
  }
}
