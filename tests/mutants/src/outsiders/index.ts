import { alikeOutsiders } from './alikeOutsiders.ts';
import { alternativeOutsiders } from './alternativeOutsiders.ts';
import { httpOutsiders } from './httpOutsiders.ts';
import { jwkSetOutsiders } from './jwkSetOutsiders.ts';
import { keyOutsiders } from './keyOutsiders.ts';
import { narrowOutsiders } from './narrowOutsiders.ts';
import { orderOutsiders } from './orderOutsiders.ts';
import { outsideOutsiders } from './outsideOutsiders.ts';
import type { Outsider } from './outsider.ts';
import { sessionOutsiders } from './sessionOutsiders.ts';
import { signatureOutsiders } from './signatureOutsiders.ts';
import { unchangedOutsiders } from './unchangedOutsiders.ts';
import { valueOutsiders } from './valueOutsiders.ts';

/** Broken servers by somebody who has read no check, by kind of fault. */
export const outsiders: readonly Outsider[] = [
  ...valueOutsiders,
  ...alikeOutsiders,
  ...keyOutsiders,
  ...unchangedOutsiders,
  ...sessionOutsiders,
  ...orderOutsiders,
  ...alternativeOutsiders,
  ...httpOutsiders,
  ...signatureOutsiders,
  ...outsideOutsiders,
  ...jwkSetOutsiders,
  ...narrowOutsiders,
];
