import type { FormatDefinition } from '../format-definition.ts';

/** Text written by cloud services and their command-line tools. */
export const CLOUD_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'aws-vpc-flow',
    title: 'AWS VPC flow log',
    patterns: [
      '{version:int} {cloud.account.id} {interface} {message+}{source.address} {destination.address} {source.port} {destination.port} {protocol} {packets} {bytes} {time:%s} {end:int} {action} {status}',
    ],
    structural: ['version account-id '],
    samples: [
      {
        line: '2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
        time: '2014-12-14T04:06:50Z',
        severity: 0,
        content: '172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
      },
    ],
  },
  {
    name: 'aws-lambda',
    title: 'AWS Lambda',
    patterns: [
      '{time:%+}\\t{aws.request_id:name}\\t{level}\\t{message}',
      '[{level}]\\t{time:%+}\\t{aws.request_id:name}\\t{message}',
      '{message+}START RequestId: {aws.request_id:name} ',
      '{message+}END RequestId: {aws.request_id:name}',
      '{message+}REPORT RequestId: {aws.request_id:name}\\t',
    ],
    samples: [
      {
        line: '2024-05-01T12:00:00.123Z\t5d3b8c4e-8f6d-4b1a-9c3e-2f1a7d9e0b11\tERROR\tCart 17 is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        content: 'Cart 17 is empty',
      },
      {
        line: '[INFO]\t2024-05-01T12:00:00.123Z\t5d3b8c4e-8f6d-4b1a-9c3e-2f1a7d9e0b11\tCart 17 is paid',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        content: 'Cart 17 is paid',
      },
      {
        line: 'START RequestId: 5d3b8c4e-8f6d-4b1a-9c3e-2f1a7d9e0b11 Version: $LATEST',
        time: null,
        severity: 0,
        content: 'START RequestId: 5d3b8c4e-8f6d-4b1a-9c3e-2f1a7d9e0b11 Version: $LATEST',
      },
    ],
  },
  {
    name: 'heroku',
    title: 'Heroku',
    patterns: ['{time:%+} {service:name}[{component:any}]: {message}'],
    isLoose: true,
    samples: [
      {
        line: '2024-05-01T12:00:00.123456+00:00 heroku[router]: at=info method=GET path="/cart" status=200',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        service: 'heroku',
        component: 'router',
        content: 'at=info method=GET path="/cart" status=200',
      },
    ],
  },
  {
    name: 'fluentd',
    title: 'Fluentd',
    patterns: [
      '{time:%F %T %z} [{level}]: {?#{worker:int} ?}{?[{component:any}] ?}{message}',
      '{time:%F %T%f %z} {component:name}: {message:json}',
    ],
    samples: [
      {
        line: '2024-05-01 14:00:00 +0200 [warn]: #0 [out_es] failed to flush the buffer. retry_times=3',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        component: 'out_es',
        content: 'failed to flush the buffer. retry_times=3',
      },
      {
        line: '2024-05-01 12:00:00.123456789 +0000 shop.cart: {"message":"Cart 17 is empty"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 0,
        component: 'shop.cart',
        content: '{"message":"Cart 17 is empty"}',
      },
    ],
  },
  {
    name: 'fluent-bit',
    title: 'Fluent Bit',
    patterns: [
      '[{time:%Y/%m/%d %T%f}] [{level}] [{component:any}] {message}',
      '[{time:%Y/%m/%d %T%f}] [{level}] {message}',
    ],
    samples: [
      {
        line: '[2024/05/01 12:00:00] [ warn] [engine] failed to flush chunk, retry in 7 seconds',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        component: 'engine',
        content: 'failed to flush chunk, retry in 7 seconds',
      },
    ],
  },
  {
    name: 'hclog',
    title: 'Vault, Consul, Nomad, Terraform (hclog)',
    patterns: ['{time:%+} [{level}]  {component:name}: {message}', '{time:%+} [{level}] {component:name}: {message}'],
    samples: [
      {
        line: '2024-05-01T12:00:00.123Z [WARN]  agent.server: failed to join: address=10.0.0.2',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'agent.server',
        content: 'failed to join: address=10.0.0.2',
      },
    ],
  },
  {
    name: 'cloud-init',
    title: 'cloud-init',
    patterns: ['{time:%+} - {component:name}[{level}]: {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 - util.py[WARNING]: Failed to set the hostname',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'util.py',
        content: 'Failed to set the hostname',
      },
    ],
  },
];
