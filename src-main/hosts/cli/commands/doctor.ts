import type { DoctorCheck } from '#shared/contract/app.ts';
import { withBackend } from '../backend-session.ts';
import { type CliContext, isJson } from '../cli-context.ts';
import { examineMachine } from '../examine-machine.ts';
import { ExitCode } from '../exit-code.ts';
import { describeError } from '../messages.ts';
import { showText, toSafeJson } from '../visible-text.ts';

/** `doctor`: checks the machine first, then the service, which may not even load when a native part is missing. */
export async function runDoctor(context: CliContext): Promise<number> {
  const machine = await examineMachine();
  const checks = [...machine, ...(await examineService(context, machine))];
  const isOk = checks.every((check) => check.isOk);
  if (isJson(context)) await context.output.writeLine(toSafeJson({ isOk, checks }, 2));
  else await context.output.write(`${checks.flatMap(describeCheck).join('\n')}\n`);
  return isOk ? ExitCode.done : ExitCode.failed;
}

async function examineService(context: CliContext, known: readonly DoctorCheck[]): Promise<DoctorCheck[]> {
  const names = new Set(known.map((check) => check.name));
  try {
    const { checks } = await withBackend(context, ({ client }) => client.app.doctor());
    return checks.filter((check) => !names.has(check.name));
  } catch (error) {
    const advice = 'The checks above say which part is missing; else choose another folder with --home.';
    return [{ name: 'Service', isOk: false, detail: describeError(error), advice }];
  }
}

function describeCheck({ name, isOk, detail, advice }: DoctorCheck): string[] {
  const line = `${isOk ? 'ok  ' : 'FAIL'}  ${name}: ${showText(detail)}`;
  return advice === null ? [line] : [line, `      ${advice}`];
}
