import type { Table } from 'apache-arrow';
import type { SentinelClient } from '#shared/contract/client.ts';
import type { TableName, TableQuery, UploadQuery, UploadResult } from '#shared/contract/tables.ts';

/** An Arrow table with the case version it was made from (null when the answer names none). */
export interface VersionedTable {
  readonly table: Table;
  readonly version: number | null;
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** Everything the workbench asks of the other side; one implementation over HTTP, one in memory for tests. */
export interface SentinelBackend {
  /** Procedures of the contract. Failed calls reject with a SentinelError. */
  readonly rpc: SentinelClient;
  /** One table of the Arrow routes. Rejects with a SentinelError, or with the abort's reason. */
  readTable<N extends TableName>(name: N, query: TableQuery<N>, signal?: AbortSignal): Promise<VersionedTable>;
  /** Streams one dropped file to the case's spool. */
  upload(
    query: UploadQuery,
    file: Blob,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: UploadProgress) => void },
  ): Promise<UploadResult>;
  /** Address a browser can download a report from. */
  reportHref(caseId: string, name: string): string;
}
