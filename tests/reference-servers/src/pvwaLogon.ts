import type { PvwaChoices } from './pvwaChoices.ts';
import type { PvwaRefuse } from './pvwaErrors.ts';
import type { PvwaSessions } from './pvwaSessions.ts';
import { ownProperty, type JsonObject } from './readJsonObject.ts';
import type { PlainResponse } from './serveHttp.ts';

/** The response to a RADIUS challenge, to be sent as the password of a second log-on. */
const RADIUS_CODE = '135790';

const types = ['cyberark', 'ldap', 'radius', 'windows'];

type Properties = {
  username: string;
  password: string;
  concurrent: boolean;
  newPassword: string | undefined;
};

/** The properties of a log-on. */
function readProperties(body: JsonObject, choices: PvwaChoices, error: PvwaRefuse): Properties {
  const wrong: string[] = [];
  const take = <T>(
    name: string,
    isRight: (value: unknown) => value is T,
    required: boolean,
  ): T | undefined => {
    const value = ownProperty(body, name);
    if (isRight(value)) return value;
    const leftOut =
      value === undefined || (value === null && choices.nullForOptional === 'leftOut');
    if (required || !leftOut) wrong.push(name);
    return undefined;
  };
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
  const properties: Properties = {
    username: take('username', isText, true) ?? '',
    password: take('password', isText, true) ?? '',
    concurrent: take('concurrentSession', isFlag, false) ?? false,
    newPassword: take('newPassword', isText, false),
  };
  if (wrong.length > 0) throw error('badRequest', { wrong });
  return properties;
}

/**
 * Builds the log-on operation. With `tolerated`, RADIUS asks back once (`RADIUS_CODE`) and Windows answers an object that
 * holds no token.
 */
export function pvwaLogon(
  sessions: PvwaSessions,
  choices: PvwaChoices,
  error: PvwaRefuse,
  tolerated: boolean,
) {
  const challenged = new Set<string>();
  return (type: string | undefined, body: JsonObject): PlainResponse => {
    if (type === undefined || !types.includes(type)) throw error(choices.unknownLogonType);
    const { username, password, concurrent, newPassword } = readProperties(body, choices, error);
    const opened = (): PlainResponse => ({
      status: 200,
      json: sessions.open(username, { concurrent, newPassword }),
    });
    if (type === 'radius' && password === RADIUS_CODE && challenged.delete(username))
      return opened();
    if (!sessions.verify(username, password))
      throw error('wrongCredentials', { status: choices.wrongCredentialsStatus });
    if (tolerated && type === 'windows') return { status: 200, json: { UserName: username } };
    if (tolerated && type === 'radius') {
      challenged.add(username);
      throw error('challenge');
    }
    return opened();
  };
}
