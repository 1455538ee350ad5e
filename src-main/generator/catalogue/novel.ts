import type { MessageSpec } from '../message.ts';
import { say } from './flow-spec.ts';

/** Statements that never appear but in a `newTemplate` anomaly; none is used twice before all were. */
export const NOVEL_MESSAGES: readonly MessageSpec[] = [
  say('payments', 'ERROR', 'Ledger checksum of batch {near:9000} does not match and posting is suspended'),
  say('catalog', 'WARN', 'Falling back to stale snapshot {near:300} because the primary index is read only'),
  say('orders', 'ERROR', 'Outbox relay lost its lease on partition {int:0-31} after {ms:800} ms'),
  say('auth', 'WARN', 'Certificate chain of issuer {pick:corp-ca|edge-ca} could not be revalidated'),
  say('search', 'ERROR', 'Segment {near:5000} is corrupt and was taken out of rotation'),
  say('inventory', 'WARN', 'Warehouse feed {pick:north|south|harbour} repeats sequence {near:70000}'),
  say('cart', 'ERROR', 'Replica set has no quorum and writes are held back for cart {cart}'),
  say('database', 'ERROR', 'Deadlock between transactions {tx} and {near:60000} resolved by rollback'),
  say('cache', 'WARN', 'Cluster slot {int:0-16383} is migrating and asks are redirected'),
  say('notifications', 'WARN', 'Template {pick:invoice|welcome|receipt} lacks translation for locale {pick:sv|pt|el}'),
  say(
    'gateway',
    'WARN',
    'Circuit breaker for upstream {pick:catalog|cart|orders} opened at {int:50-99} percent failures',
  ),
  say('scheduler', 'ERROR', 'Worker {int:1-16} exited with signal 9 and its shard was reassigned'),
  say('payments', 'WARN', 'Settlement file {near:800} arrived twice and was parked'),
  say('catalog', 'ERROR', 'Price rule {near:2000} refers to missing currency table {int:1-9}'),
  say('orders', 'WARN', 'Saga {tx} compensates step {int:2-6} after timeout of {ms:900} ms'),
  say('auth', 'ERROR', 'Audit trail is full and login events are buffered in memory at {near:500} entries'),
  say('search', 'WARN', 'Synonym dictionary version {near:70} disagrees with shard {int:0-11}'),
  say('inventory', 'ERROR', 'Negative stock of {sku} detected during reconciliation run {near:400}'),
  say('database', 'WARN', 'Replication lag of standby grew to {near:9000} ms'),
  say('cache', 'ERROR', 'Snapshot to disk failed with errno {int:5-28} and is retried'),
  say('gateway', 'ERROR', 'Listener {int:1-8} dropped {near:40} connections because the accept queue is full'),
  say('notifications', 'ERROR', 'Signature of provider callback {near:3000} is invalid'),
  say('cart', 'WARN', 'Schema version {int:41-48} of cart {cart} is newer than this build'),
  say('scheduler', 'WARN', 'Lease table clock is {near:700} ms ahead of this host'),
];
