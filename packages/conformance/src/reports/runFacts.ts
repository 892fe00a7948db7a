import { levelTexts } from '../runner/runParameters.ts';
import type { Report, TargetReport } from './report.ts';

type Facts = readonly (readonly [name: string, value: string])[];

/** What an auditor wants to know of a run, for reports of every form. */
export function runFacts({ started, ended, tool, seed }: Report): Facts {
  const { version, node, timeZone, command } = tool;
  return [
    ['tool', `@oidc-admin/conformance ${version}`],
    ['node', node],
    ...(command === undefined ? [] : [['command', command.join(' ')] as const]),
    ['begun', started],
    ['ended', ended],
    ['time zone', timeZone],
    ['seed', String(seed)],
  ];
}

/** The same of one target. */
export function targetFacts(target: TargetReport): Facts {
  const { title, specification, specificationHash, url, embedded, faults, level, strict } = target;
  return [
    ['specification', `${title} ${specification}`],
    ...(specificationHash === undefined
      ? []
      : [['specification SHA-256', specificationHash] as const]),
    ['target', embedded ? 'the embedded mock' : url],
    ...(faults === undefined ? [] : [['faults', faults.join(', ')] as const]),
    ['level', levelTexts[level]],
    ['strict', String(strict)],
  ];
}
