import { z } from 'zod';

/** Header with the key that only the supervisor and its engine know; it guards the socket where file modes cannot. */
export const ENGINE_KEY_HEADER = 'x-engine-key';
/** Environment variable with the engine's configuration as JSON; the engine takes it out of its environment at start. */
export const ENGINE_CONFIG_VARIABLE = 'LOG_SENTINEL_ENGINE';

export const engineConfigSchema = z.object({
  socketPath: z.string(),
  key: z.string().min(32),
  homeDir: z.string(),
  version: z.string(),
  samplePath: z.string().nullable(),
  restarts: z.number().int().nonnegative(),
  lastExit: z.string().nullable(),
});
export type EngineConfig = z.infer<typeof engineConfigSchema>;

/** Engine to supervisor. */
export const engineMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Answers `ASK_MESSAGE`, from the event loop that serves requests. */
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
]);
export type EngineMessage = z.infer<typeof engineMessageSchema>;

/** Supervisor to engine: does your event loop turn? */
export const ASK_MESSAGE = { type: 'ask' } as const;
/** Supervisor to engine: stop at the next commit point, then exit. */
export const STOP_MESSAGE = { type: 'stop' } as const;
