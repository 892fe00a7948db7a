import { prepareRun, type PreparedRun } from '../runner/prepareRun.ts';
import type { Environment } from '../runner/runParameters.ts';
import type { RunOptions } from '../runner/runTarget.ts';
import { demonstration, type ApiName } from './checkAll.ts';
import { apis } from './generated/apis.ts';

/** A run that was prepared and not started, as the tests of the runner's parts need one. */
export async function testRun(
  api: ApiName,
  url: string,
  options: RunOptions = {},
  environment: Environment = {},
): Promise<PreparedRun> {
  const { contract } = await demonstration(api);
  const access = await apis[api].access();
  return prepareRun({ url, contract, access, environment }, options);
}
