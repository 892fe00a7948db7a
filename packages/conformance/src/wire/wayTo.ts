import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@oidc-admin/client';
import { checkedProxy, holdsPassword } from '@oidc-admin/client/proxies';
import { decodeText, UsageError } from '@oidc-admin/client/terminal';
import type { Environment } from '../runner/runParameters.ts';
import { runNetwork } from './runNetwork.ts';

/** What the arguments say of the way to a server. */
interface WayArguments {
  /** In place of the proxies that the environment names. */
  readonly proxy?: string | undefined;
  /** Certificates in PEM form that are trusted beside the usual ones. */
  readonly caFile?: string | undefined;
}

/** What `--ca-file` holds. */
function certificatesIn(caFile: string | undefined): string | undefined {
  if (caFile === undefined) return undefined;
  try {
    const text = decodeText(readFileSync(caFile));
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--ca-file ${caFile}: cannot be read (${code ?? message})`);
  }
  throw new UsageError(`--ca-file ${caFile}: holds no certificate in PEM form`);
}

/** A mistake in a proxy, in the words of whoever gave it: its variable or its flag, and nothing of its value. */
function inUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new UsageError(error.message.replace("'proxy'", '--proxy').replaceAll("'", ''));
  }
}

/** The environment in which `--proxy` goes before all variables of proxies. */
function throughProxy(environment: Environment, proxy: string | undefined): Environment {
  if (proxy === undefined) return environment;
  inUsage(() => checkedProxy('proxy', proxy));
  if (holdsPassword(proxy))
    throw new UsageError('--proxy: holds a password, which others could read; set HTTPS_PROXY');
  return { ...environment, http_proxy: proxy, https_proxy: proxy, no_proxy: '', NO_PROXY: '' };
}

/**
 * The way to a server, by the flags `--proxy` and `--ca-file` and the environment: for `runNetwork`. A proxy or a file that cannot be
 * used is a `UsageError`, before anything is sent.
 */
export function wayTo(url: string, { proxy, caFile }: WayArguments, environment: Environment) {
  const ca = certificatesIn(caFile);
  const own = throughProxy(environment, proxy);
  inUsage(() => runNetwork(own).proxyOf(new URL(url)));
  return { environment: own, ...(ca === undefined ? {} : { ca }) };
}
