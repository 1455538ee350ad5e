import type { LevelName, MessageSpec } from '../message.ts';
import { type FlowSpec, say } from './flow-spec.ts';

function received(method: 'GET' | 'POST' | 'PUT', path: string): MessageSpec {
  return say('gateway', 'INFO', `[{req}] ${method} ${path} from {ip}`);
}

function completed(status: number, bytes: number, level: LevelName = 'INFO'): MessageSpec {
  return say(
    'gateway',
    level,
    `[{req}] completed with status {pick:${status}} in {elapsed} ms and {near:${bytes}} bytes`,
  );
}

const verified = say('auth', 'DEBUG', '[{req}] token of user {user} verified in {ms:2} ms');

/** What customers do: every line of a request carries its request id. */
export const REQUEST_FLOWS: readonly FlowSpec[] = [
  {
    name: 'browse',
    weight: 22,
    steps: [
      received('GET', '/api/products/{sku}'),
      say('catalog', 'INFO', '[{req}] loaded product {sku} from local cache in {ms:9} ms'),
      completed(200, 5200),
    ],
    failure: 'browse-failed',
    hotKind: 'sku',
    spikeFactor: 5,
  },
  {
    name: 'browse-miss',
    weight: 7,
    steps: [
      received('GET', '/api/products/{sku}'),
      say('cache', 'DEBUG', '[{req}] miss for key product:{sku}'),
      say('database', 'DEBUG', '[{req}] statement product_by_sku returned {int:1-3} rows in {ms:14} ms'),
      say('catalog', 'INFO', '[{req}] loaded product {sku} from database in {ms:21} ms'),
      completed(200, 5200),
    ],
  },
  {
    name: 'search',
    weight: 12,
    steps: [
      received('GET', '/api/search?q={term}'),
      say('search', 'DEBUG', '[{req}] query {term} parsed into {int:1-4} terms'),
      say('search', 'INFO', '[{req}] query {term} matched {near:140} documents in {ms:34} ms'),
      completed(200, 8800),
    ],
    failure: 'search-failed',
    spikeFactor: 6,
  },
  {
    name: 'login',
    weight: 6,
    steps: [
      received('POST', '/api/login'),
      say('auth', 'INFO', '[{req}] password of user {user} accepted after {ms:60} ms'),
      say('auth', 'DEBUG', '[{req}] roles of user {user} loaded with {int:1-6} grants'),
      say('auth', 'INFO', '[{req}] opened session {session} for user {user}'),
      completed(200, 620),
    ],
    reordered: [0, 3, 2, 1, 4],
    failure: 'login-failed',
    hotKind: 'ip',
    spikeFactor: 8,
  },
  {
    name: 'login-rejected',
    weight: 0.5,
    steps: [
      received('POST', '/api/login'),
      say('auth', 'WARN', '[{req}] password of user {user} rejected with {int:1-4} attempts left'),
      completed(401, 180),
    ],
  },
  {
    name: 'view-cart',
    weight: 8,
    steps: [
      received('GET', '/api/carts/{cart}'),
      say('cart', 'INFO', '[{req}] loaded cart {cart} with {quantity} items in {ms:12} ms'),
      completed(200, 2100),
    ],
    failure: 'view-cart-failed',
    hotKind: 'cart',
    spikeFactor: 7,
  },
  {
    name: 'add-to-cart',
    weight: 6,
    steps: [
      received('POST', '/api/carts/{cart}/items'),
      verified,
      say('cart', 'DEBUG', '[{req}] price of {sku} confirmed at {amount} EUR'),
      say('cart', 'INFO', '[{req}] added {quantity} of {sku} to cart {cart}'),
      say('cart', 'DEBUG', '[{req}] cart {cart} saved in {ms:16} ms'),
      completed(201, 900),
    ],
    reordered: [0, 1, 4, 3, 2, 5],
  },
  {
    name: 'checkout',
    weight: 4.5,
    steps: [
      received('POST', '/api/orders'),
      verified,
      say('orders', 'INFO', '[{req}] order {order} created for user {user} with {quantity} items'),
      say('inventory', 'INFO', '[{req}] reserved {quantity} of {sku} for order {order}'),
      say(
        'payments',
        'INFO',
        '[{req}] authorizing {amount} EUR for order {order} through {pick:alpha-pay|nord-bank|cardnet}',
      ),
      say('payments', 'INFO', '[{req}] authorization for order {order} granted in {ms:180} ms'),
      say('payments', 'INFO', '[{req}] captured {amount} EUR for order {order}'),
      say('database', 'DEBUG', '[{req}] transaction {tx} committed {int:4-12} rows in {ms:18} ms'),
      say('orders', 'INFO', '[{req}] order {order} confirmed'),
      completed(201, 1400),
    ],
    reordered: [0, 1, 2, 3, 6, 5, 4, 7, 8, 9],
  },
  {
    name: 'change-profile',
    weight: 1,
    steps: [
      received('PUT', '/api/users/{user}'),
      verified,
      say('auth', 'INFO', '[{req}] user {user} changed {pick:password|email|address|language}'),
      completed(200, 340),
    ],
  },
];

/** What goes wrong in normal times now and then, and most of the time while an `errors` anomaly holds. */
export const FAILED_REQUEST_FLOWS: readonly FlowSpec[] = [
  {
    name: 'browse-failed',
    weight: 0.06,
    steps: [
      received('GET', '/api/products/{sku}'),
      say('catalog', 'ERROR', '[{req}] loading product {sku} failed: connection to replica {int:1-4} refused'),
      completed(502, 210, 'WARN'),
    ],
  },
  {
    name: 'search-failed',
    weight: 0.05,
    steps: [
      received('GET', '/api/search?q={term}'),
      say('search', 'DEBUG', '[{req}] query {term} parsed into {int:1-4} terms'),
      say('search', 'ERROR', '[{req}] query {term} failed: shard {int:0-11} gave no answer within {ms:1900} ms'),
      completed(504, 190, 'WARN'),
    ],
  },
  {
    name: 'login-failed',
    weight: 0.04,
    steps: [
      received('POST', '/api/login'),
      say('auth', 'ERROR', '[{req}] directory lookup of user {user} failed: no answer within {ms:2800} ms'),
      completed(503, 170, 'WARN'),
    ],
  },
  {
    name: 'view-cart-failed',
    weight: 0.04,
    steps: [
      received('GET', '/api/carts/{cart}'),
      say('cart', 'ERROR', '[{req}] loading cart {cart} failed: lock held by worker {int:1-64}'),
      completed(503, 170, 'WARN'),
    ],
  },
  {
    name: 'checkout-declined',
    weight: 0.15,
    steps: [
      received('POST', '/api/orders'),
      verified,
      say('orders', 'INFO', '[{req}] order {order} created for user {user} with {quantity} items'),
      say(
        'payments',
        'INFO',
        '[{req}] authorizing {amount} EUR for order {order} through {pick:alpha-pay|nord-bank|cardnet}',
      ),
      say(
        'payments',
        'WARN',
        '[{req}] authorization for order {order} declined: {pick:insufficient-funds|card-expired|limit-reached}',
      ),
      say('orders', 'WARN', '[{req}] order {order} cancelled'),
      completed(402, 260),
    ],
  },
];
