import type { OutsiderKind } from '../outsider.ts';
import { alikeWitnesses } from './alikeWitnesses.ts';
import { alternativeWitnesses } from './alternativeWitnesses.ts';
import { httpWitnesses } from './httpWitnesses.ts';
import { jwkSetWitnesses } from './jwkSetWitnesses.ts';
import { keyWitnesses } from './keyWitnesses.ts';
import { narrowWitnesses } from './narrowWitnesses.ts';
import { orderWitnesses } from './orderWitnesses.ts';
import { outsideWitnesses } from './outsideWitnesses.ts';
import { sessionWitnesses } from './sessionWitnesses.ts';
import { signatureWitnesses } from './signatureWitnesses.ts';
import { unchangedWitnesses } from './unchangedWitnesses.ts';
import { valueWitnesses } from './valueWitnesses.ts';
import type { Witnesses } from './witness.ts';

const ofKinds: Readonly<Record<OutsiderKind, Witnesses>> = {
  values: valueWitnesses,
  alike: alikeWitnesses,
  keys: keyWitnesses,
  unchanged: unchangedWitnesses,
  sessions: sessionWitnesses,
  order: orderWitnesses,
  alternatives: alternativeWitnesses,
  http: httpWitnesses,
  signatures: signatureWitnesses,
  outsideChecks: outsideWitnesses,
  jwkSet: jwkSetWitnesses,
};

/** What shows each fault with plain HTTP, by kind. */
export const witnesses = Object.fromEntries(
  Object.entries(ofKinds).map(([kind, shown]) => [
    kind,
    { ...shown, ...narrowWitnesses[kind as OutsiderKind] },
  ]),
) as Readonly<Record<OutsiderKind, Witnesses>>;
