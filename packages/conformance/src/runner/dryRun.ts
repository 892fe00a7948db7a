import type { Exchange } from '../reports/checkResult.ts';
import { apiNamed } from './apis.ts';
import { exitCodes } from './exitCode.ts';
import { refusedAtStart } from './refusedAtStart.ts';
import { openTarget, targetNames, targetUrlOf } from './openTarget.ts';
import type { OpenTarget } from './openTarget.ts';
import type { RunOptions, WantedTarget } from './options.ts';
import { runChecks } from './runChecks.ts';
import type { Terminal } from './terminal.ts';

const longestBody = 400;

const lineOf = ({ request, sender }: Exchange): string => {
  const { body = '' } = request;
  const parts = [
    `${request.method} ${request.url}`,
    sender.principal === undefined ? 'not signed in' : `as ${sender.principal}`,
    ...(sender.wrongWay === undefined ? [] : [`signed in wrongly: ${sender.wrongWay}`]),
    ...(body === '' ? [] : [body.length > longestBody ? `${body.slice(0, longestBody)}…` : body]),
  ];
  return `${parts.join('  ')}\n`;
};

/** The mock stands in for the target: same level, same credentials missing, same parents by name. */
const openStandIn = async (wanted: WantedTarget, name: string, options: RunOptions) => {
  const environment = { ...process.env };
  const access = await apiNamed(wanted.api).access();
  const { principals, missing } = access.principals(environment);
  const level = options.level ?? (wanted.url === undefined ? 'disposable' : 'default');
  const target = await openTarget({ api: wanted.api }, name, { ...options, level, faults: [] });
  const real = wanted.url === undefined ? undefined : targetUrlOf(wanted.url, target.contract);
  // Without any credentials the list is that of a person who has all.
  if (real !== undefined && principals.length > 0)
    for (const { variable } of missing) delete process.env[variable];
  const renamed = new Map<string, string>();
  const parents = access.parents(process.env);
  for (const [parameter, own] of Object.entries(access.parents(environment)))
    for (const [index, parent] of (parents[parameter] ?? []).entries())
      if (real !== undefined && own[index] !== undefined) renamed.set(parent, own[index]);
  const { sessionTimeoutSeconds, ...rest } = target.parameters;
  const ownSecrets =
    environment[`${wanted.api.toUpperCase()}_SESSION_TIMEOUT_SECONDS`] !== undefined;
  const parameters =
    (real === undefined || ownSecrets) && sessionTimeoutSeconds !== undefined
      ? { ...rest, sessionTimeoutSeconds }
      : rest;
  if (real !== undefined) {
    renamed.set(parameters.target.url, real);
    // A path in another letter case.
    renamed.set(new URL(parameters.target.url).origin, new URL(real).origin);
  }
  const show = (text: string): string =>
    [...renamed].reduce((shown, [standIn, own]) => shown.replaceAll(standIn, own), text);
  // Before the checks a run looks whether a server answers and takes the credentials, which a mock need not be asked.
  const refused = async (): Promise<string | undefined> => {
    const asked = { ...parameters, target: { ...parameters.target, embedded: false } };
    return real === undefined
      ? undefined
      : refusedAtStart({ ...target, parameters: asked }, process.env);
  };
  return {
    target: { ...target, parameters } satisfies OpenTarget,
    refused,
    show,
    close: () => target[Symbol.asyncDispose](),
  };
};

/**
 * Lists what a run would send to targets that conform. Nothing is sent to them: the same checks are done at the API's own
 * mock instead, and the requests are shown with the target's URL.
 */
export const dryRun = async (options: RunOptions, { out, err }: Terminal): Promise<number> => {
  const names = targetNames(options.targets);
  let code: number = exitCodes.conformant;
  for (const [index, wanted] of options.targets.entries()) {
    const standIn = await openStandIn(wanted, names[index] ?? wanted.api, options);
    const { target, refused, show, close } = standIn;
    try {
      const reason = await refused();
      if (reason !== undefined) {
        err(`${target.parameters.target.name}: ${reason}\n`);
        code = exitCodes.incomplete;
        continue;
      }
      const { collected } = await runChecks({
        runs: [target.parameters],
        owners: options.owners,
      });
      const exchanges = collected.flatMap(({ results }) =>
        results.flatMap((result) => result.exchanges),
      );
      for (const exchange of exchanges) out(show(lineOf(exchange)));
      const count = target.received?.() ?? exchanges.length;
      err(
        `${target.parameters.target.name}: ${count} requests would be sent; none was. Listed are ${exchanges.length} of the checks; ` +
          `the others look whether the target answers, sign in and out, try random sequences, and clean up.\n`,
      );
      if (target.parameters.level === 'allowWrites')
        err('What is read before the first write, and put back at the end, comes on top.\n');
    } finally {
      await close();
    }
  }
  return code;
};
