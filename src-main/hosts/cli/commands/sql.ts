import type { SqlValue } from '#shared/contract/sql.ts';
import { withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { readSql, type SqlReader } from '../sql-rows.ts';
import { TextTable } from '../text-table.ts';
import { toSafeJson } from '../visible-text.ts';

/** `sql CASE "SELECT ..."`: one read-only statement over the case's views. */
export async function runSql(context: CliContext, operands: readonly string[]): Promise<number> {
  const fallback = optionOf<string>(context, 'case');
  const [dir, sql] = operands.length === 1 && fallback !== undefined ? [fallback, operands[0]] : operands;
  if (dir === undefined || sql === undefined) throw new UsageError('sql needs CASE and a statement in quotes.');
  return withBackend(context, async (session) => {
    const opened = await openExistingCase(session, dir);
    const query = { caseId: opened.summary.caseId, sql, signal: context.signal };
    const reader = isJson(context) ? jsonReader(context) : tableReader(context);
    await readSql(session, query, reader);
    await reader.end();
    return ExitCode.done;
  });
}

interface EndedReader extends SqlReader {
  end(): Promise<void>;
}

/** An array of row objects, written as the rows come. */
function jsonReader({ output }: CliContext): EndedReader {
  let names: readonly string[] = [];
  let hasRows = false;
  return {
    columns: (columns) => {
      names = uniqueNames(columns.map((column) => column.name));
    },
    rows: async (rows) => {
      let text = '';
      for (const row of rows) {
        text += `${hasRows ? ',' : '['}\n${toSafeJson(toObject(names, row))}`;
        hasRows = true;
      }
      await output.write(text);
    },
    end: () => output.write(hasRows ? '\n]\n' : '[]\n'),
  };
}

function tableReader({ output }: CliContext): EndedReader {
  const table = new TextTable((text) => output.write(text));
  return {
    columns: (columns) => table.setColumns(columns),
    rows: (rows) => table.addRows(rows),
    end: () => table.end(),
  };
}

function toObject(names: readonly string[], row: readonly SqlValue[]): Record<string, SqlValue> {
  const object = Object.create(null) as Record<string, SqlValue>;
  for (let i = 0; i < names.length; i++) object[names[i] ?? ''] = row[i] ?? null;
  return object;
}

/** A second column of a name gets a number, as an object has a key once. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
}
