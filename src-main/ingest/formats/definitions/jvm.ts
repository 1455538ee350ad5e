import type { FormatDefinition } from '../format-definition.ts';

/** Formats of Java systems: log4j and logback layouts as the common systems configure them. */
export const JVM_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'hadoop',
    title: 'Hadoop and log4j (level, [thread], class: message)',
    patterns: [
      '{time:%+} {level} [{thread:any}] {component}: {message}',
      '{time:%+} {level} {component:name} ({source:any}) - {message}',
    ],
    samples: [
      {
        line: '2015-10-18 18:01:47,978 INFO [IPC Server handler 11 on 62270] org.apache.hadoop.MRAppMaster: Created it',
        time: '2015-10-18T18:01:47.978Z',
        severity: 9,
        component: 'org.apache.hadoop.MRAppMaster',
        content: 'Created it',
      },
    ],
  },
  {
    name: 'hdfs',
    title: 'HDFS (yymmdd hhmmss pid level class: message)',
    patterns: ['{time:%y%m%d %H%M%S} {pid:int} {level} {component}: {message}'],
    samples: [
      {
        line: '081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_38 terminating',
        time: '2008-11-09T20:36:15Z',
        severity: 9,
        component: 'dfs.DataNode$PacketResponder',
        content: 'PacketResponder 1 for block blk_38 terminating',
      },
    ],
  },
  {
    name: 'spark',
    title: 'Spark (yy/mm/dd)',
    patterns: ['{time:%y/%m/%d %T} {level} {component}: {message}'],
    samples: [
      {
        line: '17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers',
        time: '2017-06-09T20:10:40Z',
        severity: 9,
        component: 'executor.CoarseGrainedExecutorBackend',
        content: 'Registered signal handlers',
      },
    ],
  },
  {
    name: 'kafka',
    title: 'Kafka and log4j ([time] level message (class))',
    patterns: ['[{time:%+}] {level} {component:tail}{message}'],
    samples: [
      {
        line: '[2016-12-19 16:31:47,437] INFO [Controller 0]: Controller starting up (kafka.controller.KafkaController)',
        time: '2016-12-19T16:31:47.437Z',
        severity: 9,
        component: 'kafka.controller.KafkaController',
        content: '[Controller 0]: Controller starting up',
      },
      {
        line: '[2016-12-19 16:31:46,143] INFO KafkaConfig values: ',
        time: '2016-12-19T16:31:46.143Z',
        severity: 9,
        content: 'KafkaConfig values: ',
      },
    ],
  },
  {
    name: 'zookeeper',
    title: 'ZooKeeper',
    patterns: ['{time:%+} {?[myid:{?{myid:any}?}] ?}- {level} [{thread:any}] - {message}'],
    samples: [
      {
        line: '2015-07-29 17:41:44,747 - INFO  [QuorumPeer[myid=1]/0:0:0:0:2181:FastLeaderElection@774] - Notification: 3200',
        time: '2015-07-29T17:41:44.747Z',
        severity: 9,
        content: 'Notification: 3200',
      },
    ],
  },
  {
    name: 'spring-boot',
    title: 'Spring Boot',
    patterns: [
      '{time:%+} {level} {pid:int} --- [{service:any}] [{thread:any}] {component} : {message}',
      '{time:%+} {level} {pid:int} --- [{service:any}] [{thread:any}] [{trace:any}] {component} : {message}',
      '{time:%+} {level} {pid:int} --- [{thread:any}] {component} : {message}',
      '{time:%+} {level} [{thread:any}] {component} : {message}',
    ],
    samples: [
      {
        line: '2024-05-01T12:00:00.123+02:00  INFO 1234 --- [shop] [           main] c.e.ShopApplication     : Started',
        time: '2024-05-01T10:00:00.123Z',
        severity: 9,
        service: 'shop',
        component: 'c.e.ShopApplication',
        content: 'Started',
      },
      {
        line: '2025-01-24T07:00:31,139 INFO [background-preinit       ] Version                  : HV000001: Validator',
        time: '2025-01-24T07:00:31.139Z',
        severity: 9,
        component: 'Version',
        content: 'HV000001: Validator',
      },
    ],
  },
  {
    name: 'logback',
    title: 'Logback and log4j ([thread] level class - message)',
    patterns: ['{time:%+} [{thread:any}] {level} {component} - {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00.123 [http-nio-8080-exec-1] WARN  c.e.shop.Cart - Cart 17 is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'c.e.shop.Cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'logback-time-only',
    title: 'Logback basic configuration (time of day only)',
    patterns: ['{time:%T%f} [{thread:any}] {level} {component} - {message}'],
    samples: [
      {
        line: '12:00:00.123 [main] DEBUG c.e.shop.Cart - Cart 17 is empty',
        time: '1970-01-01T12:00:00.123Z',
        severity: 5,
        component: 'c.e.shop.Cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'cassandra',
    title: 'Cassandra',
    patterns: ['{level} [{thread:any}] {time:%+} {component:name}:{line:int} - {message}'],
    samples: [
      {
        line: 'INFO  [CompactionExecutor:1] 2024-05-01 12:00:00,123 CompactionTask.java:150 - Compacting (x)',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'CompactionTask.java',
        content: 'Compacting (x)',
      },
    ],
  },
  {
    name: 'elasticsearch',
    title: 'Elasticsearch and OpenSearch',
    patterns: ['[{time:%+}][{level}][{component:any}] {?[{host:any}] ?}{message}'],
    samples: [
      {
        line: '[2024-05-01T12:00:00,123][WARN ][o.e.n.Node               ] [node-1] low disk watermark',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        host: 'node-1',
        component: 'o.e.n.Node',
        content: 'low disk watermark',
      },
    ],
  },
  {
    name: 'tomcat',
    title: 'Tomcat (catalina)',
    patterns: ['{time:%d-%b-%Y %T%f} {level} [{thread:any}] {component} {message}'],
    samples: [
      {
        line: '01-May-2024 12:00:00.123 SEVERE [main] org.apache.catalina.startup.Catalina.start Server startup failed',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'org.apache.catalina.startup.Catalina.start',
        content: 'Server startup failed',
      },
    ],
  },
  {
    name: 'java-gc',
    title: 'Java garbage collection (up to Java 8)',
    patterns: ['{time:%+}: {uptime:name}: {message}'],
    structural: ['OpenJDK ', 'Java HotSpot(TM) ', 'Memory: ', 'CommandLine flags: '],
    samples: [
      {
        line: '2016-12-19T16:31:46.725+0100: 1.595: [GC pause (G1 Evacuation Pause) (young), 0.0096173 secs]',
        time: '2016-12-19T15:31:46.725Z',
        severity: 0,
        content: '[GC pause (G1 Evacuation Pause) (young), 0.0096173 secs]',
      },
    ],
  },
  {
    name: 'java-unified',
    title: 'Java unified logging (-Xlog)',
    patterns: [
      '[{time:%+}][{uptime:any}][{level}][{component:any}] {message}',
      '[{time:%+}][{level}][{component:any}] {message}',
    ],
    samples: [
      {
        line: '[2024-05-01T12:00:00.123+0000][0.012s][info][gc,start    ] GC(0) Pause Young (Normal)',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'gc,start',
        content: 'GC(0) Pause Young (Normal)',
      },
    ],
  },
];
