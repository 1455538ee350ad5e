import { ContractError } from '#shared/base/errors.ts';
import { FAKE_TEMPLATES } from './fake-log.ts';

/** SQL on the made-up case: every query that only reads has the same answer. */
export function createFakeSql() {
  return {
    run: async ({ sql }: { sql: string }) => {
      if (/\b(drop|insert|delete|copy|attach)\b/i.test(sql))
        throw new ContractError('sql.read-only', 'Only one SELECT or EXPLAIN statement is accepted.');
      return {
        columns: [
          { name: 'template', type: 'VARCHAR' },
          { name: 'count', type: 'BIGINT' },
          { name: 'event_id', type: 'BIGINT' },
        ],
        rows: FAKE_TEMPLATES.map((template, row) => [template.text, BigInt(row * 1311), BigInt(row * 7)]),
        isTruncated: false,
        seconds: 0.012,
      };
    },
    schema: async () =>
      ['lines', 'events', 'templates', 'features', 'scores', 'anomalies', 'incidents'].map((view) => ({
        view,
        columns: [{ name: 'event_id', type: 'BIGINT' }],
      })),
  };
}
