import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendParameters,
  type ByteSink,
  decodeParameters,
  encodeParameters,
  rebuildContent,
  templateParameters,
} from '../../../../src-main/parsing/parameters.ts';

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u001E', '\u001F', '0', '1', '2'),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit).toWellFormed()),
  ),
});

class Sink implements ByteSink {
  length = 0;
  bytes = new Uint8Array(0);

  reserve(more: number): Uint8Array {
    if (this.length + more > this.bytes.length) {
      const next = new Uint8Array(this.length + more);
      next.set(this.bytes.subarray(0, this.length));
      this.bytes = next;
    }
    return this.bytes;
  }

  text(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(this.bytes.subarray(0, this.length));
  }
}

function append(parameters: readonly Uint8Array[]): string {
  const sink = new Sink();
  const source = Uint8Array.from(parameters.flatMap((parameter) => [...parameter]));
  const ends = Int32Array.from(
    parameters,
    (
      (sum) => (parameter: Uint8Array) =>
        (sum += parameter.length)
    )(0),
  );
  const starts = Int32Array.from(parameters, (parameter, i) => (ends[i] as number) - parameter.length);
  appendParameters(sink, source, { parameterCount: parameters.length, parameterStart: starts, parameterEnd: ends });
  return sink.text();
}

describe('encodeParameters', () => {
  it('joins by U+001F and escapes U+001E and U+001F', () => {
    expect(encodeParameters(['a', 'b'])).toBe('a\u001Fb');
    expect(encodeParameters(['x\u001Fy\u001Ez'])).toBe('x\u001E1y\u001E0z');
    expect(encodeParameters([])).toBe('');
  });

  it('is undone by decodeParameters for any list', () => {
    fc.assert(
      fc.property(fc.array(anyText), (parameters) => {
        expect(decodeParameters(encodeParameters(parameters))).toEqual(parameters);
      }),
    );
  });
});

describe('appendParameters', () => {
  it('writes what encodeParameters writes', () => {
    fc.assert(
      fc.property(fc.array(anyText.filter((text) => text !== '')), (parameters) => {
        const wellFormed = parameters.map((parameter) => parameter.toWellFormed());
        expect(append(wellFormed.map((text) => new TextEncoder().encode(text)))).toBe(encodeParameters(wellFormed));
      }),
    );
  });

  it('replaces invalid UTF-8 and touches no neighbour', () => {
    const bytes = [Uint8Array.of(0xff, 0x41), Uint8Array.of(0xc3, 0xa9), Uint8Array.of(0xe2, 0x82)];
    expect(append(bytes)).toBe('\uFFFDA\u001Fé\u001F\uFFFD');
  });
});

describe('templateParameters', () => {
  it('puts pieces of constant text and shape parameters together', () => {
    const alignment = {
      shapeId: 's',
      templateId: 't',
      wildcards: [[{ text: 'host-' }, { index: 1 }], [{ index: 0 }], []],
    };
    expect(templateParameters(alignment, ['7', 'a'])).toEqual(['host-a', '7', '']);
  });
});

describe('rebuildContent', () => {
  it('puts parameters between parts', () => {
    expect(rebuildContent(['a ', ' b ', ''], ['1', '2'])).toBe('a 1 b 2');
    expect(rebuildContent(['alone'], [])).toBe('alone');
  });
});
