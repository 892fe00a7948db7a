import type { PvwaChoices } from './pvwaChoices.ts';
import type { PvwaRefuse } from './pvwaErrors.ts';
import { ownProperty, type JsonObject } from './readJsonObject.ts';

/** An authentication method as it is kept and answered. */
type PvwaAuthenticationMethod = JsonObject;

const longestTexts: Readonly<Record<string, number>> = {
  displayName: 50,
  logoffUrl: 2000,
  signInLabel: 100,
  usernameFieldLabel: 50,
  passwordFieldLabel: 50,
};
const flags = ['enabled', 'mobileEnabled'];
const secondFactors = ['cyberark', 'radius', 'ldap', ''];

function isTextOf(value: unknown, longest: number): boolean {
  return typeof value === 'string' && Array.from(value).length <= longest;
}

function isRight(name: string, value: unknown): boolean {
  if (flags.includes(name)) return typeof value === 'boolean';
  if (name === 'secondFactorAuth')
    return typeof value === 'string' && secondFactors.includes(value);
  if (name === 'logoffUrl' && value !== '' && !URL.canParse(String(value))) return false;
  return isTextOf(value, longestTexts[name] ?? 0);
}

/** Reads the body of an add (`idFromPath` left out: the body holds the id) or of an update, which replaces. */
export function readAuthenticationMethod(
  body: JsonObject,
  choices: PvwaChoices,
  error: PvwaRefuse,
  idFromPath?: string,
): PvwaAuthenticationMethod {
  const id = idFromPath ?? ownProperty(body, 'id');
  const wrong = idFromPath !== undefined || (isTextOf(id, 50) && id !== '') ? [] : ['id'];
  const method: PvwaAuthenticationMethod = { id };
  for (const name of [...Object.keys(longestTexts), ...flags, 'secondFactorAuth']) {
    const value = ownProperty(body, name);
    if (value === undefined || (value === null && choices.nullForOptional === 'leftOut')) continue;
    if (isRight(name, value)) method[name] = value;
    else wrong.push(name);
  }
  if (wrong.length > 0) throw error('badRequest', { wrong });
  return method;
}
