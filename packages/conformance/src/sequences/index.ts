import type { ResourceRule } from '@oidc-admin/contract';
import type { ResourceChecks } from '../checks/kindChecks.ts';
import { absent } from './absent.ts';
import { characters } from './characters.ts';
import { concurrent } from './concurrent.ts';
import { defaults } from './defaults.ts';
import { deleted } from './deleted.ts';
import { distinctCase } from './distinctCase.ts';
import { filtered } from './filtered.ts';
import { kept } from './kept.ts';
import { listed } from './listed.ts';
import { merged } from './merged.ts';
import { neverCreated } from './neverCreated.ts';
import { neverReturned } from './neverReturned.ts';
import { noOtherSecrets } from './noOtherSecrets.ts';
import { normalised } from './normalised.ts';
import { paged } from './paged.ts';
import { readUnchanged } from './readUnchanged.ts';
import { refusedUnchanged } from './refusedUnchanged.ts';
import { repeatable } from './repeatable.ts';
import { replaced } from './replaced.ts';
import { separate } from './separate.ts';

/** How each rule about what holds between requests is verified. */
export const rules = {
  kept,
  replaced,
  merged,
  defaults,
  normalised,
  listed,
  paged,
  filtered,
  deleted,
  neverCreated,
  refusedUnchanged,
  readUnchanged,
  repeatable,
  distinctCase,
  separate,
  concurrent,
  neverReturned,
  absent,
  noOtherSecrets,
  characters,
} satisfies Readonly<Record<ResourceRule, ResourceChecks>>;
