/** Closes a switch over a union: a new member fails to compile here, and throws if it slips through at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
