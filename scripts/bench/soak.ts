import { load, type LoadRequest } from './load.ts';
import { peerBody, peerHeaders, peerPath, residentMegabytes, startMockWith } from './mockPeer.ts';

/*
 * pnpm bench soak
 *
 * Ten minutes of saving, reading and listing over 64 connections, and the memory of the PVWA mock meanwhile; BENCH_SECONDS is
 * another time. Exits with 1 where a response was wrong, or the second half took a tenth more memory than the first.
 */
const seconds = Number(process.env['BENCH_SECONDS'] ?? 600);
const connections = 64;
const one = `${peerPath}/corp0/`;
const body = JSON.stringify(peerBody);
const requests: readonly LoadRequest[] = [
  { method: 'PUT', path: one, headers: peerHeaders, body },
  { method: 'GET', path: one, headers: peerHeaders },
  { method: 'GET', path: peerPath, headers: peerHeaders },
];

const mock = await startMockWith(100);
const megabytes: number[] = [];
let sent = 0;
let wrong = 0;
const steps = Math.max(12, Math.round(seconds / 5));
for (let step = 0; step < steps; step += 1) {
  const request = requests[step % requests.length];
  if (request === undefined) continue;
  const milliseconds = (seconds * 1000) / steps;
  const result = await load(mock.port, request, { connections, milliseconds });
  sent += result.requests;
  wrong += result.wrong;
  megabytes.push(residentMegabytes(mock.pid));
}
mock.stop();

const half = megabytes.length / 2;
// Until then the mock is warming up.
const first = Math.max(...megabytes.slice(half / 3, half));
const second = Math.max(...megabytes.slice(half));
const shown = [0, half, megabytes.length - 1].map((at) => megabytes[Math.floor(at)]?.toFixed(0));
console.log(
  `${sent} requests over ${connections} connections in ${seconds} s, ${wrong} wrong; memory ${shown.join(', ')} MB at the start, in the middle, at the end; at most ${first.toFixed(0)} MB in the first half, ${second.toFixed(0)} MB in the second`,
);
if (wrong > 0 || second > first * 1.1) process.exitCode = 1;
process.exit();
