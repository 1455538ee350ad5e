import { tableFromIPC } from 'apache-arrow';
import { ContractError } from '#shared/base/errors.ts';
import { createClient } from '#shared/contract/client.ts';
import { fromWireError, tryReadWireError } from '#shared/contract/errors.ts';
import {
  CSRF_HEADER,
  CSRF_VALUE,
  reportUrl,
  tableUrl,
  uploadResultSchema,
  uploadUrl,
  VERSION_HEADER,
} from '#shared/contract/tables.ts';
import type { SentinelBackend, UploadProgress } from './backend.ts';

/**
 * The backend of the real hosts: procedures and Arrow tables over same-origin fetch.
 * @param origin `window.location.origin`; both the web host and the desktop's own scheme serve the page and the routes.
 */
export function createHttpBackend(origin: string): SentinelBackend {
  return {
    rpc: createClient({ origin }),
    async readTable(name, query, signal) {
      const response = await fetch(`${origin}${tableUrl(name, query)}`, {
        headers: { [CSRF_HEADER]: CSRF_VALUE },
        ...(signal === undefined ? {} : { signal }),
      });
      if (!response.ok) throw await readFailure(response, `The table "${name}" could not be read.`);
      const version = response.headers.get(VERSION_HEADER);
      const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
      return { table, version: version === null ? null : Number(version) };
    },
    upload: (query, file, options) => uploadFile(`${origin}${uploadUrl(query)}`, file, options),
    reportHref: (caseId, name) => `${origin}${reportUrl(caseId, name)}`,
  };
}

async function readFailure(response: Response, what: string): Promise<Error> {
  const body: unknown = await response.json().catch(() => null);
  const wire = tryReadWireError(body);
  return wire === null
    ? new ContractError('engine.unavailable', `${what} The engine answered ${response.status}; try again.`)
    : fromWireError(wire);
}

/** XMLHttpRequest because fetch reports no upload progress. */
function uploadFile(
  url: string,
  file: Blob,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: UploadProgress) => void },
) {
  return new Promise<ReturnType<typeof uploadResultSchema.parse>>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const finish = () => options.signal.removeEventListener('abort', abort);
    request.open('POST', url);
    request.setRequestHeader(CSRF_HEADER, CSRF_VALUE);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) =>
      options.onProgress({ sentBytes: event.loaded, totalBytes: file.size }),
    );
    request.addEventListener('load', () => {
      finish();
      const body = tryParseJson(request.responseText);
      const parsed = uploadResultSchema.safeParse(body);
      if (request.status < 300 && parsed.success) return resolve(parsed.data);
      const wire = tryReadWireError(body);
      reject(
        wire === null
          ? new ContractError('contract.upload', `The upload failed (${request.status}).`)
          : fromWireError(wire),
      );
    });
    request.addEventListener('error', () => {
      finish();
      reject(new ContractError('engine.unavailable', 'The upload broke off: the engine cannot be reached. Try again.'));
    });
    request.addEventListener('abort', () => {
      finish();
      reject(
        options.signal.reason instanceof Error
          ? options.signal.reason
          : new DOMException('Upload cancelled', 'AbortError'),
      );
    });
    options.signal.addEventListener('abort', abort, { once: true });
    if (options.signal.aborted) abort();
    else request.send(file);
  });
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
