import type { FormatDefinition } from '../format-definition.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** JSON of logging libraries and databases. */
export const JSON_LIBRARY_FORMATS: readonly FormatDefinition[] = [
  {
    ...JSON_LINES,
    name: 'log4j2-json',
    title: 'log4j2 JSON layout',
    requires: ['instant.epochSecond', 'loggerName', 'level'],
    keys: { time: ['instant.epochSecond'], component: ['loggerName'] },
    samples: [
      {
        line: '{"instant":{"epochSecond":1714564800,"nanoOfSecond":123456789},"thread":"main","level":"WARN","loggerName":"shop.Cart","message":"cart 17 is empty"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 13,
        component: 'shop.Cart',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'logback-json',
    title: 'logback JSON encoder',
    requires: ['timestamp', 'nanoseconds', 'loggerName'],
    samples: [
      {
        line: '{"sequenceNumber":0,"timestamp":1714564800123,"nanoseconds":123456789,"level":"ERROR","threadName":"main","loggerName":"shop.Cart","message":"cart 17 is empty"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 17,
        component: 'shop.Cart',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'monolog-json',
    title: 'Monolog JSON (PHP)',
    requires: ['message', 'level_name', 'channel', 'datetime'],
    keys: { level: ['level_name'], service: ['channel'] },
    samples: [
      {
        line: '{"message":"cart 17 is empty","context":{},"level":400,"level_name":"ERROR","channel":"shop","datetime":"2024-05-01T14:00:00.123456+02:00","extra":{}}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        service: 'shop',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'loguru-json',
    title: 'Loguru serialised (Python)',
    requires: ['text', 'record.level', 'record.message'],
    keys: {
      message: ['record.message'],
      level: ['record.level.name'],
      time: ['record.time.timestamp'],
      component: ['record.name'],
    },
    levels: { success: 9 },
    samples: [
      {
        line: '{"text":"x","record":{"elapsed":{},"level":{"icon":"","name":"WARNING","no":30},"message":"cart 17 is empty","name":"shop.cart","time":{"repr":"x","timestamp":1714564800.123}}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'shop.cart',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'dotnet-json',
    title: '.NET JSON console logger',
    requires: ['EventId', 'LogLevel', 'Category', 'Message'],
    keys: { level: ['LogLevel'], component: ['Category'] },
    samples: [
      {
        line: '{"Timestamp":"2024-05-01T12:00:00.123Z","EventId":17,"LogLevel":"Warning","Category":"Shop.Cart","Message":"cart 17 is empty","State":{}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'Shop.Cart',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'serilog-json',
    title: 'Serilog JSON formatter (.NET)',
    requires: ['Timestamp', 'Level', 'MessageTemplate'],
    keys: { message: ['RenderedMessage', 'MessageTemplate'], component: ['Properties.SourceContext'] },
    samples: [
      {
        line: '{"Timestamp":"2024-05-01T14:00:00.1234567+02:00","Level":"Error","MessageTemplate":"cart {Id} is empty","Properties":{"Id":17,"SourceContext":"Shop.Cart"}}',
        time: '2024-05-01T12:00:00.1234567Z',
        severity: 17,
        component: 'Shop.Cart',
        content: 'cart {Id} is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'hclog-json',
    title: 'Vault, Consul, Nomad, Terraform (hclog JSON)',
    requires: ['@level', '@message', '@timestamp'],
    keys: { level: ['@level'], component: ['@module'] },
    samples: [
      {
        line: '{"@level":"warn","@message":"failed to join","@module":"agent.server","@timestamp":"2024-05-01T12:00:00.123456Z","address":"10.0.0.2"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 13,
        component: 'agent.server',
        content: 'failed to join',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'postgres-json',
    title: 'PostgreSQL jsonlog',
    requires: ['timestamp', 'error_severity', 'session_id'],
    keys: { level: ['error_severity'], service: ['dbname'], component: ['backend_type'] },
    levels: { log: 9, statement: 9 },
    samples: [
      {
        line: '{"timestamp":"2024-05-01 12:00:00.123 UTC","user":"bob","dbname":"shop","pid":17,"session_id":"66.11","error_severity":"ERROR","message":"relation \\"cart\\" does not exist","backend_type":"client backend"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        service: 'shop',
        component: 'client backend',
        content: 'relation "cart" does not exist',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'macos-unified-json',
    title: 'macOS unified log (log show --style json)',
    requires: ['eventMessage', 'messageType', 'timestamp'],
    keys: {
      message: ['eventMessage'],
      level: ['messageType'],
      component: ['subsystem'],
      service: ['processImagePath'],
    },
    levels: { default: 9, fault: 21 },
    samples: [
      {
        line: '{"timestamp":"2024-05-01 14:00:00.123456+0200","messageType":"Error","eventMessage":"connection invalid","subsystem":"com.apple.network","processImagePath":"/usr/libexec/x"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        service: '/usr/libexec/x',
        component: 'com.apple.network',
        content: 'connection invalid',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'powershell-events',
    title: 'Windows event log (Get-WinEvent, JSON)',
    requires: ['TimeCreated', 'ProviderName', 'Id'],
    keys: {
      time: ['TimeCreated'],
      level: ['LevelDisplayName', 'Level'],
      component: ['ProviderName'],
      service: ['LogName'],
      host: ['MachineName'],
    },
    levelScale: 'windows',
    samples: [
      {
        line: '{"Id":7036,"Level":4,"LevelDisplayName":"Information","ProviderName":"Service Control Manager","LogName":"System","MachineName":"web1","TimeCreated":"\\/Date(1714564800123)\\/","Message":"The service entered the stopped state."}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        service: 'System',
        host: 'web1',
        component: 'Service Control Manager',
        content: 'The service entered the stopped state.',
      },
    ],
  },
];
