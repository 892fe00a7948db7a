import { changingTexts } from '@oidc-admin/mock/faults';
import { ofResource } from '../mutant.ts';

/** Loses characters beyond the basic plane. */
export const characters = ofResource(() =>
  changingTexts((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?')),
);
