import duckdb from '@duckdb/node-bindings';

export interface EngineLimits {
  readonly threads: number;
  readonly memoryBytes: number;
  /** Where DuckDB may spill; null forbids spilling, so the memory limit is final. */
  readonly temporaryFolder: string | null;
}

/** Settings of every DuckDB instance of the product: bounded, in memory, and never loading code from anywhere. */
export function engineSettings(limits: EngineLimits): Record<string, string> {
  return {
    threads: String(limits.threads),
    memory_limit: memoryLimitOf(limits),
    temp_directory: limits.temporaryFolder ?? '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  };
}

function memoryLimitOf({ memoryBytes }: EngineLimits): string {
  return `${Math.max(16, Math.floor(memoryBytes / 1_048_576))}MiB`;
}

/**
 * The statement that gives what was freed, in an instance and anywhere else in the process, back to the system. Allocators
 * keep it for the threads that had it; without this each stage of a job grows beside what the stages before it left. Takes
 * some tens of milliseconds after much work. Setting the limit, though it stays the same, makes DuckDB flush its own
 * allocator and trim that of the C library.
 */
export function releaseFreedSql(limits: EngineLimits): string {
  return `SET GLOBAL memory_limit = ${sqlString(memoryLimitOf(limits))}`;
}

export interface RawEngine {
  readonly connection: duckdb.Connection;
  readonly close: () => void;
}

/**
 * Opens an in-memory instance through the low-level bindings, for code that fills vectors from typed arrays and writes
 * them to files: joins keep the order of their left side, which the optimizer would otherwise give up when that is smaller.
 */
export async function openRawEngine(limits: EngineLimits): Promise<RawEngine> {
  const config = duckdb.create_config();
  for (const [name, value] of Object.entries(engineSettings(limits))) duckdb.set_config(config, name, value);
  const database = await duckdb.open(':memory:', config);
  const connection = await duckdb.connect(database);
  await duckdb.query(connection, "SET disabled_optimizers = 'join_order,build_side_probe_side'");
  return {
    connection,
    close: () => {
      duckdb.disconnect_sync(connection);
      duckdb.close_sync(database);
    },
  };
}

/** A string as an SQL literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
