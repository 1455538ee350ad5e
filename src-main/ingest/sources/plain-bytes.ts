/** A source's bytes where any position can be read as it is: nothing is unpacked, and every LF ends a line. */
export interface PlainBytes {
  /** Where the text starts: behind a byte order mark. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Fills `target` from `position`; fewer bytes only at the end. @throws CancelledError, and the system's error */
  readAt(target: Uint8Array, position: number, signal?: AbortSignal): Promise<number>;
}
