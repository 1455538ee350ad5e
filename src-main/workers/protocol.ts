import type { Transferable } from 'node:worker_threads';

/** What crosses a worker port: calls one way, results or errors the other. `id` pairs them. */
export interface CallMessage {
  readonly id: number;
  readonly method: string;
  readonly input: unknown;
}

/** The first message of a thread that gets work: what it works with. */
export interface StartMessage {
  readonly start: unknown;
}

/** Asks the thread to end after the call under way. */
export const STOP = 'stop';
export type StopMessage = typeof STOP;

export type ReplyMessage =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SerializedError };

/** An error as plain data: code, location and details survive the thread boundary. */
export interface SerializedError {
  readonly name: string;
  readonly code: string | null;
  readonly message: string;
  readonly stack: string | null;
  readonly location: unknown;
  readonly details: unknown;
}

/** A handler's answer with the buffers whose ownership moves to the caller. */
export interface Transferred<T> {
  readonly output: T;
  readonly transfer: Transferable[];
}
