import type { FormatDefinition } from '../format-definition.ts';

/** Lines wrapped by a container runtime or an orchestrator. */
export const CONTAINER_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'cri',
    title: 'Kubernetes container log (CRI)',
    patterns: [
      '{time:%+} stdout {logtag:name} {message}',
      '{time:%+} stderr {logtag:name} {message}',
      '{time:%+} stdout {logtag:name}',
      '{time:%+} stderr {logtag:name}',
    ],
    isEnvelope: true,
    samples: [
      {
        line: '2024-05-01T12:00:00.123456789Z stderr F cart 17 is empty',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 0,
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    name: 'docker-compose',
    title: 'docker compose logs',
    patterns: ['{service} | {time:%Y-%m-%dT%T%f%z} {message}', '{service} | {message}'],
    isEnvelope: true,
    samples: [
      {
        line: 'redis-1  | 2024-04-25T05:32:35.018000001Z Ready to accept connections tcp',
        time: '2024-04-25T05:32:35.018000001Z',
        severity: 0,
        service: 'redis-1',
        content: 'Ready to accept connections tcp',
      },
      { line: 'web-1  |  * Debug mode: on', time: null, severity: 0, service: 'web-1', content: '* Debug mode: on' },
    ],
  },
];
