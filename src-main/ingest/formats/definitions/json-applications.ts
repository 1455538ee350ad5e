import type { FormatDefinition } from '../format-definition.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** JSON lines of logging libraries and cloud services; the last one takes any JSON. */
export const JSON_APPLICATION_FORMATS: readonly FormatDefinition[] = [
  {
    ...JSON_LINES,
    name: 'rust-tracing',
    title: 'Rust tracing JSON',
    requires: ['timestamp', 'level', 'fields', 'target'],
    keys: { message: ['fields.message'], component: ['target'] },
    samples: [
      {
        line: '{"timestamp":"2025-10-28T19:15:10.821495Z","level":"TRACE","fields":{"message":"hello!","n":3},"target":"app::yak"}',
        time: '2025-10-28T19:15:10.821495Z',
        severity: 1,
        component: 'app::yak',
        content: 'hello!',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'gcp',
    title: 'Google Cloud LogEntry',
    requires: ['insertId', 'timestamp'],
    levels: { default: 0, notice: 10, alert: 19, emergency: 21 },
    keys: { message: ['textPayload', 'jsonPayload.message', 'protoPayload.methodName'], service: ['resource.type'] },
    samples: [
      {
        line: '{"insertId":"a1","timestamp":"2024-05-01T12:00:00.123456789Z","severity":"CRITICAL","textPayload":"disk full","resource":{"type":"gce_instance"}}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 18,
        service: 'gce_instance',
        content: 'disk full',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'pino',
    title: 'pino (Node.js)',
    requires: ['level', 'time', 'pid', 'hostname', 'msg'],
    levelScale: 'bunyan',
    keys: { service: ['name'] },
    samples: [
      {
        line: '{"level":50,"time":1714564800123,"pid":17,"hostname":"web1","name":"shop","msg":"cart is empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        service: 'shop',
        host: 'web1',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'zap-json',
    title: 'zap JSON (Go)',
    requires: ['level', 'ts', 'msg'],
    samples: [
      {
        line: '{"level":"dpanic","ts":1714564800.123,"logger":"shop","caller":"a/b.go:1","msg":"cart is empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 18,
        component: 'shop',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'service-json',
    title: 'JSON lines (level, service, host, message)',
    requires: ['level', 'service', 'host', 'message'],
    samples: [
      {
        line: '{"time":"2024-05-01T12:00:00.123Z","level":"INFO","service":"pay","host":"web-1","message":"request 17 done","ms":12}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        service: 'pay',
        host: 'web-1',
        content: 'request 17 done',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'python-json',
    title: 'Python JSON logging',
    requires: ['asctime', 'levelname', 'message'],
    keys: { time: ['asctime'], component: ['name'] },
    samples: [
      {
        line: '{"asctime":"2024-05-01 12:00:00,123","name":"shop.cart","levelname":"WARNING","message":"empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'shop.cart',
        content: 'empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'structlog',
    title: 'structlog (Python)',
    requires: ['event', 'level', 'timestamp'],
    keys: { message: ['event'] },
    samples: [
      {
        line: '{"event":"cart is empty","level":"info","timestamp":"2024-05-01T12:00:00.123456Z","logger":"shop"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 9,
        component: 'shop',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'cloudtrail',
    title: 'AWS CloudTrail',
    requires: ['eventTime', 'eventSource', 'eventName'],
    keys: { time: ['eventTime'], service: ['eventSource'], message: ['eventName'] },
    samples: [
      {
        line: '{"eventTime":"2024-05-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"eu-1"}',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        service: 'iam.amazonaws.com',
        content: 'CreateUser',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'json-lines',
    title: 'JSON lines',
    requires: [],
    samples: [
      {
        line: '{"ts": "2013-09-06T22:00:59.124817Z", "@fields": { "lvl": "DEBUG5", "msg": "Details..."}}',
        time: '2013-09-06T22:00:59.124817Z',
        severity: 5,
        content: 'Details...',
      },
    ],
  },
];
