/** What became of one physical line. The numeric value is what the lake stores. */
export const LineKind = { event: 0, continuation: 1, blank: 2, rejected: 3 } as const;
export type LineKind = (typeof LineKind)[keyof typeof LineKind];
export const LINE_KIND_NAMES = ['event', 'continuation', 'blank', 'rejected'] as const;

/**
 * The proof that nothing is lost: `lines = eventLines + continuationLines + blankLines + rejectedLines`.
 * `events` equals `eventLines` except where one line carries many records.
 */
export interface LineCounts {
  readonly lines: number;
  readonly events: number;
  readonly eventLines: number;
  readonly continuationLines: number;
  readonly blankLines: number;
  readonly rejectedLines: number;
}

/** The counts of a file or a case, and the bytes they were in. */
export interface LineAccount extends LineCounts {
  /** Stored bytes read from disk or stdin. */
  readonly bytesIn: number;
  /** Bytes after decompression. */
  readonly bytesOut: number;
}

export const EMPTY_ACCOUNT: LineAccount = {
  lines: 0,
  events: 0,
  eventLines: 0,
  continuationLines: 0,
  blankLines: 0,
  rejectedLines: 0,
  bytesIn: 0,
  bytesOut: 0,
};

export function addAccounts(a: LineAccount, b: LineAccount): LineAccount {
  return {
    lines: a.lines + b.lines,
    events: a.events + b.events,
    eventLines: a.eventLines + b.eventLines,
    continuationLines: a.continuationLines + b.continuationLines,
    blankLines: a.blankLines + b.blankLines,
    rejectedLines: a.rejectedLines + b.rejectedLines,
    bytesIn: a.bytesIn + b.bytesIn,
    bytesOut: a.bytesOut + b.bytesOut,
  };
}

/** True when every line is accounted for exactly once. */
export function isBalanced(account: LineAccount): boolean {
  const { lines, eventLines, continuationLines, blankLines, rejectedLines } = account;
  return lines === eventLines + continuationLines + blankLines + rejectedLines;
}
