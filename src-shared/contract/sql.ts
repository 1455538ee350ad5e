import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { caseInput } from './common.ts';

/** Values as DuckDB gives them, made JSON-safe: times and blobs as text, 64-bit integers as bigint. */
export const sqlValueSchema = z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null()]);
export type SqlValue = z.infer<typeof sqlValueSchema>;
export const sqlColumnSchema = z.object({ name: z.string(), type: z.string() });
export const sqlTextSchema = z.string().min(1).max(100_000);

export const sqlResultSchema = z.object({
  columns: z.array(sqlColumnSchema),
  rows: z.array(z.array(sqlValueSchema)),
  /** More rows exist than `maxRows`. */
  isTruncated: z.boolean(),
  seconds: z.number().nonnegative(),
});
export type SqlResult = z.infer<typeof sqlResultSchema>;

export const sqlEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('columns'), columns: z.array(sqlColumnSchema) }),
  z.object({ type: z.literal('rows'), rows: z.array(z.array(sqlValueSchema)) }),
]);

/** One read-only statement over the case's views; nothing outside the case is reachable. */
export const sqlContract = {
  run: oc
    .input(caseInput.extend({ sql: sqlTextSchema, maxRows: z.number().int().min(1).max(100_000).default(10_000) }))
    .output(sqlResultSchema),
  /** The whole result in batches of at most 2048 rows, columns first; leaving the loop interrupts the query. */
  stream: oc.input(caseInput.extend({ sql: sqlTextSchema })).output(eventIterator(sqlEventSchema)),
  /** Views and their columns. */
  schema: oc.input(caseInput).output(z.array(z.object({ view: z.string(), columns: z.array(sqlColumnSchema) }))),
};
