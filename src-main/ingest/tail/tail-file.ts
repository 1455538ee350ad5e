import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf } from '../sources/file-issues.ts';
import { type FileIdentity, fileSystemPath } from '../sources/stored-file.ts';
import type { SourceFile } from '../sources/types.ts';
import { GrowingFile, type TailOptions } from './growing-file.ts';
import type { TailCheckpoint, TailStep } from './tail-step.ts';

const POLL_MS = 250;

/**
 * Follows the file behind a name: its growth, the file that takes its place (rotation by renaming), and its own cutting
 * (rotation by copying). What is there is found by looking, so it works on any disk; how often is the caller's choice.
 *
 * Renaming loses nothing: the old file is read to its end by its handle before the new one is begun. A file that is copied
 * and cut loses what is written between the last look and the cut, which is told. Of two rotations between two looks the file
 * in between is not seen: look more often than files rotate.
 */
export class TailFile {
  readonly #file: SourceFile;
  readonly #options: TailOptions;
  #checkpoint: TailCheckpoint | null;
  #growing: GrowingFile | null = null;

  /** @param checkpoint Where an earlier tail of the same name stood. */
  constructor(file: SourceFile, options: TailOptions, checkpoint: TailCheckpoint | null = null) {
    this.#file = file;
    this.#options = options;
    this.#checkpoint = checkpoint;
  }

  /** Where to go on from once every step so far has been stored; null before there was a file. */
  get checkpoint(): TailCheckpoint | null {
    return this.#growing?.checkpoint ?? this.#checkpoint;
  }

  /** Looks once. Hands out what is new; nothing when nothing is. @throws CancelledError, and the system's error */
  poll(signal: AbortSignal): AsyncGenerator<TailStep> {
    return this.#look(false, signal);
  }

  async *#look(isLast: boolean, signal: AbortSignal): AsyncGenerator<TailStep> {
    this.#growing ??= await this.#open();
    const growing = this.#growing;
    if (growing === null) return;
    // Asked for first: what is written to the old file afterwards is still found by its handle.
    const atPath = await identityAt(this.#file);
    const change = await growing.refresh();
    if (change === 'cut') {
      yield { kind: 'ended', why: 'truncated', outcome: growing.outcome(growing.cutError()) };
      growing.startOver();
      await growing.refresh();
    }
    const isRotated = atPath !== null && !growing.isSameAs(atPath);
    // Its writer may not know yet that the name is another file's: the old one is left when it is quiet.
    if (!isRotated || (change !== 'same' && !isLast)) {
      yield* growing.read(false, signal);
      return;
    }
    yield* growing.read(true, signal);
    yield { kind: 'ended', why: 'rotated', outcome: growing.outcome() };
    await growing.close();
    this.#growing = await this.#open();
    if (this.#growing !== null) yield* this.#growing.read(false, signal);
  }

  /** The writer is done: hands out the rest, a last line without its end too. */
  async *finish(signal: AbortSignal): AsyncGenerator<TailStep> {
    yield* this.#look(true, signal);
    const growing = this.#growing;
    if (growing === null) return;
    yield* growing.read(true, signal);
    yield { kind: 'ended', why: 'finished', outcome: growing.outcome() };
  }

  /** Looks again and again until the signal fires; then everything handed out is up to `checkpoint`. */
  async *follow(signal: AbortSignal, pollMs = POLL_MS): AsyncGenerator<TailStep> {
    while (!signal.aborted) {
      yield* this.poll(signal);
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #open(): Promise<GrowingFile | null> {
    try {
      const growing = await GrowingFile.open(this.#file, this.#options);
      const checkpoint = this.#checkpoint;
      this.#checkpoint = null;
      if (checkpoint === null || growing.goOnFrom(checkpoint)) return growing;
      const moved = await this.#openMoved(checkpoint);
      if (moved === null) return growing;
      await growing.close();
      return moved;
    } catch (cause) {
      // Between renaming the old file and making the new one there is none.
      if (errnoOf(cause) === 'ENOENT') return null;
      throw cause;
    }
  }

  /** The file an earlier tail read, under the name that rotation gave it: its last lines come before the new file's. */
  async #openMoved(checkpoint: TailCheckpoint): Promise<GrowingFile | null> {
    const folder = dirname(this.#file.absolutePath);
    for (const name of await readdir(folder)) {
      const file = { ...this.#file, absolutePath: join(folder, name), pathHex: null };
      const identity = await identityAt(file);
      if (identity === null || String(identity.inode) !== checkpoint.inode) continue;
      const moved = await GrowingFile.open(file, this.#options);
      if (moved.goOnFrom(checkpoint)) return moved;
      await moved.close();
    }
    return null;
  }

  async close(): Promise<void> {
    await this.#growing?.close();
    this.#growing = null;
  }
}

async function identityAt(file: SourceFile): Promise<FileIdentity | null> {
  try {
    const { dev, ino } = await stat(fileSystemPath(file), { bigint: true });
    return { device: dev, inode: ino };
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}
