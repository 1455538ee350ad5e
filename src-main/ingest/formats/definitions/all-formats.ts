import type { FormatDefinition } from '../format-definition.ts';
import { CLOUD_FORMATS } from './cloud.ts';
import { CONTAINER_FORMATS } from './containers.ts';
import { CSV_FORMATS } from './csv.ts';
import { DATABASE_FORMATS } from './databases.ts';
import { JAVA_SERVER_FORMATS } from './java-servers.ts';
import { JOURNAL_FORMATS } from './journal.ts';
import { JSON_FORMATS } from './json.ts';
import { JVM_FORMATS } from './jvm.ts';
import { LANGUAGE_FORMATS } from './languages.ts';
import { MORE_TOOL_FORMATS } from './more-tools.ts';
import { PROXY_FORMATS } from './proxies.ts';
import { PYTHON_FORMATS } from './python.ts';
import { SECURITY_FORMATS } from './security.ts';
import { STRUCTURED_FORMATS } from './structured.ts';
import { SYSLOG_FORMATS } from './syslog.ts';
import { SYSTEM_FORMATS } from './systems.ts';
import { TOOL_FORMATS } from './tools.ts';
import { VMWARE_FORMATS } from './vmware.ts';
import { WEB_FORMATS } from './web.ts';
import { WINDOWS_FORMATS } from './windows.ts';

/** Every named text format; on equal evidence the earlier one wins. */
export const TEXT_FORMATS: readonly FormatDefinition[] = [
  ...SYSTEM_FORMATS,
  ...VMWARE_FORMATS,
  ...SYSLOG_FORMATS,
  ...JVM_FORMATS,
  ...WEB_FORMATS,
  ...DATABASE_FORMATS,
  ...LANGUAGE_FORMATS,
  ...TOOL_FORMATS,
  ...JOURNAL_FORMATS,
  ...JAVA_SERVER_FORMATS,
  ...PYTHON_FORMATS,
  ...WINDOWS_FORMATS,
  ...PROXY_FORMATS,
  ...CSV_FORMATS,
  ...CLOUD_FORMATS,
  ...SECURITY_FORMATS,
  ...MORE_TOOL_FORMATS,
];

/** Every named format. */
export const ALL_FORMATS: readonly FormatDefinition[] = [
  ...CONTAINER_FORMATS,
  ...STRUCTURED_FORMATS,
  ...JSON_FORMATS,
  ...TEXT_FORMATS,
];

export { JSON_FORMATS };

export function findDefinition(name: string): FormatDefinition | undefined {
  return ALL_FORMATS.find((definition) => definition.name === name);
}
