import type { CurlSignIn } from '@oidc-admin/client';

/** How a line for bash carries the token of a session that was opened elsewhere: from the environment, never as an argument. */
export function curlWithToken(variable: string): CurlSignIn {
  return { words: `-H @<(printf 'Authorization: %s' "$${variable}")` };
}

/**
 * How a line for bash logs on, carries the token and logs off: user name and password come from the environment, the token stays
 * in a variable of the shell, and none of them is ever an argument of a process. A load balancer's cookies go into a file of the
 * session, which ends with it. Nothing is sent where one of both is not set, as each failed log-on counts. `type` is how the user
 * is authenticated.
 */
export function curlSignIn(
  url: string,
  name: string,
  variables: { readonly username: string; readonly password: string },
  type = 'CyberArk',
): CurlSignIn {
  const body = [
    `username:process.env.${variables.username}`,
    `password:process.env.${variables.password}`,
    'concurrentSession:true',
  ].join();
  const jar = `${name}_cookies`;
  const cookies = `-b "$${jar}" -c "$${jar}"`;
  const logon = `curl -sS -c "$${jar}" -H 'Content-Type: application/json' --data-binary @- '${url}/api/Auth/${type}/Logon'`;
  const token = `${name}_token`;
  const words = `${cookies} -H @<(printf 'Authorization: %s' "$${token}")`;
  return {
    before: `: "\${${variables.username}:?}" "\${${variables.password}:?}"; ${jar}=$(mktemp); ${token}=$(node -p 'JSON.stringify({${body}})' | ${logon} | node -p 'JSON.parse(require("fs").readFileSync(0,"utf8").trim())')`,
    words,
    after: `curl -sS -o /dev/null -X POST ${words} -H 'Content-Type:' --data-raw '' '${url}/api/Auth/Logoff'; rm -f "$${jar}"`,
  };
}
