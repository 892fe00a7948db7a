import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pointerSteps } from '@oidc-admin/contract';
import { lintSpecifications, ofExamples } from '../generate/lintSpecifications.ts';
import { describeApi, type DescribedApi } from './describeApi.ts';
import type { ForeignObject } from './openApi.ts';
import { sayOtherMethods } from './otherMethods.ts';
import { editableAt } from './tidyDocument.ts';
import { type LeftOut, unreadable, withoutUnreadable } from './unreadable.ts';

type Problem = DescribedApi['problems'][number];

/** More rounds are not needed: the lint tells 1,000 mistakes at once. */
const mostRounds = 10;

/**
 * Describes an API, and holds the result against the lint that every document here must pass. Examples that their own schemas
 * refuse are taken out, each with a guess; operations that break another rule are left out, each with a question.
 */
export async function describeLinted(given: ForeignObject, api: string): Promise<DescribedApi> {
  const left: LeftOut[] = [];
  let rest = given;
  let described = describeApi(rest, api);
  for (let round = 0; described.problems.length === 0; round += 1) {
    const problems = await brokenRules(described);
    if (problems.length === 0) break;
    const out = round < mostRounds ? unreadable({ ...described, problems }, rest) : [];
    if (out.length === 0) {
      described = { ...described, problems };
      break;
    }
    left.push(...out);
    rest = withoutUnreadable(rest, out);
    described = describeApi(rest, api);
  }
  for (const { path, text } of left) described.remarks.question(path, text);
  sayOtherMethods(described.document, described.routes, given);
  return described;
}

/** What the lint finds, once no example is wrong that can be taken out. */
async function brokenRules(described: DescribedApi): Promise<readonly Problem[]> {
  // Each round takes out an example, so that they end.
  for (;;) {
    const mistakes = await lintOf(described.document);
    const isOther = ({ rule }: (typeof mistakes)[number]): boolean => !ofExamples.has(rule);
    const others = mistakes.filter(isOther);
    const kept =
      others.length > 0
        ? others
        : mistakes.filter(({ pointer, message }) => !dropExample(described, pointer, message));
    if (kept.length > 0 || mistakes.length === 0)
      return kept.map(({ pointer, message }) => ({ pointer, reason: message }));
  }
}

async function lintOf(document: object): ReturnType<typeof lintSpecifications> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'new-api-')));
  try {
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
    return await lintSpecifications(folder, ['openapi.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Takes out the example that a mistake is in; false where there is none. */
function dropExample(
  { document, remarks, routes }: DescribedApi,
  pointer: string,
  message: string,
): boolean {
  const steps = pointerSteps(pointer);
  const index = steps.findLastIndex((step) => step === 'example' || step === 'examples');
  if (index === -1) return false;
  delete editableAt(document, steps.slice(0, index))[steps[index] ?? ''];
  const [first = '', route = '', ...below] = steps.slice(0, index + 1);
  const path = [first, first === 'paths' ? (routes.get(route) ?? route) : route, ...below];
  remarks.guess(path, `${message}; the copy leaves the example out`);
  return true;
}
