/**
 * Writes parameters in the form of `encodeParameters`, from bytes: no string is made unless a parameter is not valid
 * UTF-8.
 */
const SEPARATOR = 0x1f;
const ESCAPE = 0x1e;
const ESCAPED_SELF = 0x30;
const ESCAPED_SEPARATOR = 0x31;

const lossyDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** A growing byte buffer, as the writer needs it. */
export interface ByteSink {
  /** Bytes in use. */
  length: number;
  /** Makes room for `more` bytes behind `length` and returns the whole buffer; does not change `length`. */
  reserve(more: number): Uint8Array;
}

/** The parameters of one content: ranges `[parameterStart[i], parameterEnd[i])` of its bytes. */
export interface ParameterRanges {
  readonly parameterCount: number;
  readonly parameterStart: Int32Array;
  readonly parameterEnd: Int32Array;
}

/** Appends the encoded parameters of one content to `sink`. Invalid UTF-8 becomes U+FFFD, as in the shape's parts. */
export function appendParameters(sink: ByteSink, source: Uint8Array, ranges: ParameterRanges): void {
  const count = ranges.parameterCount;
  for (let i = 0; i < count; i++) {
    const start = ranges.parameterStart[i] as number;
    const end = ranges.parameterEnd[i] as number;
    const bytes = sink.reserve((end - start) * 2 + 1);
    let to = sink.length;
    if (i > 0) bytes[to++] = SEPARATOR;
    const from = to;
    let seen = 0;
    for (let at = start; at < end; at++) {
      const byte = source[at] as number;
      seen |= byte;
      if (byte === ESCAPE || byte === SEPARATOR) {
        bytes[to++] = ESCAPE;
        bytes[to++] = byte === ESCAPE ? ESCAPED_SELF : ESCAPED_SEPARATOR;
      } else bytes[to++] = byte;
    }
    sink.length = to;
    if (seen >= 0x80) repairUtf8(sink, from);
  }
}

/** Replaces invalid sequences since `from`; the stored text column must be valid UTF-8. */
function repairUtf8(sink: ByteSink, from: number): void {
  const buffer = sink.reserve(0);
  const written = encoder.encode(lossyDecoder.decode(buffer.subarray(from, sink.length)));
  sink.length = from;
  sink.reserve(written.length).set(written, from);
  sink.length = from + written.length;
}
