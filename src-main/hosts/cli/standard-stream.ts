/** A standard stream of this process. Node's own type promises for a pipe or file what only a terminal has. */
export type StandardStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};
