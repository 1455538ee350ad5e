import { WarningTally } from '../sources/warning-tally.ts';
import type { ResolvedSizes } from '../sources/sizes.ts';
import type { BlockStart, LineBlock } from '../sources/types.ts';

/** Text values of a row too long to be kept are cut to so many characters each. */
const KEPT_CHARACTERS = 16 * 1024;

type RowBlock = Omit<LineBlock, 'storedOffset'>;

/** Gathers rows into blocks. Where one ends depends on the rows from its start on alone, so a resumed run cuts alike. */
export class RowBlocks {
  readonly #sizes: ResolvedSizes;
  #rows: string[] = [];
  #bytes = 0;
  #offset: number;
  #index: number;
  #line: number;
  #tally = new WarningTally();

  constructor(from: BlockStart, sizes: ResolvedSizes) {
    this.#sizes = sizes;
    this.#offset = from.decodedOffset;
    this.#index = from.blockIndex;
    this.#line = from.line;
  }

  /** @returns the block that this row completed, or null. */
  add(row: string): RowBlock | null {
    const { maxLineBytes, firstBlockBytes, blockBytes } = this.#sizes;
    const text = Buffer.byteLength(row) > maxLineBytes ? this.#shorten(row) : row;
    this.#rows.push(text);
    this.#bytes += Buffer.byteLength(text) + 1;
    return this.#bytes >= (this.#index === 0 ? firstBlockBytes : blockBytes) ? this.rest() : null;
  }

  /** What was gathered since the last block; null for nothing. */
  rest(): RowBlock | null {
    if (this.#rows.length === 0) return null;
    const bytes = new Uint8Array(Buffer.from(`${this.#rows.join('\n')}\n`));
    const block = {
      index: this.#index++,
      bytes,
      decodedOffset: this.#offset,
      nextDecodedOffset: this.#offset + bytes.length,
      lineOffsets: null,
      lineCount: this.#rows.length,
      warnings: this.#tally.list(),
    };
    this.#offset = block.nextDecodedOffset;
    this.#line += this.#rows.length;
    this.#rows = [];
    this.#bytes = 0;
    this.#tally = new WarningTally();
    return block;
  }

  #shorten(row: string): string {
    const message = `Values of rows longer than ${this.#sizes.maxLineBytes} bytes are cut; the table keeps them whole.`;
    this.#tally.add('W_LINE_TRUNCATED', message, this.#line + this.#rows.length + 1, this.#offset + this.#bytes);
    return JSON.stringify(JSON.parse(row), (_key, value: unknown) =>
      typeof value === 'string' && value.length > KEPT_CHARACTERS ? `${value.slice(0, KEPT_CHARACTERS)}…` : value,
    );
  }
}
