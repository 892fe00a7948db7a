import type { Attack, AttackedApi } from './attack.ts';
import type { ParsedExchange, ParsedResponse } from './exchangeBytes.ts';

/** What is wrong with what came back after an attack; undefined where nothing is. */
export function findWrongAnswer(
  { api }: AttackedApi,
  { answers }: Attack,
  { responses, rest, ended }: ParsedExchange,
): string | undefined {
  if (ended === 'silent') return `${responses.length} responses, and the connection stays open`;
  if (answers !== undefined && responses.length !== answers)
    return `${responses.length} responses instead of ${answers}`;
  if (rest !== '') return `bytes that are no response: ${JSON.stringify(rest.slice(0, 100))}`;
  for (const response of responses) {
    const wrong = findWrongShape(api, response);
    if (wrong !== undefined) return `${response.status}: ${wrong}`;
  }
  return undefined;
}

function findWrongShape(
  api: AttackedApi['api'],
  { status, headers, body }: ParsedResponse,
): string | undefined {
  if (status >= 500) return `a failure of the server: ${body.slice(0, 200)}`;
  if (status < 400 && body === '') return undefined;
  if (headers['content-type'] !== 'application/json') return `the type ${headers['content-type']}`;
  const value = parsed(body);
  if (value === undefined) return `no JSON: ${JSON.stringify(body.slice(0, 200))}`;
  if (status < 400) return undefined;
  const text = api === 'pvwa' ? ['ErrorCode', 'ErrorMessage'] : ['message'];
  const object = Object(value) as Readonly<Record<string, unknown>>;
  const missing = text.find((name) => typeof object[name] !== 'string');
  return missing === undefined ? undefined : `an error without ${missing}: ${body.slice(0, 200)}`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
