import type { FormatDefinition } from '../format-definition.ts';

const SHORT_LEVELS = { v: 1, vrb: 1, d: 5, i: 9, n: 10, w: 13, e: 17, c: 18, f: 21 };

/** Logging libraries of Python, Go, Rust, C++, .NET and JavaScript. */
export const LANGUAGE_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'python',
    title: 'Python logging (time - name - level - message)',
    patterns: ['{time:%+} - {component} - {level} - {message}'],
    samples: [
      {
        line: '2024-05-01 01:02:03,456 - shop.cart - WARNING - Cart 17 is empty',
        time: '2024-05-01T01:02:03.456Z',
        severity: 13,
        component: 'shop.cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'python-bare',
    title: 'Python logging without time (LEVEL:name:message)',
    patterns: ['{level}:{component:name}:{message}'],
    samples: [
      {
        line: 'WARNING:shop.cart:Cart 17 is empty',
        time: null,
        severity: 13,
        component: 'shop.cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'gunicorn',
    title: 'Gunicorn',
    patterns: ['[{time:%+}] [{pid:int}] [{level}] {message}'],
    samples: [
      {
        line: '[2024-05-01 12:00:00 +0200] [123] [INFO] Booting worker with pid: 123',
        time: '2024-05-01T10:00:00Z',
        severity: 9,
        content: 'Booting worker with pid: 123',
      },
    ],
  },
  {
    name: 'celery',
    title: 'Celery',
    patterns: ['[{time:%+}: {level}/{thread}] {message}'],
    samples: [
      {
        line: '[2024-05-01 12:00:00,123: ERROR/ForkPoolWorker-1] Task shop.pay[17] raised unexpected',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        content: 'Task shop.pay[17] raised unexpected',
      },
    ],
  },
  {
    name: 'airflow',
    title: 'Airflow task log',
    patterns: [
      '[{time:%+}] \\{{component:any}\\} {level} - {message}',
      '[{time:%F, %T %Z}] \\{{component:any}\\} {level} - {message}',
    ],
    samples: [
      {
        line: '[2024-05-01T12:00:00.123+0000] {taskinstance.py:1150} INFO - Starting attempt 1 of 1',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'taskinstance.py:1150',
        content: 'Starting attempt 1 of 1',
      },
    ],
  },
  {
    name: 'loguru',
    title: 'Loguru and other pipe separated headers',
    patterns: ['{time:%+} | {level} | {component} - {message}', '{time:%+} | {level} | {component:any} | {message}'],
    levels: { success: 9 },
    samples: [
      {
        line: '2024-05-01 12:00:00.123 | INFO     | shop.cart:add:17 - Cart is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'shop.cart:add:17',
        content: 'Cart is empty',
      },
    ],
  },
  {
    name: 'vdsm',
    title: 'VDSM',
    patterns: ['{thread:any}::{level}::{time:%+}::{component}::{line:int}::{logger}::({function:any}) {message}'],
    samples: [
      {
        line: 'MainThread::ERROR::2011-12-05 07:04:56,300::vdsm::74::vds::(run) Traceback (most recent call last):',
        time: '2011-12-05T07:04:56.300Z',
        severity: 17,
        component: 'vdsm',
        content: 'Traceback (most recent call last):',
      },
    ],
  },
  {
    name: 'klog',
    title: 'Kubernetes and glog (klog)',
    patterns: [
      '{level:mark}{time:%m%d %T%f} {tid:int} {component}] {message}',
      '{level:mark}{time:%Y%m%d %T%f} {tid:int} {component}] {message}',
    ],
    levels: { i: 9, w: 13, e: 17, f: 21 },
    hasCommonLevels: false,
    structural: ['Log file created at: ', 'Running on machine: ', 'Binary: Built with ', 'Log line format: '],
    samples: [
      {
        line: 'E0501 12:00:00.123456    1234 kubelet.go:123] "Failed to sync pod" pod="a/b"',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        component: 'kubelet.go:123',
        content: '"Failed to sync pod" pod="a/b"',
      },
    ],
  },
  {
    name: 'zap-console',
    title: 'zap console (Go)',
    patterns: [
      '{time:%+}\\t{level}\\t{component:name}/{file:name}:{line:int}\\t{message:any}\\t{fields:json}',
      '{time:%+}\\t{level}\\t{component:name}/{file:name}:{line:int}\\t{message}',
      '{time:%+}\\t{level}\\t{message:any}\\t{fields:json}',
      '{time:%+}\\t{level}\\t{message}',
    ],
    samples: [
      {
        line: '2025-04-24T22:09:20.856Z\terror\tinternal/queue_sender.go:128\tExporting failed. Dropping data.\t{"dropped_items": 60}',
        time: '2025-04-24T22:09:20.856Z',
        severity: 17,
        component: 'internal',
        content: 'Exporting failed. Dropping data.',
      },
      {
        line: '2025-04-24T22:09:20.854Z\tinfo\tMetrics\t{"metrics": 27, "data points": 60}',
        time: '2025-04-24T22:09:20.854Z',
        severity: 9,
        content: 'Metrics',
      },
    ],
  },
  {
    name: 'go-log',
    title: 'Go standard library log',
    patterns: [
      '{time:%Y/%m/%d %T%f} {component:name}:{line:int}: {message}',
      '{time:%Y/%m/%d %T%f} [{level}] {message}',
      '{time:%Y/%m/%d %T%f} {level}: {message}',
      '{time:%Y/%m/%d %T%f} {level} {message}',
      '{time:%Y/%m/%d %T%f} {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: '2024/05/01 12:00:00.123456 server.go:17: listening on :8080',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'server.go',
        content: 'listening on :8080',
      },
    ],
  },
  {
    name: 'simple-logger',
    title: 'simple_logger and similar (time LEVEL [target] message)',
    patterns: [
      '{time:%+} {level} [{component:name}] {message}',
      '{time:%+} {level} [{component:name}::{module:any}] {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: '2022-01-19T17:27:07.013874956Z WARN [logging_example] This is an example message.',
        time: '2022-01-19T17:27:07.013874956Z',
        severity: 13,
        component: 'logging_example',
        content: 'This is an example message.',
      },
    ],
  },
  {
    name: 'otel-python',
    title: 'OpenTelemetry Python (trace ids in the header)',
    patterns: [
      '{time:%+} {level} [{component:any}] [{code.file.path:any}] [trace_id={trace_id} span_id={span_id} resource.service.name={service} trace_sampled={_}] - {message}',
    ],
    samples: [
      {
        line: '2025-04-24 22:09:15,968 INFO [main] [server.py:47] [trace_id=f63bcd6b span_id=e7849fe8 resource.service.name=recommendation trace_sampled=True] - Receive ListRecommendations',
        time: '2025-04-24T22:09:15.968Z',
        severity: 9,
        service: 'recommendation',
        component: 'main',
        content: 'Receive ListRecommendations',
      },
    ],
  },
  {
    name: 'env-logger',
    title: 'env_logger (Rust)',
    patterns: ['[{time:%+} {level} {component}] {message}'],
    samples: [
      {
        line: '[2024-05-01T12:00:00Z WARN  shop::cart] Cart is empty',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        component: 'shop::cart',
        content: 'Cart is empty',
      },
    ],
  },
  {
    name: 'spdlog',
    title: 'spdlog (C++)',
    patterns: ['[{time:%+}] [{component:name}] [{level}] {message}', '[{time:%+}] [{level}] {message}'],
    samples: [
      {
        line: '[2024-05-01 12:00:00.123] [shop] [error] Cart is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'shop',
        content: 'Cart is empty',
      },
    ],
  },
  {
    name: 'serilog',
    title: 'Serilog text (.NET)',
    patterns: ['{time:%+} [{level}] {message}'],
    levels: SHORT_LEVELS,
    samples: [
      {
        line: '2024-05-01 12:00:00.123 +02:00 [WRN] Cart is empty',
        time: '2024-05-01T10:00:00.123Z',
        severity: 13,
        content: 'Cart is empty',
      },
    ],
  },
];
