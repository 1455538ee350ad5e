import { ContractError } from '#shared/base/errors.ts';
import type { ServiceContext } from './context.ts';

/** `GET /tables/<name>?q=<JSON>`: an Arrow IPC stream. */
export async function answerTable(_context: ServiceContext, _request: Request): Promise<Response> {
  throw new ContractError('contract.not-found', 'There is no such table.');
}
