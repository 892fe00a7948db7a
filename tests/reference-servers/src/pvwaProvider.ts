import type { PvwaChoices } from './pvwaChoices.ts';
import type { PvwaRefuse } from './pvwaErrors.ts';
import { ownProperty, type JsonObject } from './readJsonObject.ts';

/** A provider as it is answered. The client secret is checked and not kept: no response may ever hold it. */
type PvwaProvider = Record<string, string>;

type Rule = { required?: boolean; max?: number; accepts?: (value: string) => boolean };

const besideDiscovery = ['authenticationEndpointUrl', 'issuer', 'jwkSet'];

function isUrl(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

function isKeySet(text: string): boolean {
  try {
    const keys: unknown = (JSON.parse(text) as { keys?: unknown } | null)?.keys;
    return (
      Array.isArray(keys) &&
      keys.every((key: unknown) => typeof key === 'object' && key !== null && 'kty' in key)
    );
  } catch {
    return false;
  }
}

function rulesFor(choices: PvwaChoices, discovers: boolean): Record<string, Rule> {
  const looked = !discovers || choices.propertiesBesideDiscovery === 'kept';
  const methods = choices.anyCaseSecretMethod ? /^(basic|post)$/i : /^([Bb]asic|[Pp]ost)$/;
  return {
    authenticationFlow: {
      accepts: (value) =>
        value === 'Code' || (value === 'Implicit' && choices.implicitFlow === 'accepted'),
    },
    discoveryEndpointUrl: { required: choices.discoveryRequired, accepts: isUrl },
    authenticationEndpointUrl: looked ? { accepts: isUrl } : {},
    issuer: {},
    jwkSet: looked ? { accepts: isKeySet } : {},
    clientId: { required: true, max: 100 },
    clientSecret: { max: 200 },
    clientSecretMethod: { required: true, max: 50, accepts: (value) => methods.test(value) },
    userNameClaim: { max: 50, accepts: (value) => choices.claimPattern.test(value) },
    description: { max: 255 },
  };
}

const idRule: Rule = { required: true, max: 50, accepts: (value) => /^[A-Za-z0-9]+$/.test(value) };

/** The value, `undefined` for left out, or `false` for wrong. */
function take(value: unknown, rule: Rule, choices: PvwaChoices): string | undefined | false {
  const required = rule.required === true;
  if (value === undefined) return required ? false : undefined;
  if (value === null) return required || choices.nullForOptional === 'refused' ? false : undefined;
  if (typeof value !== 'string') return false;
  if (value === '') return required || choices.emptyForOptional === 'refused' ? false : undefined;
  // Characters are code points: a character beyond the basic plane counts once.
  if (rule.max !== undefined && Array.from(value).length > rule.max) return false;
  return rule.accepts === undefined || rule.accepts(value) ? value : false;
}

/** Reads the body of an add (`idFromPath` left out: the body holds the id) or of an update. */
export function readProvider(
  body: JsonObject,
  choices: PvwaChoices,
  error: PvwaRefuse,
  idFromPath?: string,
): PvwaProvider {
  const discovers =
    typeof ownProperty(body, 'discoveryEndpointUrl') === 'string' &&
    body['discoveryEndpointUrl'] !== '';
  const rules = rulesFor(choices, discovers);
  const provider: PvwaProvider = {
    authenticationFlow: 'Code',
    userNameClaim: 'preferred_username',
  };
  const wrong: string[] = [];
  for (const [name, rule] of Object.entries(
    idFromPath === undefined ? { id: idRule, ...rules } : rules,
  )) {
    const value = take(ownProperty(body, name), rule, choices);
    if (value === false) wrong.push(name);
    else if (value !== undefined && name !== 'clientSecret') provider[name] = value;
  }
  if (
    !discovers &&
    !wrong.includes('discoveryEndpointUrl') &&
    !besideDiscovery.every((name) => name in provider || wrong.includes(name))
  ) {
    wrong.push('discoveryEndpointUrl');
  }
  if (wrong.length > 0) throw error('badRequest', { wrong });
  if (discovers && choices.propertiesBesideDiscovery === 'dropped')
    for (const name of besideDiscovery) delete provider[name];
  if (idFromPath !== undefined) provider['id'] = idFromPath;
  provider['clientSecretMethod'] = /^basic$/i.test(provider['clientSecretMethod'] ?? '')
    ? 'Basic'
    : 'Post';
  return provider;
}
