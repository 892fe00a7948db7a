import { runProcess } from '@oidc-admin/client/process';
import { exitCodes } from '@oidc-admin/conformance/exit-codes';
import { conformance } from './conformance.ts';
import { processConsole } from './processConsole.ts';

/** The program `conformance`: its arguments, output and exit code are those of this process. */
export async function runMain(): Promise<void> {
  const codes = { fault: exitCodes.harness, unwritten: exitCodes.unwritten };
  await runProcess(process, codes, (args, terminal) =>
    conformance(args, processConsole(process, terminal)),
  );
}
