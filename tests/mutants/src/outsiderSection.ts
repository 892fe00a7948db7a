import type { Finding } from './faultyServer.ts';
import { outsiders } from './outsiders/index.ts';
import type { Outsider, OutsiderKind } from './outsiders/outsider.ts';

/** What each kind of fault is, in words. */
const kinds: Readonly<Record<OutsiderKind, string>> = {
  values: 'values that come back otherwise than they were sent',
  alike: 'things that are alike, deleted or many, and requests that overlap',
  keys: 'keys near a known one',
  unchanged: 'what changes where nothing should, or is answered otherwise than it is read',
  sessions: 'sessions taken for one another, or for something that lasts',
  order: 'checks in another order',
  alternatives: 'properties without meaning beside an alternative',
  http: 'HTTP as other clients send it',
  signatures: 'what a signature covers',
  outsideChecks: 'what is seen at the start, in the sign-in or in the clean-up',
  jwkSet: 'a set of keys that is none',
};

export function isByOutsider({ fault }: Pick<Finding, 'fault'>): boolean {
  return fault.startsWith('outsider:');
}

/** How many of the faults by somebody who has read no check are found, by kind, and why the others are not. */
export function outsiderSection(findings: readonly Finding[]): readonly string[] {
  const found = new Map(findings.map((one) => [`${one.api} ${one.fault}`, one]));
  const clausesFor = ({ api, fault }: Outsider): readonly string[] => {
    const finding = found.get(`${api} ${fault.name}`);
    return finding === undefined ? [] : [...finding.clauses, ...finding.warnings];
  };
  const isFound = (one: Outsider): boolean => clausesFor(one).length > 0;
  const byOwn = (one: Outsider): boolean =>
    clausesFor(one).some((clause) => one.fault.breaks.includes(clause));
  const count = (ones: readonly Outsider[], is: (one: Outsider) => boolean): number =>
    ones.filter(is).length;
  return [
    '## By somebody who has read no check',
    '',
    `${outsiders.length} broken servers, written from the facts alone. Found: ${count(outsiders, isFound)}, of them ${count(outsiders, byOwn)} by a clause that their author named beforehand.`,
    '',
    '| kind of fault | servers | found | by a clause that was named beforehand |',
    '| --- | --- | --- | --- |',
    ...Object.entries(kinds).map(([kind, words]) => {
      const own = outsiders.filter((one) => one.kind === kind);
      return `| ${words} | ${own.length} | ${count(own, isFound)} | ${count(own, byOwn)} |`;
    }),
    '',
    ...outsiders
      .filter(({ unseen }) => unseen !== undefined)
      .map(
        ({ api, fault, unseen }) =>
          `- Not found: ${api}, \`${fault.name}\`. ${fault.description} ${unseen ?? ''}`,
      ),
    '',
  ];
}
