import type { FormatDefinition } from '../format-definition.ts';

const JUL_TIME = '{time:%b %d, %Y %I:%M:%S%f %p}';

const WEBLOGIC =
  '<{level:word}> <{component:any}> <{host:any}> <{server:any}> <{thread:any}> <{?{user.name:any}?}> <{?{transaction:any}?}> <{?{context:any}?}> <{millis:int}';

/** Application servers and tools of the Java world. */
export const JAVA_SERVER_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'java-util-logging',
    title: 'java.util.logging (two lines)',
    patterns: [`${JUL_TIME} {component} {method}\\n{level}: {message}`, `${JUL_TIME} {component}\\n{level}: {message}`],
    headerLines: 2,
    samples: [
      {
        line: 'May 01, 2024 12:00:00 PM com.example.shop.Cart add\nSEVERE: Cart 17 is empty',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        component: 'com.example.shop.Cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'java-util-logging-xml',
    title: 'java.util.logging (XML)',
    patterns: [],
    engine: 'xml',
    spansLines: true,
    elements: ['record'],
    keys: { time: ['date', 'millis'], level: ['level'], message: ['message'], component: ['logger'] },
    samples: [
      {
        line: '<record>\n  <date>2024-05-01T12:00:00.123Z</date>\n  <millis>1714564800123</millis>\n  <sequence>1</sequence>\n  <logger>shop.Cart</logger>\n  <level>WARNING</level>\n  <class>shop.Cart</class>\n  <message>Cart 17 is empty</message>\n</record>',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'shop.Cart',
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'log4j-xml',
    title: 'log4j (XML layout)',
    patterns: [],
    engine: 'xml',
    spansLines: true,
    elements: ['log4j:event'],
    keys: { time: ['timestamp'], level: ['level'], message: ['message'], component: ['logger'] },
    samples: [
      {
        line: '<log4j:event logger="shop.Cart" timestamp="1714564800123" level="ERROR" thread="main">\n<log4j:message><![CDATA[Cart <17> is empty]]></log4j:message>\n</log4j:event>',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'shop.Cart',
        content: 'Cart <17> is empty',
      },
    ],
  },
  {
    name: 'wildfly',
    title: 'WildFly and JBoss',
    patterns: [
      '{time:%+} {level} [{component:any}] ({thread:any}) {message}',
      '{time:%T%f} {level} [{component:any}] ({thread:any}) {message}',
    ],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 INFO  [org.jboss.as] (Controller Boot Thread) WFLYSRV0025: WildFly started in 3017ms',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'org.jboss.as',
        content: 'WFLYSRV0025: WildFly started in 3017ms',
      },
    ],
  },
  {
    name: 'weblogic',
    title: 'Oracle WebLogic',
    patterns: ['%b %d, %Y %I:%M:%S%f %p %Z', '%b %d, %Y, %I:%M:%S%f %p %Z'].flatMap((time) => [
      `####<{time:${time}}> ${WEBLOGIC}> <{code}> <{message}`,
      `####<{time:${time}}> ${WEBLOGIC}> <{supplement:any}> <{code}> <{message}`,
    ]),
    samples: [
      {
        line: '####<May 1, 2024 12:00:00 PM UTC> <Error> <HTTP> <web1> <AdminServer> <[ACTIVE] ExecuteThread: 17> <<WLS Kernel>> <> <> <1714564800123> <BEA-101020> <Servlet failed.>',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        host: 'web1',
        component: 'HTTP',
        content: 'Servlet failed.>',
      },
    ],
  },
  {
    name: 'websphere',
    title: 'IBM WebSphere and Liberty',
    patterns: [
      '[{time:%D %T:%f %Z}] {thread:name} {component:name} {level:mark} {message}',
      '[{time:%D %H:%M:%S%f %Z}] {thread:name} {component:name} {level:mark} {message}',
      '[{time:%D, %H:%M:%S%f %Z}] {thread:name} {component:name} {level:mark} {message}',
    ],
    levels: { f: 21, e: 17, w: 13, a: 9, i: 9, c: 7, d: 5, o: 9, r: 17, '>': 1, '<': 1, 1: 6, 2: 5, 3: 1 },
    hasCommonLevels: false,
    samples: [
      {
        line: '[5/1/24 12:00:00:123 UTC] 00000017 WsServerImpl  A   WSVR0001I: Server server1 open for e-business',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'WsServerImpl',
        content: 'WSVR0001I: Server server1 open for e-business',
      },
    ],
  },
  {
    name: 'glassfish',
    title: 'GlassFish and Payara',
    patterns: [
      '[{time:%+}] [{product:any}] [{level}] [{code:any}] [{component:any}] [{thread:any}] {message+}',
      '[{time:%+}] [{product:any}] [{level}] [] [{component:any}] [{thread:any}] {message+}',
    ],
    samples: [
      {
        line: '[2024-05-01T14:00:00.123+0200] [glassfish 7.0] [WARNING] [AS-WEB-17] [javax.enterprise.web] [tid: _ThreadID=1] [timeMillis: 1714564800123] [[',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'javax.enterprise.web',
        content: '[timeMillis: 1714564800123] [[',
      },
    ],
  },
  {
    name: 'jenkins',
    title: 'Jenkins',
    patterns: ['{time:%+} [id={thread:int}]\\t{level}\\t{component:any}: {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00.123+0000 [id=26]\tWARNING\thudson.model.Queue#maintain: build is stuck',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'hudson.model.Queue#maintain',
        content: 'build is stuck',
      },
    ],
  },
  {
    name: 'activemq',
    title: 'ActiveMQ',
    patterns: ['{time:%+} | {level} | {message:any} | {component:name} | {thread:any}'],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 | WARN  | Store limit is 102400 mb | org.apache.activemq.broker.BrokerService | main',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'org.apache.activemq.broker.BrokerService',
        content: 'Store limit is 102400 mb',
      },
    ],
  },
  {
    name: 'flink',
    title: 'Apache Flink',
    patterns: [
      '{time:%+} {level} {component:name} [{mdc:any}] - {message}',
      '{time:%+} {level} {component:name} [] - {message}',
    ],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 INFO  org.apache.flink.runtime.taskexecutor.TaskExecutor [] - Received task 17',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        component: 'org.apache.flink.runtime.taskexecutor.TaskExecutor',
        content: 'Received task 17',
      },
    ],
  },
  {
    name: 'idea',
    title: 'IntelliJ IDEA',
    patterns: ['{time:%+} [{uptime:any}] {level} - {component} - {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00,123 [   1234]   WARN - #c.i.o.a.ActionUtil - slow operation',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: '#c.i.o.a.ActionUtil',
        content: 'slow operation',
      },
    ],
  },
  {
    name: 'nextflow',
    title: 'Nextflow',
    patterns: ['{time:%b-%d %T%f} [{thread:any}] {level} {component:name} - {message}'],
    samples: [
      {
        line: 'May-01 12:00:00.123 [main] DEBUG nextflow.cli.Launcher - $> nextflow run main.nf',
        time: '2024-05-01T12:00:00.123Z',
        severity: 5,
        component: 'nextflow.cli.Launcher',
        content: '$> nextflow run main.nf',
      },
    ],
  },
];
