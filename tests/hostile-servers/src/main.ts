import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { startCases, type Case } from './cases.ts';
import { type DoctorCase, startDoctorCases } from './doctorCases.ts';
import { judgeClient } from './judgeClient.ts';
import { judgeCommand } from './judgeCommand.ts';
import { judgeDoctor, judgeDoctorCommand } from './judgeDoctor.ts';
import { endlessCases, judgeEndless } from './judgeEndless.ts';
import { judgeRunner, mayTimeOut } from './judgeRunner.ts';

/** A process that is started from sources on a busy machine, and its requests. */
const longestMs = 120_000;
const longestRunMs = 400_000;
/** So many processes at the same time: most of them wait. */
const width = 4;
/** What a server writes on a terminal, and where it leads: the doctor as a command meets these, its library all. */
const printed = /^(?:text|redirects)\/.*\/document$/;

/*
 * Sets the client, the command line, the runner and the doctor before servers that do harm. Prints what is wrong; exits with 1 where
 * anything is. `--only TEXT` takes those whose name has it: `kind/behaviour/API`, for the doctor
 * `kind/behaviour/document` or `keys`. Lists without an end are met by client, command line and runner: `endless/NAME`. `--against` takes
 * some of the five.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    against: { type: 'string', default: 'client,command,runner,doctor,endless' },
  },
});

/** How many were judged. */
let met = 0;

/** A server that must not get a request. */
async function startElsewhere(stack: AsyncDisposableStack) {
  let received = 0;
  const server = createServer((_request, response) => {
    received += 1;
    response.end('{"Providers":[]}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stack.defer(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received: () => received };
}

async function sideBySide<T>(
  items: readonly T[],
  judge: (one: T) => Promise<string[]>,
): Promise<string[]> {
  const waiting = [...items];
  const wrong: string[] = [];
  met += items.length;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      wrong.push(...(await judge(next)));
  };
  await Promise.all(Array.from({ length: width }, work));
  return wrong;
}

function isPrinted({ name }: DoctorCase): boolean {
  return printed.test(name);
}

function byKind({ name, api }: Case): string {
  return `${name.split('/')[0]} ${api.name}`;
}

/** Memory is judged for each that could fill it; all others of a kind share a process. */
function byMemory(one: Case): string {
  return /^(?:size|coding|framing)\//.test(one.name)
    ? one.name
    : `${byKind(one)} ${mayTimeOut(one)}`;
}

await using stack = new AsyncDisposableStack();
const elsewhere = await startElsewhere(stack);
const cases = await startCases(values.only, elsewhere.url, stack);
const kinds = new Set(cases.map(({ name }) => name.split('/')[0]));
const names = new Set(cases.map(({ name }) => name.split('/').slice(0, 2).join('/')));
console.log(`${names.size} behaviours of ${kinds.size} kinds`);
const wrong: string[] = [];
/** The doctor's own servers are started only for it. */
async function judgeAllDoctor(): Promise<string[]> {
  const own = await startDoctorCases(values.only, elsewhere.url, stack);
  console.log(`${own.length} documents for the doctor`);
  const groups = Map.groupBy(own, ({ name }) => name.split('/')[0]).values();
  return [
    ...(await sideBySide([...groups], (some) => judgeDoctor(some, longestRunMs))),
    ...(await sideBySide(own.filter(isPrinted), (one) => judgeDoctorCommand(one, longestMs))),
  ];
}

const judges: Readonly<Record<string, () => Promise<string[]>>> = {
  client: () =>
    sideBySide([...Map.groupBy(cases, byKind).values()], (own) => judgeClient(own, longestRunMs)),
  command: () => sideBySide(cases, (one) => judgeCommand(one, longestMs)),
  runner: () =>
    sideBySide([...Map.groupBy(cases, byMemory).values()], (own) => judgeRunner(own, longestRunMs)),
  doctor: judgeAllDoctor,
  endless: () => sideBySide(endlessCases(values.only), (one) => judgeEndless(one, longestMs)),
};
for (const who of values.against.split(',')) {
  const started = performance.now();
  const before = met;
  const found = (await judges[who]?.()) ?? [`there is no ${who}`];
  const seconds = Math.round((performance.now() - started) / 1000);
  const count = who === 'endless' ? met - before : cases.length;
  console.log(`${who}: ${count} cases in ${seconds} s, ${found.length} wrong`);
  wrong.push(...found);
}
if (met === 0) wrong.push(`no behaviour is called '${values.only}'`);
if (elsewhere.received() > 0)
  wrong.push(`${elsewhere.received()} requests followed a redirect to another host`);
for (const line of wrong) console.log(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
