import type { FileError } from '#shared/domain/issue-class.ts';
import type { ParserSpec } from '../formats/parser-spec.ts';
import { recordCutter } from '../formats/record-cutter.ts';
import { MAX_DOCUMENT_LINE_BYTES } from '../formats/record-span.ts';
import { fileError } from '../sources/file-issues.ts';
import { probeSource, type TextProbe } from '../sources/probe-source.ts';
import { readPiece } from '../sources/stored-bytes.ts';
import { type FileIdentity, fileSystemPath, StoredFile } from '../sources/stored-file.ts';
import { TextSource } from '../sources/text-source.ts';
import {
  type BlockStart,
  FIRST_BLOCK,
  type OpenedSource,
  type OpenOptions,
  type SourceFile,
  type SourceOutcome,
} from '../sources/types.ts';
import { WarningTally } from '../sources/warning-tally.ts';
import { findLastLineEnd } from './line-end.ts';
import type { TailCheckpoint, TailStep } from './tail-step.ts';

/** First bytes by which a file is known again; a log's first line has a time, so that they differ. */
const HEAD_BYTES = 256;
/** Beyond this size more of the file tells nothing new about its format: the sample is full. */
const FULL_EVIDENCE_BYTES = 512 * 1024;
/** A record whose end cannot be told is waited for until so much lies behind it. */
const MAX_HELD_BYTES = 8 * 2 ** 20;

export interface TailOptions extends OpenOptions {
  /** How the lines of a source are read; asked again when there is more to judge by. */
  detect(source: OpenedSource): ParserSpec;
}

/** What is taken for granted of a file so far. */
interface Decision {
  readonly source: TextSource;
  readonly probe: TextProbe;
  readonly spec: ParserSpec;
  /** Two decisions with equal keys read lines alike. */
  readonly key: string;
}

/**
 * One file that grows, by one handle. Lines are handed out as they are ended; a line without its end is held back. Encoding
 * and format are judged by what is there, and again whenever the file has doubled: when the judgement changes, everything is
 * read again, so that the end result is that of reading the finished file.
 */
export class GrowingFile {
  readonly file: SourceFile;
  readonly #stored: StoredFile;
  readonly #options: TailOptions;
  #identity: FileIdentity;
  #head: Buffer;
  #place: BlockStart = FIRST_BLOCK;
  #decision: Decision | null = null;
  #judgedBytes = 0;
  #mustJudge = true;
  #tally = new WarningTally();
  #errors: readonly FileError[] = [];

  private constructor(
    file: SourceFile,
    stored: StoredFile,
    identity: FileIdentity,
    head: Buffer,
    options: TailOptions,
  ) {
    this.file = file;
    this.#stored = stored;
    this.#identity = identity;
    this.#head = head;
    this.#options = options;
  }

  /** @throws the system's error when there is no such file. */
  static async open(file: SourceFile, options: TailOptions): Promise<GrowingFile> {
    const stored = await StoredFile.open(fileSystemPath(file));
    const identity = await stored.refresh();
    return new GrowingFile(file, stored, identity, await readPiece(stored, 0, HEAD_BYTES), options);
  }

  /** Goes on where another process stopped, if this is still the same file; else at its start. @returns whether it does. */
  goOnFrom({ device, inode, head, ...place }: TailCheckpoint): boolean {
    const known = Buffer.from(head, 'hex');
    const isSame = device === String(this.#identity.device) && inode === String(this.#identity.inode);
    const isThere = this.#stored.sizeBytes >= place.decodedOffset && this.#head.subarray(0, known.length).equals(known);
    if (isSame && isThere) this.#place = place;
    return isSame && isThere;
  }

  get checkpoint(): TailCheckpoint {
    const { device, inode } = this.#identity;
    return { device: String(device), inode: String(inode), head: this.#head.toString('hex'), ...this.#place };
  }

  isSameAs({ device, inode }: FileIdentity): boolean {
    return this.#identity.device === device && this.#identity.inode === inode;
  }

  /** Looks at the file again; `cut` when it holds other bytes than before: it was cut, or written from the start. */
  async refresh(): Promise<'same' | 'grown' | 'cut'> {
    const before = this.#stored.sizeBytes;
    const { sizeBytes } = await this.#stored.refresh();
    const head = await readPiece(this.#stored, 0, HEAD_BYTES);
    const isSame = sizeBytes >= this.#place.decodedOffset && head.subarray(0, this.#head.length).equals(this.#head);
    if (!isSame) return 'cut';
    this.#head = head;
    return sizeBytes === before ? 'same' : 'grown';
  }

  /** Starts anew in the same file, after it was cut. */
  startOver(): void {
    this.#head = Buffer.alloc(0);
    this.#place = FIRST_BLOCK;
    this.#forget();
  }

  #forget(): void {
    this.#decision = null;
    this.#judgedBytes = 0;
    this.#mustJudge = true;
    this.#tally = new WarningTally();
    this.#errors = [];
  }

  /**
   * Hands out what was added and is whole. @param isEnd Nothing more comes: the last line counts as ended.
   * @throws CancelledError
   */
  async *read(isEnd: boolean, signal: AbortSignal): AsyncGenerator<TailStep> {
    const reason = await this.#judge(isEnd);
    if (reason !== null) {
      this.#place = FIRST_BLOCK;
      this.#tally = new WarningTally();
      yield { kind: 'restart', reason };
    }
    const decision = this.#decision;
    if (decision === null) return;
    const end = isEnd ? this.#stored.sizeBytes : await this.#wholeUpTo(decision, signal);
    if (end <= this.#place.decodedOffset) return;
    const { source, spec } = decision;
    const reading = { ...blockReading(spec), endOffset: end };
    for await (const block of source.blocks(this.#place, signal, reading)) {
      this.#place = {
        decodedOffset: block.nextDecodedOffset,
        blockIndex: block.index + 1,
        line: this.#place.line + block.lineCount,
      };
      for (const warning of block.warnings) this.#tally.merge(warning);
      // Bytes that do not fit the encoding are new evidence about it.
      if (block.warnings.some((warning) => warning.class === 'W_INVALID_BYTES')) this.#mustJudge = true;
      yield { kind: 'lines', block, spec };
    }
    this.#errors = source.outcome().errors;
  }

  /** Judges by what is there when that may change anything. @returns why lines handed out must be read again; null if not. */
  async #judge(isEnd: boolean): Promise<string | null> {
    const size = this.#stored.sizeBytes;
    const hasDoubled = size >= this.#judgedBytes * 2 && this.#judgedBytes < FULL_EVIDENCE_BYTES;
    const isSplitAtCr = this.#decision?.probe.lineEnd === 0x0d && size > this.#judgedBytes;
    const isDoubtful = this.#mustJudge && size >= this.#judgedBytes * 1.25;
    if (size === 0 || !(isEnd || hasDoubled || isSplitAtCr || isDoubtful)) return null;
    const before = this.#decision;
    const after = await this.#decide();
    this.#decision = after;
    this.#judgedBytes = size;
    this.#mustJudge = false;
    if (this.#place.line === 0 || before === null || before.key === after?.key) return null;
    if (after === null) return 'What looked like lines is no text as a whole.';
    return before.probe.encoding.label === after.probe.encoding.label
      ? `More of the file shows another format: ${after.spec.format}, not ${before.spec.format}.`
      : `More of the file shows another encoding: ${after.probe.encoding.label}, not ${before.probe.encoding.label}.`;
  }

  /** Null for content whose bytes do not grow line by line. */
  async #decide(): Promise<Decision | null> {
    const { modifiedMs, sizeBytes } = await this.#stored.refresh();
    const file = { ...this.file, modifiedMs, sizeBytes };
    const entry = { file: this.#stored, bytes: this.#stored };
    const probe = await probeSource(entry, file, this.#options);
    if (probe.kind !== 'text' || probe.compression !== 'none') return null;
    // The handle outlives the source: it is the tail's.
    const source = new TextSource(file, { entry, probe, release: async () => undefined }, this.#options);
    const spec = this.#options.detect(source);
    const { label, bomBytes } = probe.encoding;
    return { source, probe, spec, key: JSON.stringify([label, bomBytes, probe.lineEnd, spec]) };
  }

  /** End of the last line, or of the last record where records reach over lines. */
  async #wholeUpTo({ probe, spec }: Decision, signal: AbortSignal): Promise<number> {
    const from = this.#place.decodedOffset;
    const end = await findLastLineEnd(this.#stored, { from, to: this.#stored.sizeBytes }, probe, signal);
    if (!spec.spansLines && !spec.hasFrames) return end;
    if (end - from > MAX_HELD_BYTES) return end;
    const cut = recordCutter(spec);
    if (cut === null || probe.encoding.unitBytes > 1) return from;
    const bytes = await readPiece(this.#stored, from, end - from, signal);
    return from + cut(bytes, bytes.length);
  }

  /** What came of the file; null when it is no growing text. */
  outcome(error: FileError | null = null): SourceOutcome | null {
    const { decodedOffset, line } = this.#place;
    const errors = error === null ? this.#errors : [...this.#errors, error];
    if (this.#decision === null && line === 0) return null;
    const warnings = [...(this.#decision?.source.fileWarnings ?? []), ...this.#tally.list()];
    const status = errors.length === 0 ? 'whole' : 'partial';
    return { status, errors, warnings, bytesIn: decodedOffset, bytesOut: decodedOffset };
  }

  /** Says that the file was cut while its last lines may not have been read. */
  cutError(): FileError {
    const offset = this.#place.decodedOffset;
    const message = `The file was cut and written from its start. The lines up to offset ${offset} were read; what was written between and cut is lost.`;
    return fileError('E_SOURCE_CHANGED', message, { offset });
  }

  async close(): Promise<void> {
    await this.#stored.close();
  }
}

function blockReading(spec: ParserSpec) {
  const cut = recordCutter(spec);
  return spec.hasLongLines ? { cut, maxLineBytes: MAX_DOCUMENT_LINE_BYTES } : { cut };
}
