import { type FlowSpec, say } from './flow-spec.ts';

const STATEMENT = '{pick:orders_by_user|stock_by_sku|user_by_id|prices_by_sku|cart_items}';

/** Work without a request: stock updates, refunds, mail, cache and database chatter. */
export const BACKGROUND_FLOWS: readonly FlowSpec[] = [
  {
    name: 'refund',
    weight: 5,
    steps: [
      say('payments', 'INFO', 'Refund of {near:48} EUR for order {order} requested'),
      say('payments', 'INFO', 'Refund for order {order} approved in {ms:120} ms'),
      say('payments', 'INFO', 'Refund for order {order} booked'),
    ],
    reordered: [2, 1, 0],
    failure: 'refund-failed',
  },
  {
    name: 'stock-update',
    weight: 7,
    steps: [
      say('inventory', 'INFO', 'Stock update for {sku} received from warehouse {pick:north|south|harbour}'),
      say('inventory', 'DEBUG', 'Stock of {sku} set to {near:80} pieces'),
      say('inventory', 'INFO', 'Stock update for {sku} acknowledged in {ms:25} ms'),
    ],
    reordered: [2, 1, 0],
    failure: 'stock-update-failed',
    hotKind: 'sku',
    spikeFactor: 7,
  },
  {
    name: 'send-mail',
    weight: 7,
    steps: [
      say('notifications', 'DEBUG', 'Mail {mail} rendered for user {user}'),
      say('notifications', 'INFO', 'Mail {mail} handed to relay after {ms:90} ms'),
      say('notifications', 'INFO', 'Mail {mail} delivered'),
    ],
    reordered: [2, 1, 0],
    failure: 'send-mail-failed',
    hotKind: 'user',
    spikeFactor: 8,
  },
  {
    name: 'cache-hit',
    weight: 14,
    steps: [say('cache', 'DEBUG', 'Hit for key session:{session} aged {near:340} s')],
    hotKind: 'session',
    spikeFactor: 6,
  },
  {
    name: 'statement',
    weight: 10,
    steps: [say('database', 'DEBUG', `Statement ${STATEMENT} returned {near:12} rows in {ms:8} ms`)],
    spikeFactor: 6,
  },
  {
    name: 'refund-failed',
    weight: 0.04,
    steps: [
      say('payments', 'INFO', 'Refund of {near:48} EUR for order {order} requested'),
      say('payments', 'ERROR', 'Refund for order {order} failed: provider error {int:5001-5020}'),
    ],
  },
  {
    name: 'stock-update-failed',
    weight: 0.05,
    steps: [
      say('inventory', 'INFO', 'Stock update for {sku} received from warehouse {pick:north|south|harbour}'),
      say('inventory', 'ERROR', 'Stock update for {sku} failed: version conflict on row {near:40000}'),
    ],
  },
  {
    name: 'send-mail-failed',
    weight: 0.05,
    steps: [
      say('notifications', 'DEBUG', 'Mail {mail} rendered for user {user}'),
      say('notifications', 'ERROR', 'Mail {mail} bounced: relay refused user {user} with code {int:550-554}'),
    ],
  },
  {
    name: 'slow-statement',
    weight: 0.15,
    steps: [say('database', 'WARN', `Slow statement ${STATEMENT} took {ms:1400} ms`)],
  },
  {
    name: 'provider-retry',
    weight: 0.12,
    steps: [say('payments', 'WARN', 'Provider {pick:alpha-pay|nord-bank|cardnet} is asked again on attempt {int:2-3}')],
  },
  {
    name: 'token-expired',
    weight: 0.3,
    steps: [say('auth', 'WARN', 'Token of user {user} expired {near:40} s ago')],
  },
  {
    name: 'stock-low',
    weight: 0.25,
    steps: [say('inventory', 'WARN', 'Stock of {sku} is low with {int:1-5} pieces left')],
  },
  {
    name: 'cache-evicted',
    weight: 0.5,
    steps: [say('cache', 'INFO', 'Evicted {near:60} keys to free {near:12} MB')],
  },
];

/** Seen a few times a day at any hour: rare, and yet nothing is wrong. */
export const RARE_FLOWS: readonly FlowSpec[] = [
  say('gateway', 'INFO', 'Certificate of {pick:shop.example|api.example} renewed for {int:80-90} days'),
  say('gateway', 'WARN', 'Upstream pool of {pick:catalog|cart|orders} reached {int:80-95} percent'),
  say('catalog', 'INFO', 'Feature flag {pick:new-ranking|gift-wrap|fast-lane} switched {pick:on|off}'),
  say('search', 'INFO', 'Merge of {int:3-9} index segments finished in {ms:5200} ms'),
  say('orders', 'WARN', 'Leader election finished with term {near:40}'),
  say('payments', 'WARN', 'Clock offset of {int:20-90} ms against provider'),
  say('cache', 'WARN', 'Memory fragmentation at {int:20-60} percent'),
  say('auth', 'INFO', 'Signing key {session} rotated'),
  say('notifications', 'WARN', 'Relay {pick:mx-1|mx-2} deferred sender for {near:300} s'),
  say('database', 'INFO', 'Checkpoint wrote {near:900} buffers in {ms:2400} ms'),
].map((step, index) => ({ name: `rare-${index + 1}`, weight: 0, perDay: 3 + (index % 4) * 2, steps: [step] }));

export const HEARTBEAT_TEXT = 'Heartbeat uptime {uptime} s heap {near:420} MB queue {int:0-8}';

/** Started by the timetable: every quarter of an hour, and every few minutes in the nightly batch window. */
export const JOB_FLOW: FlowSpec = {
  name: 'job',
  weight: 0,
  steps: [
    say('scheduler', 'INFO', 'Job {job} started'),
    say('scheduler', 'INFO', 'Job {job} read {near:4000} rows in {ms:1900} ms'),
    say('scheduler', 'INFO', 'Job {job} wrote {near:3600} rows in {ms:2600} ms'),
    say('scheduler', 'INFO', 'Job {job} finished after {elapsed} ms'),
  ],
};
